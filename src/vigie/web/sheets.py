"""The style sheets: one file a room, sent as one so that a phone waits for a single answer."""

from pathlib import Path
from typing import Final

ORDER: Final = (
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
    "imports",
    "indicators",
    "people",
    "privacy",
    "pages",
    "print",
)
NAME: Final = "cockpit.css"


def files(static: Path) -> list[Path]:
    """The sheets in the order in which later ones overrule earlier ones."""
    return [static / "css" / f"{name}.css" for name in ORDER]


def together(static: Path) -> bytes:
    """All sheets, one after the other."""
    return b"\n".join(file.read_bytes() for file in files(static))
