"""The rows behind a figure: those of one part of one cell, whose sum is that part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlglot import exp

from vigie.kit.calendar.company import Calendar
from vigie.kit.errors import Invalid, NotFound, Refused
from vigie.kit.i18n import Label
from vigie.kit.spelling import nearest
from vigie.metrics.answers.answer import KINDS
from vigie.metrics.answers.result import Cell, Result, ResultColumn
from vigie.metrics.answers.sides import Side, sides
from vigie.metrics.language.additivity import COUNTED
from vigie.metrics.language.definition import Aggregate, Catalog, Dataset, DrillColumn, Metric
from vigie.metrics.language.policy import RowPolicy
from vigie.metrics.language.reach import table_at
from vigie.metrics.language.tables import columns_of
from vigie.metrics.language.windows import Window
from vigie.metrics.planning.levels import undivided
from vigie.metrics.planning.needs import Needs
from vigie.metrics.planning.outputs import HIDDEN, outputs
from vigie.metrics.planning.plan import Output, Scan, ScanKind
from vigie.metrics.planning.planner import Facts, Planner, days, known
from vigie.metrics.planning.scanning import scanning
from vigie.metrics.question.filters import KEY_SUFFIX
from vigie.metrics.question.query import Query
from vigie.metrics.question.timeline import Slot, Timeline
from vigie.metrics.question.windowing import earlier_days
from vigie.metrics.question.words import Words
from vigie.metrics.rows.aggregates import aggregate, aggregated, exact
from vigie.metrics.rows.frame import parameter
from vigie.metrics.rows.naming import VALUE
from vigie.metrics.statements.balances import due_between
from vigie.metrics.statements.matched import members_behind
from vigie.metrics.statements.writer import ScanWriter
from vigie.model.schema import ColumnType
from vigie.warehouse.reading import Reader


@dataclass(frozen=True, slots=True)
class Drill:
    """Finds the rows behind the cells of one catalogue's answers."""

    words: Words
    calendar: Calendar
    facts: Facts

    def prepared(
        self,
        query: Query,
        column: str,
        cell: Cell,
        part: str | None,
        policy: RowPolicy | None,
        today: date,
    ) -> "Drilled":
        """The statement that reads the rows of `part` of the cell in `column`."""
        today = query.as_of or today
        planner = Planner(query, policy, self.words, self.facts, self.calendar, today)
        catalog = self.words.catalog
        lines = planner.lines()
        output, slot = _figure(column, planner, lines)
        metric = catalog.metrics[output.metric]
        parts = sides(metric, slot.window, output.show, catalog)
        side = _side(part, parts, metric)
        if side.whole and output.show:
            cell = self._whole(cell, output.show.within, planner)
        self._keep_cell(cell, planner)
        slot = _over(slot, side.window, lines)
        label = cell.get(planner.period or "")
        runs = _slots(slot, label, lines, today, self.calendar)
        if slot.index == 0:
            runs = tuple(known(one, query) for one in runs)
        only = replace(_paired(catalog.metrics[side.leaf], slot, label, lines, runs), slots=runs)
        needs: Needs = {(side.leaf, None): metric.id}
        found = scanning(needs, planner.dimensions, planner.filters, only, self.words)
        held = dict(planner.filters.values)
        scan = replace(found.scans[0], windowed=False)
        for bounds in (*scan.bounds, *scan.looked_up):
            one = only.every[bounds.slot]
            held.update(days(scan, bounds, one, max(today, one.until)))
        if scan.day:
            held[scan.day] = today
        if scan.kind is ScanKind.DUE:
            held.update(_due_days(scan, runs[0], today))
        start = self.calendar.fiscal_start
        return Drilled(scan, catalog, held, tuple(parts), side.leaf, start)

    def _whole(self, cell: Cell, within: Sequence[str], planner: Planner) -> Cell:
        """The cell of all that a share is a share of: a member of each word of `within`."""
        for word in within:
            if word in planner.grains and word != planner.period:
                planner.filters.add(f"{word} = {cell[word]}")
        return {
            word: value for word, value in cell.items() if word.removesuffix(KEY_SUFFIX) in within
        }

    def _keep_cell(self, cell: Cell, planner: Planner) -> None:
        for word, value in cell.items():
            if word in planner.grains:
                continue
            by_key = word.endswith(KEY_SUFFIX)
            dimension = self.words.dimension(word.removesuffix(KEY_SUFFIX))
            planner.filters.add_member(dimension, value, by_key=by_key)


@dataclass(frozen=True, slots=True)
class Drilled:
    """A statement over the rows of one part, and how to read it."""

    scan: Scan
    catalog: Catalog
    parameters: dict[str, Any]
    parts: tuple[str, ...]
    part: str
    fiscal_start: int

    def read(self, session: Reader, limit: int, offset: int, version: int) -> Result:
        """A page of the rows, the largest first; their count and their sum."""
        rows, columns = self._rows()
        total = exp.select(exp.Count(this=exp.Star()), self._total()).from_(rows.subquery("behind"))
        held = self._held(total)
        count, value = session.row(session.dialect.write(total), held) or (0, None)
        size = exp.Abs(this=exp.column(VALUE))
        page = (
            exp.select(*(exp.column(column.name, quoted=True) for column in columns))
            .from_(rows.subquery("behind"))
            .order_by(
                exp.Ordered(this=size, desc=True, nulls_first=False),
                *(_position(index + 1) for index in range(len(columns))),
            )
            .limit(parameter("limit"))
            .offset(parameter("offset"))
        )
        paged = {**held, "limit": limit, "offset": offset}
        return Result(
            columns=columns,
            rows=session.rows(session.dialect.write(page), paged),
            version=version,
            total_rows=count,
            total=value,
            parts=self.parts,
        )

    def _held(self, statement: exp.Expr) -> dict[str, Any]:
        """What the statement asks for: all rows of a segment's question need no day of it."""
        asked = {one.name for one in statement.find_all(exp.Placeholder)}
        return {name: value for name, value in self.parameters.items() if name in asked}

    def _rows(self) -> tuple[exp.Select, tuple[ResultColumn, ...]]:
        dataset = self.catalog.datasets[self.scan.dataset]
        if self.scan.kind is ScanKind.MEAN:
            raise Invalid("This is a mean over the days of a period: open it by day.")
        writer = ScanWriter(self.scan, dataset, self.catalog, self.fiscal_start)
        metric = self._metric()
        if self.scan.kind is ScanKind.MATCHED:
            return members_behind(writer, VALUE), self._members(metric)
        shown = [
            exp.alias_(writer.frame.dotted(c.path), c.name, quoted=True) for c in dataset.drill
        ]
        value = _value(metric, writer)
        where = [] if metric.filter is None else [writer.frame.expression(metric.filter)]
        if metric.expression is not None:
            present = writer.frame.expression(metric.expression)
            where.append(exp.not_(exp.paren(present).is_(exp.null())))
        if self.scan.kind is ScanKind.SHARE:
            where.append(self._among_largest(writer, metric))
        if self.scan.kind is ScanKind.DUE:
            where += due_between(writer)
        if self.scan.kind in (ScanKind.BALANCE, ScanKind.DUE):
            query = self._open(writer, dataset, shown, value, where)
        else:
            query = writer.rows([*shown, value.as_(VALUE)], where)
            if metric.aggregate is Aggregate.COUNT_DISTINCT:
                query = _one_each(query, metric, writer, dataset, self.scan.time)
        return query, self._columns(dataset, metric)

    def _among_largest(self, writer: ScanWriter, whole: Metric) -> exp.Expr:
        """Whether a row belongs to one of the members that weigh most."""
        share = self.catalog.metrics[self.part]
        inner = ScanWriter(self.scan, writer.dataset, self.catalog, self.fiscal_start)
        member = inner.frame.dotted(share.entity or "")
        known = exp.not_(inner.frame.dotted(share.entity or "").is_(exp.null()))
        amount = aggregated(whole, inner.frame)
        largest = exp.Ordered(this=amount, desc=True, nulls_first=False)
        members = inner.rows([member], [known]).group_by(exp.Literal.number(1))
        members = members.order_by(largest, _position(1)).limit(share.top)
        return exp.In(this=writer.frame.dotted(share.entity or ""), query=members.subquery())

    def _open(
        self,
        writer: ScanWriter,
        dataset: Dataset,
        shown: Sequence[exp.Expr],
        value: exp.Expr,
        where: list[exp.Expr],
    ) -> exp.Select:
        """What is still open of each document: its movements summed, the settled ones left out."""
        keys = [writer.frame.dotted(key) for key in dataset.primary_key]
        columns = [column.this.copy() for column in shown]
        total = exp.Sum(this=value)
        query = writer.rows([*shown, exp.alias_(total, VALUE)], where)
        return query.group_by(*keys, *columns).having(total.copy().neq(exp.Literal.number(0)))

    def _members(self, metric: Metric) -> tuple[ResultColumn, ...]:
        told = [
            ResultColumn(one.dimension.id, "text", None, one.dimension.label, "attribute")
            for one in self.scan.members
        ]
        label = Label(metric.label.en, metric.label.fr)
        return (*told, ResultColumn(VALUE, "decimal", metric.unit, label, "metric", metric.id))

    def _columns(self, dataset: Dataset, metric: Metric) -> tuple[ResultColumn, ...]:
        shown = [self._attribute(column, dataset) for column in dataset.drill]
        label = Label(metric.label.en, metric.label.fr)
        return (
            *shown,
            ResultColumn(VALUE, "decimal", metric.unit, label, "metric", metric.id),
        )

    def _attribute(self, column: DrillColumn, dataset: Dataset) -> ResultColumn:
        kind = _type(column.path, dataset, self.catalog)
        *steps, name = column.path.split(".")
        table = table_at(dataset, tuple(steps), self.catalog) or ""
        return ResultColumn(
            column.name,
            KINDS.get(kind, "text"),
            None,
            column.label,
            "attribute",
            listed=(table, name) if kind is ColumnType.ENUM else None,
        )

    def _metric(self) -> Metric:
        """The simple metric that the rows are read for."""
        used = self.catalog.metrics[self.scan.metrics[0]]
        return self.catalog.metrics[used.whole] if used.whole else used

    def _total(self) -> exp.Expr:
        metric, value = self._metric(), exp.column(VALUE)
        if metric.aggregate not in COUNTED:
            return exact(aggregate(metric.aggregate, value, metric.percentile), metric)
        return exp.func("COALESCE", exp.Sum(this=value), "0")


def _figure(column: str, planner: Planner, lines: Timeline) -> tuple[Output, Slot]:
    """A column of the answer, and the days that it is about."""
    found = outputs(planner.metrics, lines, planner.words.catalog, planner.shown)
    named = {output.name: output for output in found if not output.name.startswith(HIDDEN)}
    known = {name: output for name, output in named.items() if output.measure == "value"}
    if column in named and column not in known:
        one = named[column]
        raise Refused(
            "'{column}' compares two figures: open '{figure}' or '{other}'.",
            column=column,
            figure=f"{one.metric}_{one.show.name}" if one.show else one.metric,
            other=column.removesuffix(f"_{one.measure}"),
        )
    if column not in known:
        raise NotFound(
            "The answer has no figure '{column}'; did you mean '{near}'?",
            column=column,
            near=nearest(column, known) or next(iter(known)),
        )
    slot = lines.every[known[column].slot]
    if slot.comparison and slot.comparison.is_planned:
        raise Invalid(
            "A {comparison} is set, not counted: no rows stand behind it.",
            comparison=slot.comparison.label,
        )
    return known[column], slot


def _side(part: str | None, parts: Mapping[str, Side], metric: Metric) -> Side:
    chosen = part or next(iter(parts), "")
    if not parts:
        raise Refused("'{metric}' is aimed at: no rows stand behind it.", metric=metric.id)
    if chosen not in parts:
        raise NotFound(
            "'{metric}' has no part '{part}'; its parts are: {parts}.",
            metric=metric.id,
            part=chosen,
            parts=", ".join(parts),
        )
    return parts[chosen]


def _paired(
    part: Metric, slot: Slot, label: date | None, lines: Timeline, runs: tuple[Slot, ...]
) -> Timeline:
    """Where the members that a part pairs are looked up, beside its own days."""
    if part.matching is None:
        return Timeline(None, (), ())
    earlier = lines.every[lines.over(earlier_days(part), slot.index)]
    span = earlier.span
    if label is not None and lines.grain is not None:
        span = earlier.buckets[lines.labels.index(label)]
    only = replace(earlier, index=len(runs), of=0, span=span, buckets=(), ranges=())
    return Timeline(None, (), (), (only,))


def _due_days(scan: Scan, one: Slot, today: date) -> dict[str, date]:
    if one.span is None:
        raise Invalid("What falls due in a period needs one: give two dates or a length of time.")
    return {
        f"{scan.name}_as_of": min(one.until, today) if one.span.start <= today else today,
        f"{scan.name}_due_from": one.span.start,
        f"{scan.name}_due_to": one.ends or one.span.end,
    }


def _over(slot: Slot, window: Window | None, lines: Timeline) -> Slot:
    """The days of a part: its own, where it is read over other days than its period."""
    if window is not None and window.is_mean:
        raise Invalid("This is a mean over the days of a period: open it by day.")
    return lines.every[lines.over(window, slot.of if slot.window else slot.index)]


def _slots(
    slot: Slot, label: date | None, lines: Timeline, today: date, calendar: Calendar
) -> tuple[Slot, ...]:
    """The days of one cell as slots of their own: one, but where they are in several runs."""
    if label is None or lines.grain is None:
        slot = undivided(lines).every[slot.index]
        if slot.window and slot.span is None:
            raise NotFound("Nothing has been counted in these days yet.")
        return _runs(slot, 0) or (Slot(0, None, slot.span, slot.until, ends=slot.ends),)
    if label not in lines.labels:
        raise NotFound("The answer has no period that starts on {day}.", day=label.isoformat())
    place = lines.labels.index(label)
    bucket = slot.buckets[place]
    if bucket is None:
        raise NotFound("Nothing is compared with the period of {day}.", day=label.isoformat())
    until = min(bucket.end, today) if slot.index == 0 else bucket.end
    ends = calendar.period(bucket.start, lines.grain).end
    return _runs(slot, place) or (Slot(0, None, bucket, until, ends=ends),)


def _runs(slot: Slot, place: int) -> tuple[Slot, ...]:
    """Each run of days of a label, the last one first: there a balance stands."""
    if not slot.is_scattered:
        return ()
    runs = enumerate(reversed(slot.ranges[place]))
    return tuple(Slot(index, None, run, run.end) for index, run in runs)


def _value(metric: Metric, writer: ScanWriter) -> exp.Expr:
    """What one row adds to the figure."""
    if metric.aggregate in (Aggregate.COUNT, Aggregate.COUNT_DISTINCT) or metric.expression is None:
        return exp.Literal.number(1)
    return exp.paren(writer.frame.expression(metric.expression))


def _one_each(
    query: exp.Select, metric: Metric, writer: ScanWriter, dataset: Dataset, time: str | None
) -> exp.Select:
    """One row for each distinct thing counted: its first one."""
    member = writer.frame.expression(metric.expression or exp.null())
    order = [writer.frame.dotted(name) for name in (time or "", *dataset.primary_key) if name]
    first = exp.Window(
        this=exp.RowNumber(), partition_by=[member], order=exp.Order(expressions=order)
    )
    query.set("qualify", exp.Qualify(this=first.eq(exp.Literal.number(1))))
    return query


def _type(path: str, dataset: Dataset, catalog: Catalog) -> ColumnType:
    *steps, name = path.split(".")
    columns = dataset.columns
    here = dataset.relationships
    for step in steps:
        table = here[step].to
        here = dict(catalog.tables[table])
        columns = columns_of(table, catalog)
    return columns.get(name, ColumnType.MONEY if name.endswith("_company") else ColumnType.TEXT)


def _position(number: int) -> exp.Expr:
    """A column to sort by, told by its place; translators expect the sorting to be spelt out."""
    return exp.Ordered(this=exp.Literal.number(number))
