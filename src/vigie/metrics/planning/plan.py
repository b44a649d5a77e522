"""The engine-neutral plan: which rows to aggregate, how to stitch them, what to show.

A plan holds no value of the question, only the names of its parameters: two questions of one shape
share one plan, and so one rendered statement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from vigie.kit.periods import Grain
from vigie.metrics.language.comparison import Against
from vigie.metrics.language.definition import Dimension
from vigie.metrics.language.windows import Window
from vigie.metrics.question.field import Field, Test
from vigie.metrics.question.shows import Show


class ScanKind(StrEnum):
    """How the rows of one dataset are aggregated."""

    FLOW = "flow"  # what happened in a range of days
    BALANCE = "balance"  # the running sum of movements on a day
    SHARE = "share"  # the weight of the largest members
    PLAN = "plan"  # targets, spread over the days that they cover
    MATCHED = "matched"  # members of two periods, pair by pair
    MEAN = "mean"  # a running sum of movements, averaged over the days of a period
    DUE = "due"  # the running sum of what falls due in a period


@dataclass(frozen=True, slots=True)
class Right:
    """The filters that documents which a declared query reads must pass to be in sight."""

    table: str
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days of one slot of a scan, as parameters; unbounded, all days."""

    scan: str
    slot: int
    is_bounded: bool = True

    @property
    def start(self) -> str:
        return f"{self.scan}_from_{self.slot}"

    @property
    def after(self) -> str:
        """The day after the last one."""
        return f"{self.scan}_after_{self.slot}"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a pass over the rows, made for several questions, left the answer to a scan."""

    table: str
    cut: int  # which of the ways that the pass cuts its rows
    period: int | None  # the place of its periods among the parts of the pass
    fields: tuple[int, ...]  # the places of its fields among them


@dataclass(frozen=True, slots=True)
class Scan:
    """One pass over one dataset, for every metric that it can feed."""

    name: str
    kind: ScanKind
    dataset: str
    time: str | None
    metrics: tuple[str, ...]
    fields: tuple[Field, ...]
    tests: tuple[Test, ...]
    bounds: tuple[Bounds, ...]
    grain: Grain | None
    first_by: str | None = None
    at_start: bool = False
    windowed: bool = False  # the days of each period are those that the spine lists
    runs: tuple[Bounds, ...] = ()  # windowed: the days read, whatever slots they are for
    step: Grain | None = None  # summed by day or month first, then over the days listed
    mean: bool = False  # windowed: the mean over the days that the spine lists for a period
    goal: "Goal | None" = None
    credit: "Credit | None" = None  # only events to which one of another kind is credited
    before: Bounds | None = None  # matched: the days that the members are looked up in
    members: tuple[Field, ...] = ()  # matched: what tells a member
    rollup: str | None = None  # read in the place of the dataset's rows
    staged: bool = False  # the rows of its declared query stand in a table of that name
    found: Found | None = None  # read already
    traits: frozenset[str] = frozenset()  # what is told of the rows that it meets
    day: str | None = None  # the parameter that holds the day on which that is told
    rights: tuple[Right, ...] = ()  # what its declared query may read

    @property
    def looked_up(self) -> tuple[Bounds, ...]:
        """The other days in which its members are looked up."""
        return (self.before,) if self.before else ()


@dataclass(frozen=True, slots=True)
class Credit:
    """The events that convert, and what of them the reader may see."""

    metric: str
    dataset: str
    time: str
    tests: tuple[Test, ...]
    rights: tuple[Right, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a metric's targets stand in core.target."""

    metric: str
    kind: str
    scope: str
    additive: bool
    scoped: bool = False  # each scope's targets are shared out in their own way
    by_member: bool = False  # and among the members of a dimension that they do not carry


@dataclass(frozen=True, slots=True)
class WindowSlot:
    """Slot `slot` is slot `of`, read over a window."""

    window: Window
    of: int
    slot: int


@dataclass(frozen=True, slots=True)
class Read:
    """A metric of the catalogue, and the scans that read it or the one that replaces it."""

    metric: str
    used: str
    scans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """A column of the answer."""

    name: str
    metric: str
    measure: Literal["value", "difference", "relative_change", "base_rows"]
    slot: int
    comparison: Against | None
    actual: int = 0  # the slot that a comparison is made with
    show: Show | None = None


@dataclass(frozen=True, slots=True)
class Order:
    column: str
    descending: bool
    keys: tuple[str, ...] = ()  # of the dimension's members: they stand in this order


@dataclass(frozen=True)
class Plan:
    """Aggregate per fact → stitch on shared dimensions → post-aggregate."""

    scans: tuple[Scan, ...]
    reads: tuple[Read, ...]
    goals: tuple[tuple[str, int, str], ...]  # metric, slot, scan
    windows: tuple["WindowSlot", ...]
    dimensions: tuple[tuple[str, Dimension], ...]  # asked word, dimension
    period: str | None  # the word that asked for periods
    by: tuple[str, ...]  # all asked words, in order
    outputs: tuple[Output, ...]
    order: tuple[Order, ...]
    limited: bool
    coarser: tuple[tuple[str, Grain], ...] = ()  # words of longer periods, told from the period
    levels: tuple["Level", ...] = ()
    name: str = ""  # of a level; starts the names of what it is made of

    @property
    def grain(self) -> bool:
        return self.period is not None

    def lines(self, read_from: Callable[[Scan], str]) -> list[str]:
        """The plan in words, for `--explain`; `read_from` says where a scan reads."""
        found = []
        for scan in self.scans:
            found.append(f"{scan.kind} {scan.dataset} on {scan.time} → {', '.join(scan.metrics)}")
            found.append(f"  {read_from(scan)}")
            if scan.windowed:
                first = f"summed by {scan.step}, then" if scan.step else "row by row"
                found.append(f"  {first} over the days of each period and window")
            found += [f"  by {field}" for field in scan.fields]
            found += [f"  {'policy' if t.is_policy else 'where'} {t}" for t in scan.tests]
        for level in self.levels:
            if level.plan:
                found.append(f"the whole within {', '.join(level.within) or 'all'}:")
                found += [f"  {line}" for line in level.plan.lines(read_from)]
        found.append(f"stitch on {', '.join(self.by) or 'nothing: one row'}")
        found.append(f"show {', '.join(output.name for output in self.outputs)}")
        return found


@dataclass(frozen=True)
class Level:
    """The wholes that shares are of: the same question, cut by fewer words.

    Without a plan of its own a whole is the sum of the figures shown.
    """

    within: tuple[str, ...]
    plan: Plan | None = None
