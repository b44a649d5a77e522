"""The pieces of an indicator tile: the figure, its variances, its shape in time."""

from dataclasses import dataclass

from markupsafe import Markup

from vigie.charts.change import judged
from vigie.charts.marks import tip
from vigie.charts.scenario import Direction, Verdict, difference, relative
from vigie.kit.formats import Formatter, Number, Unit, known
from vigie.kit.i18n import Text, text


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a measure."""

    value: Number | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class Variance:
    """How far a value stands from a reference; `label` names it: "vs 2025", "vs target"."""

    label: str
    value: Number | None
    reference: Number | None
    unit: Unit
    direction: Direction = Direction.UP


def figure(item: Figure, f: Formatter) -> Markup:
    """Three digits to read; the whole figure is in `data-value` and the tooltip."""
    return Markup('<data class="figure" value="{}" data-tip="{}">{}</data>').format(
        "" if known(item.value) is None else item.value,
        f.value(item.value, item.unit),
        f.compact(item.value, item.unit),
    )


def variance(item: Variance, f: Formatter) -> Markup:
    """A chip with arrow, sign and colour; rates differ by points, all else in per cent."""
    gap = difference(item.value, item.reference)
    if gap is None:
        return Markup('<span class="chip even"><span class="label">{}</span> {}</span>').format(
            item.label, f.number(None)
        )
    share = relative(item.value, item.reference) if item.unit.is_additive_scale else None
    words = f.variance(gap, item.unit) if share is None else f.relative(share)
    news, arrow = judged(gap, words, item.direction)
    detail = tip(
        f.value(item.value, item.unit),
        [(item.label, f.value(item.reference, item.unit)), ("Δ", f.variance(gap, item.unit))],
    )
    return Markup(
        '<span class="chip {}" data-tip="{}"><span aria-hidden="true" class="arrow">{}</span>'
        ' <span class="change">{}</span> <span class="label">{}</span>'
        '<span class="unseen"> {}</span></span>'
    ).format(news, detail, arrow, words, item.label, _NEWS[news].to(f.locale))


_NEWS: dict[Verdict, Text] = {
    Verdict.GOOD: text("(favourable)"),
    Verdict.BAD: text("(unfavourable)"),
    Verdict.EVEN: text("(neutral)"),
}
