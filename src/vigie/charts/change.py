"""A change in a table cell: arrow, sign and colour, so that none of them carries the news alone."""

from markupsafe import Markup

from vigie.charts.scenario import Direction, difference, relative, verdict
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
    arrow = "▲" if gap > 0 else "▼" if gap < 0 else "="
    return Markup(
        '<span class="change {}"><span aria-hidden="true" class="arrow">{}</span> {}</span>'
    ).format(verdict(gap, direction), arrow, words)
