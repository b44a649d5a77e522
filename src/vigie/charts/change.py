"""A change in a table cell: arrow, sign and colour, so that none of them carries the news alone."""

from markupsafe import Markup

from vigie.charts.scenario import Direction, Verdict, difference, relative, verdict
from vigie.kit.formats import Formatter, Number, Unit


def change(
    value: Number | None,
    reference: Number | None,
    unit: Unit,
    direction: Direction,
    f: Formatter,
) -> Markup:
    """How far `value` stands from `reference`; nothing where either is unknown.

    Rates differ by points, all else in per cent.
    """
    gap = difference(value, reference)
    if gap is None:
        return Markup("")
    share = relative(value, reference) if unit.is_additive_scale else None
    words = f.variance(gap, unit) if share is None else f.relative(share)
    news, arrow = judged(gap, words, direction)
    return Markup(
        '<span class="change {}"><span aria-hidden="true" class="arrow">{}</span> {}</span>'
    ).format(news, arrow, words)


def judged(gap: Number, words: str, direction: Direction) -> tuple[Verdict, str]:
    """Whether a gap is good news, and its arrow; one that is written as nought is neither."""
    if not any(digit in "123456789" for digit in words):
        return Verdict.EVEN, "="
    return verdict(gap, direction), "▲" if gap > 0 else "▼"
