"""The bar of filters above a board: every choice is a link or a plain form."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from vigie.kit.i18n import Label, Text, text
from vigie.metrics.language.comparison import Range
from vigie.web.filters import SPANS, Span, period_of
from vigie.web.members import Members, Names
from vigie.web.scene import Scene
from vigie.web.versus import ALIGNED, OTHERS, USUAL, parameters_of

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
    excepted: bool = False  # left out, not kept


@dataclass(frozen=True, slots=True)
class Versus:
    """The comparisons that are a click further; `others` is what the form of days keeps."""

    options: tuple[Option, ...]
    aligned: tuple[Option, ...]
    current: str | None  # the one that is chosen, in words
    since: str
    until: str
    others: Pairs


@dataclass(frozen=True, slots=True)
class Bar:
    """Everything that the bar prints."""

    path: str
    spans: tuple[Option, ...]
    comparisons: tuple[Option, ...]
    versus: Versus
    menus: tuple[Menu, ...]
    more: tuple[Option, ...]  # any dimension that the page's indicators carry
    chips: tuple[Chip, ...]
    clear: str
    start: str  # of the dates, as a date input reads them
    end: str
    own_dates: bool
    dates: str  # in words
    others: Pairs  # what the form of dates keeps


def bar(
    scene: Scene, path: str, members: Members, version: int, metrics: Iterable[str] = ()
) -> Bar:
    """The bar for the page at `path`, which shows `metrics`."""
    filters = scene.filters
    dimensions = scene.layer.catalog.dimensions
    return Bar(
        path=path,
        spans=tuple(_spans(scene, path)),
        comparisons=tuple(
            Option(
                scene.say(words), replace(filters, against=word).at(path), filters.against == word
            )
            for word, words in USUAL.items()
        ),
        versus=_versus(scene, path),
        menus=tuple(_menu(name, names, scene) for name, names in members.offered(version).items()),
        more=tuple(_more(scene, path, members, metrics)),
        chips=tuple(
            Chip(
                SHORT.get(name, dimensions[name].label),
                members.name(name, key, version, scene.reader.locale),
                filters.without((name, key)).at(path),
                name in filters.excepted,
            )
            for name, key in filters.choices
        ),
        clear=filters.widened().at(path),
        start=filters.dates.start.isoformat(),
        end=filters.dates.end.isoformat(),
        own_dates=filters.span is Span.CUSTOM,
        dates=scene.formatter.span(filters.dates),
        others=[pair for pair in filters.parameters() if pair[0] not in ("period", "from", "to")],
    )


def choosing(scene: Scene, path: str, dimension: str) -> str:
    """Where members of any dimension are chosen for the page at `path`."""
    return scene.filters.at("/choose", ("of", dimension), ("back", path))


def _more(scene: Scene, path: str, members: Members, metrics: Iterable[str]) -> Iterator[Option]:
    for name in members.carried(metrics):
        label = scene.say(scene.layer.catalog.dimensions[name].label)
        yield Option(label, choosing(scene, path, name), bool(scene.filters.named(name)))


def _versus(scene: Scene, path: str) -> Versus:
    filters = scene.filters
    against = filters.against
    named = [name for name, _ in parameters_of(against, filters.align)]
    eve = filters.dates.start - timedelta(days=1)
    before = scene.calendar.last("12 months", eve)
    days = against.period if isinstance(against, Range) else before
    return Versus(
        options=tuple(
            Option(scene.say(words), replace(filters, against=word).at(path), against == word)
            for word, words in OTHERS.items()
        ),
        aligned=tuple(
            Option(scene.say(words), replace(filters, align=word).at(path), filters.align is word)
            for word, words in ALIGNED.items()
        ),
        current=None if against in USUAL else scene.say(against.label),
        since=days.start.isoformat(),
        until=days.end.isoformat(),
        others=[pair for pair in filters.parameters() if pair[0] not in named],
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
    others = scene.filters.widened(dimension).parameters()
    ticks = tuple(Tick(key, name, key in chosen) for key, name in names.items())
    return Menu(dimension, SHORT[dimension], ticks, others)
