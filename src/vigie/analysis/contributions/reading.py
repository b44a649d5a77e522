"""From answers of the metric layer to the figures of members, before and after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, Literal

from vigie.analysis.contributions.effects import NOUGHT, Pair
from vigie.analysis.contributions.exact import fraction
from vigie.analysis.contributions.result import Flag, Kind
from vigie.analysis.contributions.shape import Sum
from vigie.metrics.answers.result import Result

Side = Literal[0, 1]
SIDES: Final[tuple[Side, Side]] = (0, 1)  # before, after


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a dimension; what its rows do not have is nought."""

    key: str | None
    name: str | None
    values: Mapping[str, Pair]  # leaf → its figures
    kind: Kind = Kind.MEMBER
    flags: frozenset[Flag] = frozenset()

    def of(self, terms: Sum) -> Pair:
        """A sum of leaves, before and after."""
        return Pair(terms.of(self.side(0)), terms.of(self.side(1)))

    def side(self, side: Side) -> dict[str, Fraction]:
        """The figures of one side."""
        return {leaf: pair[side] for leaf, pair in self.values.items()}

    @property
    def is_nothing(self) -> bool:
        return not any(figure for pair in self.values.values() for figure in pair)


def members(result: Result, leaves: Sequence[str]) -> list[Member]:
    """The members of an answer cut by one dimension; of one that is not cut, the whole."""
    columns = {leaf: _places(result, leaf) for leaf in leaves}
    compared = {result.columns[place].name for _, place in columns.values()}
    small = {row for row, column in result.small_bases if column in compared}
    is_planned = any(one.comparison.is_planned for one in result.comparisons)
    found = []
    for index, (row, keys) in enumerate(zip(result.rows, result.keys, strict=True)):
        values = {leaf: _pair(row, places) for leaf, places in columns.items()}
        key = keys[0] if keys else None
        found.append(
            Member(
                key=None if key is None else str(key),
                name=None if key is None or row[0] is None else str(row[0]),
                values=values,
                kind=Kind.NOT_FILLED if keys and key is None else Kind.MEMBER,
                flags=frozenset() if is_planned else frozenset(_flags(values, index in small)),
            )
        )
    return found


def _flags(values: Mapping[str, Pair], is_small: bool) -> Iterator[Flag]:
    if not any(pair.before for pair in values.values()):
        yield Flag.NEW
    elif not any(pair.after for pair in values.values()):
        yield Flag.LOST
    elif is_small:
        yield Flag.SMALL_BASE


def unknown(result: Result, leaves: Iterable[str]) -> tuple[bool, bool]:
    """Whether some leaf is unknown before, and after, in every row."""
    before, after = False, False
    for leaf in leaves:
        now, then = _places(result, leaf)
        after = after or all(row[now] is None for row in result.rows)
        before = before or all(row[then] is None for row in result.rows)
    return before, after


def total(found: Sequence[Member], leaves: Iterable[str]) -> dict[str, Pair]:
    """The sums of all members."""
    return {
        leaf: Pair(
            sum((member.values[leaf].before for member in found), NOUGHT),
            sum((member.values[leaf].after for member in found), NOUGHT),
        )
        for leaf in leaves
    }


def makes(found: Sequence[Member], whole: Member, leaves: Sequence[str]) -> bool:
    """Whether members add up to the whole, leaf by leaf, before and after."""
    return total(found, leaves) == {leaf: whole.values[leaf] for leaf in leaves}


def outside(found: Sequence[Member], leaf: str) -> float:
    """The part of what there is after that belongs to members with nothing before."""
    sizes = [(abs(one.values[leaf].after), one.values[leaf].before) for one in found]
    whole = sum((size for size, _ in sizes), NOUGHT)
    return (
        float(sum((size for size, before in sizes if not before), NOUGHT) / whole) if whole else 0.0
    )


def rest(found: Sequence[Member], whole: Member, leaves: Sequence[str]) -> Member:
    """What the whole has and no member: of a plan, what was given to nobody."""
    sums = total(found, leaves)
    values = {
        leaf: Pair(
            whole.values[leaf].before - sums[leaf].before,
            whole.values[leaf].after - sums[leaf].after,
        )
        for leaf in leaves
    }
    return Member(None, None, values, Kind.NOT_ALLOCATED)


def _pair(row: Sequence[Any], places: tuple[int, int]) -> Pair:
    now, then = (fraction(row[place]) or Fraction(0) for place in places)
    return Pair(then, now)


def _places(result: Result, leaf: str) -> tuple[int, int]:
    """Where the figure of `leaf` stands, and where what it is compared with."""
    found = [
        (index, column.comparison is not None)
        for index, column in enumerate(result.columns)
        if column.metric == leaf and column.measure == "value"
    ]
    now = next(index for index, is_compared in found if not is_compared)
    return now, next(index for index, is_compared in found if is_compared)
