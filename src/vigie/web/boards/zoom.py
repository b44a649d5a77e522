"""Closer and further in time: years, then months, then days, each an address of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from vigie.kit.i18n import text
from vigie.kit.periods import Grain, Period, shift
from vigie.web.filters import Span
from vigie.web.scene import Scene

YEARS: Final = 5
_DAILY, _WEEKLY, _YEARLY = 31, 62, 3 * 365  # days of a period that is shown by …


@dataclass(frozen=True, slots=True)
class Crumb:
    """One level of the zoom; without a link it is the present one."""

    words: str
    href: str | None


def grain_of(declared: Grain, scene: Scene) -> Grain:
    """What a period of the reader's own is cut into; any other as the panel declares."""
    days = scene.filters.dates.days
    if scene.filters.span is not Span.CUSTOM:
        return declared
    if days <= _DAILY:
        return Grain.DAY
    if days <= _WEEKLY:
        return Grain.WEEK
    return _year(scene) if days >= _YEARLY else declared


def closer(scene: Scene, start: date, grain: Grain, metric: str) -> str:
    """Into one period of a chart; of a day, to the rows behind it."""
    whole = scene.calendar.period(start, grain)
    inside = replace(
        scene.filters, span=Span.CUSTOM, dates=whole.until(max(start, scene.filters.dates.end))
    )
    if grain is Grain.DAY:
        return inside.at("/rows", ("metric", metric))
    return inside.at(scene.path)


def trail(scene: Scene) -> tuple[Crumb, ...]:
    """The way out, from all years to what is shown."""
    return tuple(_crumbs(scene))


def _crumbs(scene: Scene) -> Iterator[Crumb]:
    shown, grain = scene.filters.dates, _year(scene)
    year = scene.calendar.period(shown.end, grain)
    until = min(scene.today, year.end)
    first = shift(scene.calendar.period(scene.today, grain).start, Grain.YEAR, 1 - YEARS)
    everything = Period(first, scene.today)
    yield _crumb(scene, scene.say(text("All years")), everything)
    if shown.start < year.start:
        return
    yield _crumb(scene, scene.formatter.period(year.start, grain), year.until(until))
    month = scene.calendar.period(shown.end, Grain.MONTH)
    if shown.start >= month.start:
        words = scene.formatter.period(month.start, Grain.MONTH)
        yield _crumb(scene, words, month.until(min(scene.today, month.end)))


def _crumb(scene: Scene, words: str, dates: Period) -> Crumb:
    there = replace(scene.filters, span=Span.CUSTOM, dates=dates)
    return Crumb(words, None if dates == scene.filters.dates else there.at(scene.path))


def _year(scene: Scene) -> Grain:
    """The civil year where the company's is the same, since it reads better."""
    civil, own = (scene.calendar.period(scene.today, g) for g in (Grain.YEAR, Grain.FISCAL_YEAR))
    return Grain.YEAR if civil == own else Grain.FISCAL_YEAR
