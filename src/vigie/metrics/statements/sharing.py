"""Scans of several questions that read the same rows: one pass over them serves all."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlglot import exp

from vigie.kit.periods import Grain
from vigie.metrics.language.definition import Catalog
from vigie.metrics.planning.plan import Found, Plan, Scan, ScanKind
from vigie.metrics.planning.planner import Prepared
from vigie.metrics.question.field import Field
from vigie.metrics.rows.frame import Frame, bucket

Part = Field | Grain


@dataclass(frozen=True, slots=True)
class Pass:
    """Rows read once, cut in several ways; `like` says which rows, `table` holds what is found.

    A cut is a set of places among `parts`, of which no two are the same expression.
    """

    table: str
    like: Scan
    parts: tuple[Part, ...]
    cuts: tuple[frozenset[int], ...]
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """Questions, some of whose scans are found in what the passes leave."""

    questions: tuple[Prepared, ...]
    passes: tuple[tuple[Pass, Mapping[str, Any]], ...]  # with its parameters


def read_often(questions: Sequence[Prepared]) -> list[str]:
    """The datasets whose rows are read at several times, by passes or by questions."""
    readers: dict[str, set[Hashable]] = {}
    for question in questions:
        for scan in question.plan.scans:
            if not (scan.rollup or scan.goal or scan.rights):
                shares = _may_share(scan)
                reader = _rows(scan, question.parameters) if shares else id(question)
                readers.setdefault(scan.dataset, set()).add(reader)
    return [name for name, several in readers.items() if len(several) > 1]


def staged(question: Prepared, is_staged: Callable[[Scan], bool]) -> Prepared:
    """`question` reading the tables in which rows have been put."""
    scans = tuple(replace(scan, staged=is_staged(scan)) for scan in question.plan.scans)
    if scans == question.plan.scans:
        return question
    return replace(question, plan=replace(question.plan, scans=scans))


def share(questions: Sequence[Prepared], catalog: Catalog, fiscal_start: int) -> Shared:
    """`questions` with as few passes over rows as they need."""
    groups: dict[Hashable, list[tuple[Scan, Prepared]]] = {}
    for question in questions:
        for scan in question.plan.scans:
            if _may_share(scan):
                groups.setdefault(_rows(scan, question.parameters), []).append((scan, question))
    passes: list[tuple[Pass, Mapping[str, Any]]] = []
    served: dict[tuple[int, str], Found] = {}
    for members in groups.values():
        if len(members) > 1:
            first, asker = members[0]
            frame = Frame(catalog.datasets[first.dataset], catalog)
            cutting = _Cutting(f"pass_{len(passes) + 1}", frame, fiscal_start)
            served |= {(id(of), scan.name): cutting.found(scan) for scan, of in members}
            values = {name: asker.parameters[name] for name in _names(first)}
            passes.append((cutting.made(first), values))
    return Shared(tuple(_served(question, served) for question in questions), tuple(passes))


def _may_share(scan: Scan) -> bool:
    return (
        scan.kind is ScanKind.FLOW
        and not scan.rollup
        and not scan.first_by
        and not scan.credit
        and not scan.windowed
        and scan.step is None
    )


def _rows(scan: Scan, values: Mapping[str, Any]) -> Hashable:
    """Which rows a scan reads, whatever its parameters are called."""
    tests = [
        (test.field, test.by_key, test.operator, _held(values, test.parameters), test.is_policy)
        for test in scan.tests
    ]
    days = [
        (one.slot, one.is_bounded and (values[one.start], values[one.after])) for one in scan.bounds
    ]
    told = scan.day and values[scan.day]
    return scan.dataset, scan.time, scan.staged, tuple(tests), tuple(days), told


def _held(values: Mapping[str, Any], names: Sequence[str]) -> Hashable:
    return tuple((type(values[name]), values[name]) for name in names)


@dataclass(slots=True)
class _Cutting:
    """Gathers what the scans of one pass are cut by."""

    table: str
    frame: Frame
    fiscal_start: int
    parts: dict[exp.Expr, Part] = field(default_factory=dict)
    cuts: dict[frozenset[int], None] = field(default_factory=dict)
    metrics: dict[str, None] = field(default_factory=dict)

    def found(self, scan: Scan) -> Found:
        """Where the answer to `scan` will be found."""
        time = self._place(scan.grain, scan) if scan.grain else None
        fields = tuple(self._place(one, scan) for one in scan.fields)
        cut = frozenset(fields if time is None else (*fields, time))
        self.cuts[cut] = None
        self.metrics |= dict.fromkeys(scan.metrics)
        return Found(self.table, list(self.cuts).index(cut), time, fields)

    def made(self, like: Scan) -> Pass:
        return Pass(
            self.table, like, tuple(self.parts.values()), tuple(self.cuts), tuple(self.metrics)
        )

    def _place(self, part: Part, scan: Scan) -> int:
        written = written_part(part, self.frame, scan.time or "", self.fiscal_start)
        self.parts.setdefault(written, part)
        return list(self.parts).index(written)


def written_part(part: Part, frame: Frame, time: str, fiscal_start: int) -> exp.Expr:
    """What rows are grouped by for a dimension, or for a length of time."""
    if isinstance(part, Grain):
        return bucket(frame.date(time), part, fiscal_start)
    return frame.key(part)


def _names(scan: Scan) -> Iterator[str]:
    """The parameters that say which rows a scan reads."""
    for test in scan.tests:
        yield from test.parameters
    for bounds in scan.bounds:
        if bounds.is_bounded:
            yield from (bounds.start, bounds.after)
    if scan.day:
        yield scan.day


def _served(question: Prepared, served: Mapping[tuple[int, str], Found]) -> Prepared:
    scans = tuple(
        replace(scan, found=served.get((id(question), scan.name))) for scan in question.plan.scans
    )
    if scans == question.plan.scans:
        return question
    plan = replace(question.plan, scans=scans)
    found = (name for scan in scans if scan.found for name in _names(scan))
    unread = set(found) - set(_read(plan))
    kept = {name: value for name, value in question.parameters.items() if name not in unread}
    return replace(question, plan=plan, parameters=kept)


def _read(plan: Plan) -> Iterator[str]:
    """The parameters that scans of a plan and of its levels still read."""
    for scan in plan.scans:
        if not scan.found:
            yield from _names(scan)
    for level in plan.levels:
        if level.plan:
            yield from _read(level.plan)
