"""The page that documents every metric, made from the catalogue in both languages."""

from collections.abc import Iterator

from vigie.kit.i18n import Label
from vigie.metrics.language.definition import Catalog, Metric
from vigie.metrics.language.reach import possible

_HEAD = """\
# Metrics

Made from `src/vigie/catalog` by `python -m vigie.metrics.reference`; a test keeps it current.
Money is in the company's currency, tax excluded unless said. A ratio is recomputed at every level.
"""


def reference(catalog: Catalog) -> str:
    """The whole page, in Markdown."""
    families: dict[str, list[Metric]] = {}
    for metric in catalog.shown:
        families.setdefault(metric.family, []).append(metric)
    lines = [_HEAD, *_summary(catalog)]
    for family, metrics in families.items():
        label = catalog.families.get(family, Label(family, family))
        lines += [f"## {label.en} · {label.fr}", ""]
        for metric in metrics:
            lines += [*_metric(metric, catalog), ""]
    lines += [*_dimensions(catalog)]
    return "\n".join(lines).rstrip() + "\n"


def _summary(catalog: Catalog) -> Iterator[str]:
    yield "| id | Metric | Indicateur | unit | good |"
    yield "|---|---|---|---|---|"
    for metric in catalog.shown:
        yield (
            f"| [{metric.id}](#{metric.id}) | {metric.label.en} | {metric.label.fr} "
            f"| {metric.unit} | {metric.direction} |"
        )
    yield ""


def _metric(metric: Metric, catalog: Catalog) -> Iterator[str]:
    yield f"### {metric.id}"
    yield ""
    yield f"**{metric.label.en}** · **{metric.label.fr}**"
    yield ""
    for name, label in (
        ("Meaning", metric.description),
        ("Formula", metric.formula),
        ("Decision", metric.decision),
        ("May mislead", metric.misleads),
        ("Owner", metric.owner),
    ):
        yield _both(name, label)
    if any(metric.synonyms):
        yield f"- Also called: {', '.join(metric.synonyms)}"
    facts = [metric.type, metric.unit, f"good: {metric.direction}", metric.nature, metric.stratum]
    facts += [one for one in (metric.aida, metric.bsc, metric.refresh, metric.basis) if one]
    yield f"- {' · '.join(str(fact) for fact in facts)}"
    yield f"- By: {', '.join(f'`{name}`' for name in possible(metric.id, catalog))}"


def _dimensions(catalog: Catalog) -> Iterator[str]:
    yield "## Dimensions"
    yield ""
    yield "Time: `day`, `week` (ISO), `month`, `quarter`, `year`, `fiscal_month`, `fiscal_quarter`,"
    yield "`fiscal_year`."
    yield "Also `table.column` for any column of a table that the rows reach, kept ones included."
    yield ""
    yield "| id | Dimension | Axe | column |"
    yield "|---|---|---|---|"
    for dimension in catalog.dimensions.values():
        label = dimension.label
        yield f"| {dimension.id} | {label.en} | {label.fr} | {dimension.table}.{dimension.name} |"


def _both(name: str, label: Label) -> str:
    return f"- {name}: {label.en} · *{label.fr}*"


if __name__ == "__main__":
    from pathlib import Path

    from vigie.metrics.catalog.loader import load_catalog
    from vigie.model.loader import load_model

    page = Path(__file__).parents[3] / "docs" / "reference" / "metrics.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(reference(load_catalog(load_model())), encoding="utf-8")
