"""The documentation of metrics is the catalogue's own."""

from pathlib import Path

from vigie.metrics.language.definition import Catalog
from vigie.metrics.reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "metrics.md"


def test_page_is_current(catalog: Catalog) -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(catalog), (
        "run: python -m vigie.metrics.reference"
    )
