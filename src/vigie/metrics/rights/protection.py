"""Answers without the figures that would tell one colleague's: withheld, and said to be."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from vigie.kit.errors import Forbidden, VigieError
from vigie.kit.formats import Unit
from vigie.kit.i18n import Text, text
from vigie.kit.periods import Grain
from vigie.metrics.answers.result import Cell, Result, ResultColumn
from vigie.metrics.language.definition import Catalog, MetricType
from vigie.metrics.language.policy import Guard
from vigie.metrics.language.reach import possible
from vigie.metrics.question.condition import parse_condition
from vigie.metrics.question.query import Query
from vigie.metrics.rights.suppression import Place, is_small, parted, withheld

Ask = Callable[[Query], Result]
Behind = dict[Place, dict[str, Any]]  # place → the colleagues that it tells of, their figures
_DAYS: Final = (*Grain, "date")  # what a filter on days names
TOTALS = -1  # the row of totals, among the places of what is withheld


@dataclass(frozen=True, slots=True)
class Protection:
    """Keeps figures from one reader."""

    guard: Guard
    catalog: Catalog
    ask: Ask  # a question about all that the reader's filters let through

    def of(self, query: Query, result: Result) -> Result:
        """`result` as the reader may see it."""
        if self.guard.entity in query.by:
            result = self._personal(query, result)
        least = self._least(query)
        told = [name for name in query.metrics if self._tells(name)] if least > 1 else []
        if not told:
            return result
        hidden = frozenset(self._hidden(query, result, told, least))
        if not hidden:
            return result
        said = text(
            "Withheld, as they would tell those of fewer than {least} colleagues: {count} "
            "(figures).",
            count=len(hidden),
            least=least,
        )
        sorting = [word.removeprefix("-") for word in query.order]
        return _unsorted(without(result, hidden, said), sorting, query.limit is not None)

    def _personal(self, query: Query, result: Result) -> Result:
        """What holds of figures of people, whoever reads: why they are measured, on what base."""
        if self.guard.purpose:
            said = text("Why people are measured: {purpose}", purpose=self.guard.purpose)
            result = replace(result, warnings=(*result.warnings, said))
        hidden = frozenset(self._thin(query, result)) if self.guard.base else frozenset()
        if not hidden:
            return result
        said = text(
            "Withheld, as they rest on fewer than {base}: {count} (rates of one person).",
            count=len(hidden),
            base=self.guard.base,
        )
        return without(result, hidden, said)

    def _thin(self, query: Query, result: Result) -> Iterator[tuple[int, str]]:
        """The rates of people that are counted from too little."""
        rates = {
            name: self.catalog.metrics[name].denominator or ""
            for name in query.metrics
            if name in self.catalog.metrics and self.catalog.metrics[name].denominator
        }
        counted = {n: d for n, d in rates.items() if self.catalog.metrics[d].unit is Unit.COUNT}
        if not counted:
            return
        bases = self.ask(self._cross(query, list(dict.fromkeys(counted.values()))))
        for name, base in counted.items():
            known = self._values(bases, base, query)
            for row, place in enumerate(_places(result)):
                if 0 < (known.get(place) or 0) < self.guard.base:
                    yield from ((row, c.name) for c in result.columns if c.metric == name)

    def _values(self, crossed: Result, column: str, query: Query) -> dict[Place, Any]:
        order, at = query.by.index(self.guard.entity), crossed.column(column)
        found = {}
        for place, row in zip(_places(crossed), crossed.rows, strict=True):
            *rest, who = place
            found[(*rest[:order], who, *rest[order:])] = row[at]
        return found

    def rows(self, query: Query, cell: Cell) -> None:
        """Raises Forbidden where rows behind a figure are those of too few colleagues."""
        least = max(self.guard.least, 2)
        told = [name for name in query.metrics if self._tells(name)]
        if self.guard.is_open or not told:
            return
        by = tuple(word.removesuffix(".key") for word in cell)
        crossed = self.ask(self._cross(replace(query, by=by, compare=()), told))
        places = [crossed.column(word) for word in by]
        others = {
            key[-1]
            for row, key in zip(crossed.rows, crossed.keys, strict=True)
            if self._is_cell(row, key, places, crossed, cell)
        } - self.guard.own
        if is_small(others, least) or self._keeps(replace(query, by=by, compare=()), cell):
            raise Forbidden("These rows would tell what a single colleague did.")

    def _keeps(self, query: Query, cell: Cell) -> bool:
        """Whether the figure of a cell is withheld: its rows add up to it."""
        query = replace(query, show=(), totals=False, order=(), limit=None)
        result = self.of(query, self.ask(query))
        places = [result.column(word.removesuffix(".key")) for word in cell]
        return any(
            self._is_cell(row, keys, places, result, cell)
            for number, (row, keys) in enumerate(zip(result.rows, result.keys, strict=True))
            if number in {row for row, _ in result.withheld}
        )

    def _is_cell(
        self,
        row: tuple[object, ...],
        keys: tuple[object, ...],
        places: list[int],
        crossed: Result,
        cell: Cell,
    ) -> bool:
        dimensions = [i for i, c in enumerate(crossed.columns) if c.role == "dimension"]
        for place, wanted in zip(places, cell.values(), strict=True):
            known = {row[place]}
            if place in dimensions:
                known.add(keys[dimensions.index(place)])
            if wanted not in known:
                return False
        return True

    def _least(self, query: Query) -> int:
        """How many colleagues a figure of the question needs."""
        chosen = (parse_condition(written).field.partition(".")[0] for written in query.where)
        names = {*query.by, *chosen}
        is_listed = self.guard.entity in names and not self.guard.lists
        return max(self.guard.least, 2 if is_listed else 0)

    def _tells(self, metric: str) -> bool:
        """Whether the figure can be told person by person."""
        name = metric.partition(":")[0]
        return name in self.catalog.metrics and self.guard.entity in possible(name, self.catalog)

    def _cross(self, query: Query, metrics: list[str]) -> Query:
        by = (*(word for word in query.by if word != self.guard.entity), self.guard.entity)
        return replace(
            query, metrics=tuple(metrics), by=by, show=(), totals=False, order=(), limit=None
        )

    def _crossed(self, query: Query, metrics: list[str]) -> Result:
        cross = self._cross(query, metrics)
        try:
            return self.ask(cross)
        except VigieError:
            # What is aimed at may not be set person by person; what was done is.
            return self.ask(replace(cross, compare=()))

    def _hidden(
        self, query: Query, result: Result, told: list[str], least: int
    ) -> Iterator[tuple[int, str]]:
        crossed = self._crossed(query, told)
        places = list(_places(result))
        dated = any(column.role == "period" for column in result.columns)
        whole = self._crossed(replace(query, where=()), told) if query.where else crossed
        parts = self._parts(query, told, least)
        of_all = self._parts(replace(query, by=()), told, least) if query.totals else {}
        for metric in self._names(crossed):
            columns = [c for c in result.columns if c.metric == metric]
            kept: set[Place] = set()
            total = False
            for name in {c.name for c in columns} & {c.name for c in crossed.columns}:
                behind = self._behind(crossed, name, query)
                self._complement(behind, self._behind(whole, name, query), query, least)
                cells = {place: frozenset(who) for place, who in behind.items()}
                kept |= withheld(cells, least) | parts.get(name, frozenset())
                everybody = frozenset(one for who in cells.values() for one in who)
                total = total or is_small(everybody, least) or () in of_all.get(name, ())
            for column in columns if kept else ():
                for row, place in enumerate(places):
                    if place in kept or _spreads(column, dated):
                        yield row, column.name
            if total and result.totals is not None:
                yield from ((TOTALS, column.name) for column in columns)

    def _parts(self, query: Query, told: list[str], least: int) -> dict[str, frozenset[Place]]:
        """By column, the places of which a filter takes some of what is withheld together."""
        days = tuple(word for word in query.where if parse_condition(word).field in _DAYS)
        fields = [parse_condition(word).field for word in query.where if word not in days]
        if not fields:
            return {}
        by = tuple(dict.fromkeys((*query.by, *(word.removesuffix(".key") for word in fields))))
        fine = replace(query, by=by)
        chosen = self._crossed(fine, told)
        whole = self._crossed(replace(fine, where=days), told)
        found = {}
        for name in {c.name for c in whole.columns if c.metric} & {c.name for c in chosen.columns}:
            behind = self._behind(whole, name, fine)
            cells = {place: frozenset(who) for place, who in behind.items()}
            picked = self._behind(chosen, name, fine)
            found[name] = parted(cells, picked, len(query.by), least)
        return found

    def _names(self, crossed: Result) -> dict[str, None]:
        return dict.fromkeys(c.metric for c in crossed.columns if c.metric)

    def _behind(self, crossed: Result, column: str, query: Query) -> Behind:
        """The colleagues who have a figure at each place of the question."""
        found: Behind = {}
        at, is_rate = crossed.column(column), self._is_rate(crossed, column)
        listed = self.guard.entity in query.by
        order = query.by.index(self.guard.entity) if listed else 0
        for place, row, keys in zip(_places(crossed), crossed.rows, crossed.keys, strict=True):
            *rest, who = place
            own = (*rest[:order], who, *rest[order:]) if listed else tuple(rest)
            behind = found.setdefault(own, {})
            value = row[at]
            if value is not None and (is_rate or value != 0) and keys[-1] not in self.guard.own:
                behind[str(keys[-1])] = value
        return found

    def _is_rate(self, crossed: Result, column: str) -> bool:
        metric = crossed.columns[crossed.column(column)].metric or ""
        return self.catalog.metrics[metric].type is not MetricType.SIMPLE

    def _complement(self, behind: Behind, whole: Behind, query: Query, least: int) -> None:
        """A filter that leaves out too few: the whole less what is shown would tell of them."""
        for place, who in behind.items() if query.where else ():
            left_out = {one: v for one, v in whole.get(place, {}).items() if who.get(one) != v}
            if is_small(left_out, least):
                behind[place] = left_out


def _places(result: Result) -> Iterator[Place]:
    """Where each row stands: the keys of its members and its periods, in the asked order."""
    heads = [i for i, c in enumerate(result.columns) if c.role in ("dimension", "period")]
    dimensions = [i for i in heads if result.columns[i].role == "dimension"]
    for row, keys in zip(result.rows, result.keys, strict=True):
        by_column: Mapping[int, object] = dict(zip(dimensions, keys, strict=False))
        yield tuple(by_column.get(i, row[i]) for i in heads)


def _spreads(column: ResultColumn, dated: bool) -> bool:
    """Whether a column tells of other rows too: a rank, a running total, a shifted period."""
    if column.show is not None:
        return column.show.partition("_within")[0] != "share"
    return column.comparison is not None and dated


def _unsorted(result: Result, sorting: list[str], limited: bool) -> Result:
    """`result` with withheld rows last, by name: their place among the others would tell.

    Of the first few, they are not: that they are among them would tell too.
    """
    kept = {row for row, name in result.withheld if row != TOTALS and name in sorting}
    if not kept:
        return result
    heads = [i for i, c in enumerate(result.columns) if c.role in ("dimension", "period")]
    last = sorted(kept, key=lambda row: [str(result.rows[row][i]) for i in heads])
    order = [row for row in range(len(result.rows)) if row not in kept]
    order += [] if limited else last
    place = {row: new for new, row in enumerate(order)} | {TOTALS: TOTALS}
    return replace(
        result,
        rows=[result.rows[row] for row in order],
        keys=[result.keys[row] for row in order],
        withheld=frozenset((place[r], name) for r, name in result.withheld if r in place),
        small_bases=frozenset((place[r], name) for r, name in result.small_bases if r in place),
        partial=frozenset(place[row] for row in result.partial if row in place),
    )


def without(result: Result, hidden: frozenset[tuple[int, str]], said: Text) -> Result:
    """`result` with nothing at the `hidden` places, and a word about it."""
    at = {column.name: i for i, column in enumerate(result.columns)}
    rows = [list(row) for row in result.rows]
    totals = list(result.totals) if result.totals is not None else None
    for row, name in hidden:
        if row != TOTALS:
            rows[row][at[name]] = None
        elif totals is not None:
            totals[at[name]] = None
    return replace(
        result,
        rows=[tuple(row) for row in rows],
        totals=tuple(totals) if totals is not None else None,
        withheld=result.withheld | hidden,
        holds_back=True,
        warnings=(*result.warnings, said),
    )
