"""The glossary: hand-kept terms, metrics, dimensions and tables, in English and in French.

`python -m vigie.metrics.glossary docs/reference`
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.language.definition import Catalog
from vigie.model.document import read
from vigie.model.loader import load_model

_HEAD = """\
# Glossary

One word for one thing, in the code, on the pages and in these texts. Made from `glossary.yaml`
beside this page, the catalogue and the model: `python -m vigie.metrics.glossary docs/reference`.

| English | français | meaning |
|---|---|---|
"""


@dataclass(frozen=True)
class Term:
    """A word in both languages and what it means, in Markdown."""

    en: str
    fr: str
    means: str


def glossary(kept: Iterable[Term], catalog: Catalog) -> str:
    """The whole page, in Markdown; the `kept` terms and those that the data declare."""
    terms = sorted([*kept, *_declared(catalog)], key=lambda term: (term.en.casefold(), term.means))
    return _HEAD + "".join(f"| {term.en} | {term.fr} | {term.means} |\n" for term in terms)


def kept_terms(path: Path) -> list[Term]:
    """The terms of a YAML file; raises Invalid or ValidationError for one that cannot be."""
    return TypeAdapter(list[Term]).validate_python(read(path).content)


def _declared(catalog: Catalog) -> Iterator[Term]:
    for metric in catalog.shown:
        page = f"[Metric](metrics.md#{metric.id})"
        called = f" Also called: {', '.join(metric.synonyms)}." if any(metric.synonyms) else ""
        yield Term(metric.label.en, metric.label.fr, f"{page}. {metric.description.en}{called}")
    for dimension in catalog.dimensions.values():
        yield Term(dimension.label.en, dimension.label.fr, f"Dimension `{dimension.id}`.")
    for table in catalog.model.tables.values():
        page = f"[Table `{table.name}`](model.md#{table.name})"
        yield Term(table.label.en, table.label.fr, f"{page}: {table.grain.en}.")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    page = glossary(kept_terms(folder / "glossary.yaml"), load_catalog(load_model()))
    (folder / "glossary.md").write_text(page, encoding="utf-8")
