"""One dimension's members as parts of the change: shared out, ranked, the small ones summed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from vigie.analysis.contributions.effects import (
    NOUGHT,
    Effect,
    Effects,
    Pair,
    Sold,
    Weighed,
    price_volume_mix,
    rate_and_mix,
)
from vigie.analysis.contributions.exact import apportioned, decimal, places
from vigie.analysis.contributions.models import Priced
from vigie.analysis.contributions.reading import Member, Side, total
from vigie.analysis.contributions.result import (
    Breakdown,
    Kind,
    Method,
    Part,
    Telling,
    summed,
)
from vigie.analysis.contributions.shape import Shape
from vigie.analysis.contributions.surprise import Moves
from vigie.kit.figures import EXACT
from vigie.kit.formats import Unit
from vigie.kit.i18n import Label, Text, text
from vigie.metrics.answers.result import NOT_FILLED

OTHERS: Final = text("Others")
NOT_ALLOCATED: Final = text("Not allocated")
SHARE_DIGITS: Final = 6
_AS_IT_IS: Final = Pair(Fraction(1), Fraction(1))


@dataclass(frozen=True, slots=True)
class Change:
    """A figure before and after, as it is written."""

    unit: Unit
    before: Decimal
    after: Decimal

    @property
    def digits(self) -> int:
        return places(self.unit)

    @property
    def size(self) -> Decimal:
        return EXACT.subtract(self.after, self.before)

    def share(self, part: Decimal) -> Decimal | None:
        """A part of the change as a share of it; None where nothing has changed."""
        if not self.size:
            return None
        return decimal(Fraction(part) / Fraction(self.size), SHARE_DIGITS)


@dataclass(frozen=True, slots=True)
class Whole:
    """The figure whose change is shared out, and what it is made of."""

    change: Change
    shape: Shape
    member: Member  # all rows together


@dataclass(frozen=True, slots=True)
class Shared:
    """The members of one dimension, and the effects that each had."""

    dimension: str
    label: Label
    shape: Shape
    method: Method
    members: tuple[Member, ...]
    effects: tuple[Effects, ...]
    moves: Moves

    def telling(self, surprise: float) -> Telling:
        """How much the dimension tells."""
        concentration = self.moves.concentration
        return Telling(self.dimension, self.label, len(self.members), surprise, concentration)

    def told(self, telling: Telling, change: Change, top: int) -> Breakdown:
        """The `top` largest parts, the others summed; all sum to the whole's change."""
        return Breakdown(telling, self.method, self._cut(self._parts(change), change, top))

    def _parts(self, change: Change) -> list[tuple[Member, Part]]:
        changes = [sum(effects.values(), NOUGHT) for effects in self.effects]
        written = apportioned(change.size, changes, change.digits)
        parts = [
            (member, self._part(member, effects, size, change))
            for member, effects, size in zip(self.members, self.effects, written, strict=True)
        ]
        return sorted(parts, key=lambda pair: (-abs(pair[1].change), pair[1].key or ""))

    def _part(self, member: Member, effects: Effects, size: Decimal, change: Change) -> Part:
        names, shares = [*effects], [*effects.values()]
        written = zip(names, apportioned(size, shares, change.digits), strict=True)
        return Part(
            kind=member.kind,
            name=_name(member),
            before=self._figure(member, 0, change),
            after=self._figure(member, 1, change),
            change=size,
            share=change.share(size),
            effects=() if self.method is Method.SUM else tuple(written),
            flags=member.flags,
            key=member.key,
        )

    def _figure(self, member: Member, side: Side, change: Change) -> Decimal | None:
        """The member's own figure; a rate without anything below is none."""
        value = self.shape.of(member.side(side))
        return None if value is None else decimal(value, change.digits)

    def _cut(self, parts: list[tuple[Member, Part]], change: Change, top: int) -> tuple[Part, ...]:
        """The first `top` parts; what is left as one, unless it is a single one."""
        rest = parts[top:]
        if len(rest) < 2:
            return tuple(part for _, part in parts)
        together = Member(None, None, total([member for member, _ in rest], self.shape.leaves))
        left = tuple(part for _, part in rest)
        size = sum((part.change for part in left), Decimal(0))
        others = Part(
            kind=Kind.OTHERS,
            name=OTHERS,
            before=self._figure(together, 0, change),
            after=self._figure(together, 1, change),
            change=size,
            share=change.share(size),
            effects=summed(left),
            members=len(rest),
        )
        return (*(part for _, part in parts[:top]), others)


def shared(
    dimension: str, label: Label, found: Sequence[Member], whole: Whole, priced: Priced | None
) -> Shared:
    """The change of `whole` among the members `found`, by the method that fits."""
    method, effects = _effects(found, whole, priced)
    moved = [sum(one.values(), NOUGHT) for one in effects]
    return Shared(
        dimension,
        label,
        whole.shape,
        method,
        tuple(found),
        tuple(effects),
        _moves(found, whole, moved),
    )


def _moves(found: Sequence[Member], whole: Whole, moved: Sequence[Fraction]) -> Moves:
    """Changes and sizes on one scale: those of a rate as shares of it, by the members' weights."""
    shape, all_rows = whole.shape, whole.member
    below = all_rows.of(shape.bottom) if shape.bottom else None
    scale = Fraction(1)
    if below:
        above = all_rows.of(shape.top)
        scale = abs(above.before / below.before + above.after / below.after) / 2 or Fraction(1)
    sizes = (member.of(shape.bottom or shape.top) for member in found)
    return Moves(
        changes=[float(one / scale) for one in moved],
        sizes=[_size(size, below or _AS_IT_IS) for size in sizes],
        unfilled=next((i for i, one in enumerate(found) if one.kind is Kind.NOT_FILLED), None),
    )


def _effects(
    found: Sequence[Member], whole: Whole, priced: Priced | None
) -> tuple[Method, list[Effects]]:
    shape = whole.shape
    if shape.bottom is not None:
        rest = Weighed(whole.member.of(shape.top), whole.member.of(shape.bottom))
        weighed = [Weighed(m.of(shape.top), m.of(shape.bottom)) for m in found]
        return Method.RATE_MIX, rate_and_mix(weighed, rest)
    if priced is not None:
        return Method.PRICE_VOLUME_MIX, price_volume_mix([_sold(m, priced) for m in found])
    return Method.SUM, [{Effect.CHANGE: member.of(shape.top).change} for member in found]


def _sold(member: Member, priced: Priced) -> Sold:
    cost = member.values[priced.cost] if priced.cost else None
    return Sold(member.values[priced.amount], member.values[priced.quantity], cost)


def _size(size: Pair, of: Pair) -> tuple[float, float]:
    return float(abs(size.before / of.before)), float(abs(size.after / of.after))


def _name(member: Member) -> str | Text:
    if member.kind is Kind.NOT_ALLOCATED:
        return NOT_ALLOCATED
    return member.name if member.name is not None else NOT_FILLED
