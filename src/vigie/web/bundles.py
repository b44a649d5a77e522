"""Style sheets and scripts: one file a room, few sent, so that a phone waits for few answers."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

SHEETS: Final = (
    "tokens",
    "layout",
    "controls",
    "parts",
    "filters",
    "choosing",
    "palette",
    "tiles",
    "board",
    "cards",
    "wall",
    "marks",
    "charts",
    "tables",
    "explore",
    "making",
    "settings",
    "kept",
    "imports",
    "indicators",
    "people",
    "privacy",
    "pages",
    "print",
)
SCRIPTS: Final = (
    "theme",
    "boost",
    "fold",
    "tooltip",
    "chart-keys",
    "copy",
    "shortcuts",
    "live",
    "files",
    "palette",
    "offline",
)
# Later sheets overrule earlier ones; a script finds what earlier ones export.
BUNDLES: Final[Mapping[str, tuple[str, ...]]] = {
    "cockpit.css": tuple(f"css/{name}.css" for name in SHEETS),
    "cockpit.js": tuple(f"js/{name}.js" for name in SCRIPTS),
    "htmx.js": ("vendor/htmx.js", "vendor/hx-sse.js"),
}
_BETWEEN: Final = re.compile(rb"^(?:import .*\n|export )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several files as one, as it is and compressed."""

    content: bytes
    packed: bytes
    fingerprint: str
    changed: float


class Bundles:
    """What is sent to browsers, put together anew once a file of it changes."""

    def __init__(self, static: Path) -> None:
        self._static = static
        self._known: dict[str, Bundle] = {}

    def get(self, name: str) -> Bundle:
        """The files behind `name`, or that file itself."""
        files = [self._static / part for part in BUNDLES.get(name, (name,))]
        changed = max(file.stat().st_mtime for file in files)
        known = self._known.get(name)
        if known is None or known.changed != changed:
            known = self._known[name] = _bundle(files, changed)
        return known


def _bundle(files: list[Path], changed: float) -> Bundle:
    parts = [file.read_bytes() for file in files]
    content = b"\n".join(map(_alone, parts) if len(parts) > 1 else parts)
    mark = sha256(content).hexdigest()[:10]
    return Bundle(content, gzip.compress(content, mtime=0), mark, changed)


def _alone(part: bytes) -> bytes:
    """A file as it stands beside those that it imports from: in one scope, nothing is imported."""
    return _BETWEEN.sub(b"", part)
