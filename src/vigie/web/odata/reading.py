"""From a table's options to its rows, by one question to the metric layer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from vigie.kit.errors import Refused
from vigie.metrics.answers.result import Result
from vigie.metrics.layer import MetricLayer
from vigie.metrics.question.query import Query
from vigie.web.odata.narrowing import Narrowed, clamped, narrowed
from vigie.web.odata.options import Options
from vigie.web.odata.problems import Gone, Malformed
from vigie.web.odata.sets import EntitySet, Kind, Property
from vigie.web.odata.snapshots import WITHHELD, Snapshot, Snapshots
from vigie.web.odata.truth import passes

KEPT: Final = "@withheld"  # the names of a record's withheld figures, beside them
MOST: Final = 200_000  # rows of an answer


class TooLarge(Refused):
    """A question with more rows than anybody reads."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of an answer: where the next begin (None: these are the last), and of how many."""

    rows: list[tuple[Any, ...]]
    next_rows: int | None
    total: int
    version: int
    today: date


class Reading:
    """Answers tables; a later page comes from the data that the first one was read from.

    `layer` knows what its reader may see; `snapshots` may be shared with other readers.
    """

    def __init__(self, layer: MetricLayer, snapshots: Snapshots) -> None:
        self._layer = layer
        self._snapshots = snapshots

    def page(self, table: EntitySet, options: Options, version: int, size: int) -> Page:
        """One page; raises Malformed, TooLarge, Gone, or what the metric layer refuses."""
        token = options.token
        today = token.today if token else self._layer.settings.today()
        wanted = token.version if token else version
        sight = self._layer.sight
        shape = (table.name, options.select, options.filter, options.order, sight, today)
        snapshot = self._snapshots.get((shape, wanted))
        if snapshot is None:
            if wanted != version or today != self._layer.settings.today():
                raise Gone("The data have changed meanwhile: read the table from its first page.")
            snapshot = self._read(table, options, version)
            self._snapshots.keep((shape, snapshot.version), snapshot)
        return _cut(snapshot, options, size, today)

    def _read(self, table: EntitySet, options: Options, version: int) -> Snapshot:
        selected = frozenset(one.name for one in options.select)
        filters = narrowed(options.filter, table, selected, self._layer.settings.calendar)
        query = self._query(table, options.select, filters)
        if query is None:
            return Snapshot(version, [])
        result = self._layer.query(query, cache=False)
        if len(result.rows) > MOST:
            raise TooLarge(
                "This is more than {most} rows: choose fewer columns, or filter them.", most=MOST
            )
        rows = [row for row in _records(result, options.select) if _kept(row, filters)]
        for one, largest_first in reversed(options.order):
            rows.sort(key=_place(one.name), reverse=largest_first)
        names = [one.name for one in options.select]
        return Snapshot(result.version, [tuple(_told(row, name) for name in names) for row in rows])

    def _query(
        self, table: EntitySet, select: Sequence[Property], filters: Narrowed
    ) -> Query | None:
        """The question; None when no period can pass the filter."""
        query = _question(table, select, filters)
        if filters.first is None and filters.last is None:
            return query
        whole = Query(query.metrics, by=tuple(_grain(table, select)))
        known = self._layer.query(whole).period
        days = clamped(filters.first, filters.last, known) if known else None
        if days is None:
            return None
        return Query(query.metrics, query.by, query.where, days.start, days.end, limit=query.limit)


def _question(table: EntitySet, select: Sequence[Property], filters: Narrowed) -> Query:
    metrics = [one.word for one in select if one.kind is Kind.METRIC]
    if not metrics and table.free:
        raise Malformed("Choose at least one figure beside the columns that it is cut by.")
    periods = [one.word for one in select if one.kind is Kind.PERIOD]
    cut = [one.word for one in select if one.kind in (Kind.KEY, Kind.MEMBER)]
    return Query(
        tuple(metrics or [one.word for one in table.of(Kind.METRIC)]),
        by=(*periods, *dict.fromkeys(cut)),
        where=filters.where,
        limit=MOST + 1,
    )


def _grain(table: EntitySet, select: Sequence[Property]) -> Iterator[str]:
    """The length of time that tells which days are known: the chosen one, or the table's own."""
    chosen = [one.word for one in select if one.kind is Kind.PERIOD]
    yield (chosen or [one.word for one in table.of(Kind.PERIOD)])[0]


def _told(record: Mapping[str, Any], name: str) -> Any:
    return WITHHELD if name in record[KEPT] else record[name]


def _records(result: Result, select: Sequence[Property]) -> Iterator[Mapping[str, Any]]:
    places = {column.name: place for place, column in enumerate(result.columns)}
    cut = [column.name for column in result.columns if column.role == "dimension"]
    of_key = {name: place for place, name in enumerate(cut)}
    kept: dict[int, set[str]] = {}
    for index, name in result.withheld:
        kept.setdefault(index, set()).add(name)
    for index, (row, keys) in enumerate(zip(result.rows, result.keys, strict=True)):
        record: dict[str, Any] = {KEPT: kept.get(index, ())}
        for one in select:
            match one.kind:
                case Kind.KEY:
                    key = keys[of_key[one.word]]
                    record[one.name] = "" if key is None else str(key)
                case Kind.ROW:
                    record[one.name] = _named(row, keys, result)
                case _:
                    record[one.name] = row[places[one.word]]
        yield record


def _named(row: tuple[Any, ...], keys: tuple[Any, ...], result: Result) -> str:
    """The row's members as one text: its period, then the keys of the rest."""
    periods = [
        str(value)
        for value, column in zip(row, result.columns, strict=False)
        if column.role == "period"
    ]
    return " / ".join([*periods, *("" if key is None else str(key) for key in keys)])


def _kept(row: Mapping[str, Any], filters: Narrowed) -> bool:
    return all(passes(part, row) for part in filters.rest)


def _place(name: str) -> Callable[[Mapping[str, Any]], tuple[bool, Any]]:
    """Where a row stands by one column: what is not known comes before everything else."""

    def place(row: Mapping[str, Any]) -> tuple[bool, Any]:
        value = row[name]
        return (value is not None, 0 if value is None else value)

    return place


def _cut(snapshot: Snapshot, options: Options, size: int, today: date) -> Page:
    begun = options.token.rows if options.token else 0
    start = options.skip + begun
    wanted = len(snapshot.rows) - start
    if options.top is not None:
        wanted = min(wanted, options.top - begun)
    rows = snapshot.rows[start : start + max(0, min(size, wanted))]
    following = begun + len(rows) if len(rows) < wanted else None
    return Page(rows, following, len(snapshot.rows), snapshot.version, today)
