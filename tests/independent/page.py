"""The page that tells on which data each indicator is held against SQL of another hand.

`VIGIE_KEEP_DOCS=1 pytest tests/acceptance/test_independent.py` writes it anew.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from vigie.metrics.catalog.loader import load_catalog
from vigie.model.loader import load_model

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "checked-figures.md"
DEMO = "demo"
HEAD = """\
# Figures checked by independent SQL

Each indicator is worked out a second time, by SQL written from the formulas of the field by another
hand than the catalogue (`tests/independent/figures.yaml`), on the generated demo company and on
every public data set whose files carry it. The two must agree in every month and over the whole
span: sums and counts exactly, ratios to nine digits. A dot says that they do; the tests that
compare them write this table, and fail where it says more or less than what they compared.

"""


def checked_on(name: str) -> set[str]:
    """The indicators that the page says are checked on a set."""
    return {metric for metric, sets in _table().items() if name in sets}


def write(name: str, metrics: Iterable[str]) -> None:
    """Puts what was compared on a set in the page, where pages are being kept."""
    if not os.environ.get("VIGIE_KEEP_DOCS"):
        return
    held = {metric: sets - {name} for metric, sets in _table().items()}
    for metric in metrics:
        held[metric] = held.get(metric, set()) | {name}
    PAGE.write_text(HEAD + _rows(held), encoding="utf-8")


def _table() -> dict[str, set[str]]:
    rows = [_cells(line) for line in _lines() if line.startswith("| ")]
    if not rows:
        return {}
    names, *metrics = rows
    return {
        row[0].strip("`"): {name for name, mark in zip(names, row, strict=True) if mark == "●"}
        for row in metrics
    }


def _lines() -> list[str]:
    return PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _rows(held: Mapping[str, set[str]]) -> str:
    others = {name for sets in held.values() for name in sets} - {DEMO}
    names = (DEMO, *sorted(others))
    lines = [("indicator", *names)]
    for metric in load_catalog(load_model()).shown:
        marks = ("●" if name in {DEMO, *held.get(metric.id, ())} else "" for name in names)
        lines.append((f"`{metric.id}`", *marks))
    head, *rest = (f"| {' | '.join(line)} |" for line in lines)
    return "\n".join([head, "|" + " --- |" * len(lines[0]), *rest, ""])
