"""Which traits a scan reads: what is told of the rows of core tables besides their columns."""

from collections.abc import Iterable, Iterator

from vigie.metrics.language.definition import Catalog
from vigie.metrics.language.expression import Path, columns
from vigie.metrics.planning.plan import Scan
from vigie.metrics.question.field import Field

DAY = "asked_on"  # the parameter that holds the day


def read_by(scan: Scan, catalog: Catalog) -> frozenset[str]:
    """The traits that a scan reads."""
    return frozenset(step for path in _paths(scan, catalog) for step in path) & set(catalog.traits)


def asks_day(traits: Iterable[str], catalog: Catalog) -> bool:
    """Whether one of `traits` is told as of the day that the question is asked on."""
    return any(catalog.traits[name].asks_day for name in traits)


def _paths(scan: Scan, catalog: Catalog) -> Iterator[Path]:
    tests = [*scan.tests, *(scan.credit.tests if scan.credit else ())]
    fields: list[Field] = [*scan.fields, *scan.members, *(t.field for t in tests if t.field)]
    for field in fields:
        yield from (field.path, *field.others)
    for name in scan.metrics:
        metric = catalog.metrics.get(name)
        for tree in metric.over_rows if metric else ():
            yield from (path for path, _ in columns(tree))
