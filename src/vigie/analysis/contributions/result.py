"""Why a figure moved: the change, its parts that sum to it, and how sure one may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from vigie.analysis.contributions.effects import Effect
from vigie.kit.figures import EXACT
from vigie.kit.formats import Unit
from vigie.kit.i18n import Label, Locale, Text, text
from vigie.kit.periods import Period
from vigie.metrics.answers.result import NOT_FILLED
from vigie.metrics.language.comparison import Against
from vigie.metrics.language.definition import Direction


class Kind(StrEnum):
    """What a part stands for."""

    MEMBER = "member"
    NOT_FILLED = "not_filled"  # rows without a member
    OTHERS = "others"  # all members that are not named
    NOT_ALLOCATED = "not_allocated"  # of a plan, what no member was given
    FIGURE = "figure"  # one that the formula names


class Flag(StrEnum):
    """What a reader must know of a part."""

    NEW = "new"  # nothing before
    LOST = "lost"  # nothing after
    SMALL_BASE = "small_base"
    SIGNAL = "signal"  # beyond how it usually moves
    USUAL = "usual"  # as it usually moves

    @property
    def label(self) -> Text:
        """The flag in a few words."""
        return _FLAGS[self]


class Method(StrEnum):
    """How a change is shared among members."""

    SUM = "sum"
    RATE_MIX = "rate_mix"
    PRICE_VOLUME_MIX = "price_volume_mix"


_FLAGS: Final = {
    Flag.NEW: text("new"),
    Flag.LOST: text("gone"),
    Flag.SMALL_BASE: text("small base"),
    Flag.SIGNAL: text("unusual"),
    Flag.USUAL: text("within usual variation"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One cause: its own figure before and after, and what it made of the whole's change.

    For an amount `change` is after less before; for a rate it is the sum of the `effects`.
    `score` counts the usual deviations that the change is away from the usual one.
    """

    kind: Kind
    name: str | Text | Label
    before: Decimal | None
    after: Decimal | None
    change: Decimal
    share: Decimal | None  # of the whole's change; None where that is nought
    effects: tuple[tuple[Effect, Decimal], ...] = ()
    flags: frozenset[Flag] = frozenset()
    key: str | None = None
    score: float | None = None
    members: int = 1  # that it stands for
    unit: Unit | None = None  # of before and after, where it is not the whole's

    def called(self, locale: Locale) -> str:
        """Its name on a screen."""
        if self.kind is Kind.NOT_FILLED:
            return NOT_FILLED.to(locale)
        return self.name if isinstance(self.name, str) else self.name.to(locale)


@dataclass(frozen=True, slots=True)
class Telling:
    """How much one dimension tells of the change.

    `surprise` ranks dimensions: how far a few members moved apart from the rest, beyond chance.
    `concentration` is the part of all that moved, up or down, that the three largest moves make.
    """

    dimension: str
    label: Label
    members: int
    surprise: float
    concentration: float


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The whole change by the members of one dimension, the largest parts first."""

    telling: Telling
    method: Method
    parts: tuple[Part, ...]

    @property
    def dimension(self) -> str:
        return self.telling.dimension

    @property
    def word(self) -> str:
        """What names the keys of its members in a question: columns are their own key."""
        return self.dimension if "." in self.dimension else f"{self.dimension}.key"

    @property
    def effects(self) -> tuple[tuple[Effect, Decimal], ...]:
        """What each kind of effect made of the change, over all members."""
        return summed(self.parts)

    def cell(self, part: Part) -> Mapping[str, str | None] | None:
        """The part as `rows_behind` names a cell; None for one that is no single member."""
        if part.kind not in (Kind.MEMBER, Kind.NOT_FILLED):
            return None
        return {self.word: part.key}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A dimension along which the metric does not add up, and why."""

    dimension: str
    label: Label
    reason: Text


@dataclass(frozen=True, slots=True)
class Contributions:
    """Why one figure differs from what it is compared with; all parts sum to `change`."""

    metric: str
    label: Label
    unit: Unit
    direction: Direction
    comparison: Against
    period: Period | None
    compared: Period | None
    before: Decimal
    after: Decimal
    flags: frozenset[Flag]
    score: float | None
    breakdowns: tuple[Breakdown, ...]  # the most telling first, or as asked
    drivers: tuple[Part, ...]  # the figures of the formula
    ranking: tuple[Telling, ...]  # every dimension looked at, the most telling first
    left_out: tuple[LeftOut, ...]
    warnings: tuple[Text, ...]
    basis: Text | None
    version: int

    @property
    def change(self) -> Decimal:
        return EXACT.subtract(self.after, self.before)

    @property
    def relative(self) -> Decimal | None:
        """The change as a share of the size of what came before."""
        return EXACT.divide(self.change, abs(self.before)) if self.before else None


def summed(parts: tuple[Part, ...]) -> tuple[tuple[Effect, Decimal], ...]:
    """The effects of several parts, kind by kind, in the order of `Effect`."""
    found: dict[Effect, Decimal] = {}
    for part in parts:
        for effect, value in part.effects:
            found[effect] = EXACT.add(found.get(effect, Decimal(0)), value)
    return tuple((effect, found[effect]) for effect in Effect if effect in found)
