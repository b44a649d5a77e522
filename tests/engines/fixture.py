"""Reads the text fixtures of the rules."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "rules"
NAMES = sorted(path.stem for path in FOLDER.glob("*.sql"))
_BLOCK = re.compile(r"^-- (\w+)\n(.*?)(?=^-- |\Z)", re.DOTALL | re.MULTILINE)


def statements(name: str) -> dict[str, str]:
    """Engine → statement."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return {engine: sql.strip() for engine, sql in _BLOCK.findall(text)}
