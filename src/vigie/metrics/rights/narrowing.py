"""A catalogue as one reader may know it: what rests on a hidden column is not in it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlglot import exp

from vigie.metrics.language.definition import Catalog, Dataset, Dimension, DrillColumn, Metric
from vigie.metrics.language.expression import columns
from vigie.metrics.language.policy import Sight
from vigie.metrics.language.reach import table_at

ATTRIBUTES = "attributes"


def narrowed(catalog: Catalog, sight: Sight) -> Catalog:
    """`catalog` without the metrics, dimensions and drill columns that `sight` does not include.

    A veiled name is replaced by the key of its row, so that members can still be told apart.
    """
    if sight.is_whole:
        return catalog
    tainted = {name: frozenset(_tainted(one, sight)) for name, one in catalog.datasets.items()}
    withheld = frozenset(m for m in catalog.metrics if _is_withheld(m, catalog, sight, tainted))
    shown = {name: metric for name, metric in catalog.metrics.items() if name not in withheld}
    return replace(
        catalog,
        metrics={name: _without(metric, withheld) for name, metric in shown.items()},
        dimensions=dict(_dimensions(catalog, sight, tainted)),
        datasets={
            name: replace(one, drill=tuple(_drill(one, catalog, sight, tainted[name])))
            for name, one in catalog.datasets.items()
        },
        sight=sight,
        withheld=withheld,
    )


def _is_withheld(
    metric: str, catalog: Catalog, sight: Sight, tainted: Mapping[str, frozenset[str]]
) -> bool:
    made_of = _made_of(metric, catalog)
    if made_of & sight.withheld:
        return True
    leaves = [name for name in made_of if not catalog.parts(name)]
    return any(
        _is_kept(catalog.reading(leaf), words, catalog, sight, tainted[catalog.reading(leaf).name])
        for leaf in leaves
        for words in _read(catalog.metrics[leaf], catalog)
    )


def _made_of(metric: str, catalog: Catalog) -> set[str]:
    """A metric and everything that its formula, or what is said of its coverage, rests on."""
    found, pending = {metric}, [metric]
    while pending:
        name = pending.pop()
        coverage = catalog.metrics[name].coverage
        more = {*catalog.parts(name), *catalog.named(name), *([coverage] if coverage else [])}
        more -= found
        found |= more
        pending += more
    return found


def _read(leaf: Metric, catalog: Catalog) -> Iterator[str]:
    """Every column that a leaf reads, as `step.step.column`."""
    rows = catalog.metrics[leaf.whole] if leaf.whole else leaf
    for one in (leaf, rows):
        for tree in one.over_rows:
            yield from (".".join((*path, name)) for path, name in columns(tree))
        yield from (words for words in (one.time, one.first_by, one.entity, one.due) if words)
    dataset = catalog.reading(leaf.id)
    yield from (".".join((*path, name)) for path, name in columns(dataset.filter))


def _is_kept(
    dataset: Dataset, words: str, catalog: Catalog, sight: Sight, tainted: frozenset[str]
) -> bool:
    """Whether the column that `words` lead to is kept from the reader."""
    *path, column = words.split(".")
    table = table_at(dataset, tuple(path), catalog)
    if trait := catalog.traits.get(table or ""):
        return column in _tainted(trait, sight)
    return column in tainted if table is None else sight.hides(table, column)


def _tainted(dataset: Dataset, sight: Sight) -> Iterator[str]:
    """The columns of a declared query that rest on hidden ones, by their names.

    Names are followed from SELECT to SELECT, whatever their table: rather one too many than one
    too few. A hidden column that decides which rows there are taints them all.
    """
    if dataset.query is None:
        return
    tables = dataset.tables
    kept = {name for name in _names(dataset.query) if any(sight.hides(t, name) for t in tables)}
    if not kept:
        return
    if _decides(dataset.query, kept):
        yield from dataset.columns
        return
    outputs = [one for query in dataset.query.find_all(exp.Select) for one in query.expressions]
    while found := {o.alias_or_name for o in outputs if kept & _names(o)} - kept:
        kept |= found
    yield from kept


def _names(tree: exp.Expr) -> set[str]:
    return {column.name for column in tree.find_all(exp.Column)}


def _decides(query: exp.Expr, kept: set[str]) -> bool:
    places = (exp.Where, exp.Having, exp.Join, exp.Qualify)
    return any(kept & _names(place) for place in query.find_all(*places) if not _is_nested(place))


def _is_nested(place: exp.Expr) -> bool:
    """Whether a join only holds a subquery, whose own parts are looked at by themselves."""
    return isinstance(place, exp.Join) and place.args.get("on") is None


def _without(metric: Metric, withheld: frozenset[str]) -> Metric:
    kept = tuple(name for name in metric.alternatives if name not in withheld)
    return metric if kept == metric.alternatives else replace(metric, alternatives=kept)


def _dimensions(
    catalog: Catalog, sight: Sight, tainted: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, Dimension]]:
    for name, dimension in catalog.dimensions.items():
        of = tainted.get(dimension.table, frozenset())
        if dimension.key in of or sight.hides(dimension.table, dimension.key):
            continue
        is_kept = dimension.name in of or sight.hides(dimension.table, dimension.name)
        yield name, replace(dimension, name=dimension.key) if is_kept else dimension


def _drill(
    dataset: Dataset, catalog: Catalog, sight: Sight, tainted: frozenset[str]
) -> Iterator[DrillColumn]:
    for column in dataset.drill:
        *path, name = column.path.split(".")
        table = table_at(dataset, tuple(path), catalog)
        if not _is_kept(dataset, column.path, catalog, sight, tainted):
            yield column
        elif table and f"{table}.{name}" in sight.veiled and catalog.model.tables[table].key:
            key = catalog.model.tables[table].key[0]
            yield replace(column, path=".".join((*path, key)))
