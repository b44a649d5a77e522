"""The bar of filters above a board: every choice is a link or a plain form."""

from dataclasses import dataclass, replace
from typing import Final

from vigie.kit.i18n import Label
from vigie.metrics.definition import Dimension
from vigie.web.filters import COMPARISONS, SPANS, Span, period_of
from vigie.web.scene import Scene

OFFERED: Final = ("team", "region", "channel", "category")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Option:
    """One of several alternatives."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """One value of a menu."""

    value: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """The values of one dimension; `others` is the rest of the question, kept by the form."""

    dimension: str
    label: Label
    ticks: tuple[Tick, ...]
    others: Pairs

    @property
    def count(self) -> int:
        return sum(tick.chosen for tick in self.ticks)


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice, and the link that takes it back."""

    label: Label
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Everything that the bar prints."""

    path: str
    spans: tuple[Option, ...]
    comparisons: tuple[Option, ...]
    menus: tuple[Menu, ...]
    chips: tuple[Chip, ...]
    clear: str
    start: str  # of the dates, as a date input reads them
    end: str
    own_dates: bool
    dates: str  # in words
    others: Pairs  # what the form of dates keeps


def bar(scene: Scene, path: str, members: dict[str, tuple[str, ...]]) -> Bar:
    """The bar for `path`; `members` holds the values of each dimension that is offered."""
    filters = scene.filters
    dimensions = scene.layer.catalog.dimensions
    return Bar(
        path=path,
        spans=tuple(_spans(scene, path)),
        comparisons=tuple(
            Option(
                scene.say(words), replace(filters, against=word).at(path), filters.against == word
            )
            for word, words in COMPARISONS.items()
        ),
        menus=tuple(_menu(dimensions[name], values, scene) for name, values in members.items()),
        chips=tuple(
            Chip(dimensions[name].label, value, filters.without((name, value)).at(path))
            for name, value in filters.choices
        ),
        clear=replace(filters, choices=()).at(path),
        start=filters.dates.start.isoformat(),
        end=filters.dates.end.isoformat(),
        own_dates=filters.span is Span.CUSTOM,
        dates=scene.formatter.span(filters.dates),
        others=[("compare", filters.against.value), *filters.choices],
    )


def _spans(scene: Scene, path: str) -> "list[Option]":
    filters, today = scene.filters, scene.today
    return [
        Option(
            scene.say(words),
            replace(filters, span=word, dates=period_of(word, today, scene.calendar)).at(path),
            filters.span is word,
        )
        for word, words in SPANS.items()
        if word is not Span.CUSTOM
    ]


def _menu(dimension: Dimension, values: tuple[str, ...], scene: Scene) -> Menu:
    chosen = scene.filters.chosen(dimension.id)
    others = [pair for pair in scene.filters.parameters() if pair[0] != dimension.id]
    ticks = tuple(Tick(value, value in chosen) for value in values)
    return Menu(dimension.id, dimension.label, ticks, others)
