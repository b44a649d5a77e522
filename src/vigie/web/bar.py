"""The bar of filters above a board: every choice is a link or a plain form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from vigie.kit.i18n import Label, Text, text
from vigie.web.filters import COMPARISONS, SPANS, Span, period_of
from vigie.web.members import Members, Names
from vigie.web.scene import Scene

SHORT: Final[Mapping[str, Text]] = {
    "team": text("Team"),
    "region": text("Region"),
    "channel": text("Channel"),
    "category": text("Category"),
    "customer": text("Customer"),
    "sales_rep": text("Salesperson"),
}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Option:
    """One of several alternatives."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """One member in a menu."""

    key: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """The values of one dimension; `others` is the rest of the question, kept by the form."""

    dimension: str
    label: Text
    ticks: tuple[Tick, ...]
    others: Pairs

    @property
    def count(self) -> int:
        return sum(tick.chosen for tick in self.ticks)


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice, and the link that takes it back."""

    label: Text | Label
    name: str
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


def bar(scene: Scene, path: str, members: Members, version: int) -> Bar:
    """The bar for the page at `path`."""
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
        menus=tuple(_menu(name, names, scene) for name, names in members.offered(version).items()),
        chips=tuple(
            Chip(
                SHORT.get(name, dimensions[name].label),
                members.name(name, key, version),
                filters.without((name, key)).at(path),
            )
            for name, key in filters.choices
        ),
        clear=replace(filters, choices=()).at(path),
        start=filters.dates.start.isoformat(),
        end=filters.dates.end.isoformat(),
        own_dates=filters.span is Span.CUSTOM,
        dates=scene.formatter.span(filters.dates),
        others=[("compare", filters.against.value), *filters.choices, *filters.kept],
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


def _menu(dimension: str, names: Names, scene: Scene) -> Menu:
    chosen = scene.filters.chosen(dimension)
    others = [pair for pair in scene.filters.parameters() if pair[0] != dimension]
    ticks = tuple(Tick(key, name, key in chosen) for key, name in names.items())
    return Menu(dimension, SHORT[dimension], ticks, others)
