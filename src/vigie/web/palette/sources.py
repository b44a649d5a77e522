"""What a visitor may find: boards, indicators, members within their sight, actions they may do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from vigie.kit.i18n import LOCALES, Label, Text, text
from vigie.people.permission import Permission
from vigie.web.address import address as written
from vigie.web.board import address
from vigie.web.cockpit import Cockpit
from vigie.web.filters import SPANS, Span, period_of
from vigie.web.palette.entry import Entry
from vigie.web.reader import BRIGHTNESS
from vigie.web.scene import Scene

SEARCHED: Final = (
    "customer",
    "product",
    "sales_rep",
    "team",
    "supplier",
    "region",
    "category",
    "range",
    "channel",
    "store",
    "campaign",
)
"""The dimensions whose members people look for by name."""
ROOMS: Final[Mapping[str, tuple[Text, Permission | None]]] = {
    "/explore": (text("Explore"), None),
    "/metrics": (text("Indicators"), None),
    "/imports": (text("Imports"), Permission.SEE_IMPORTS),
    "/people": (text("People"), Permission.MANAGE_PEOPLE),
    "/audit": (text("Audit"), Permission.SEE_AUDIT),
    "/account": (text("My account"), None),
}
LANGUAGES: Final = {"fr": Label("Français", "Français"), "en": Label("English", "English")}
THEMES: Final = {
    "light": text("Light"),
    "dark": text("Dark"),
    "auto": text("Like the system"),
}


@dataclass(frozen=True, slots=True)
class Sources:
    """What can be found by one visitor who stands on the page `back`."""

    here: Cockpit
    scene: Scene
    back: str

    def boards(self) -> Iterator[Entry]:
        """Every board at the reader's period and choices."""
        hint = self._say(text("Board"))
        for name, board in self.here.boards.all().items():
            label = board.label.label
            question = board.question.label if board.question else label
            yield Entry(
                self.scene.say(label),
                replace(self.scene.filters, kept=()).at(address(name)),
                hint,
                _both(label, question),
            )

    def metrics(self) -> Iterator[Entry]:
        """Every indicator, by its names in both languages and what else people call it."""
        families = self.here.layer.catalog.families
        for metric in self.here.layer.catalog.shown:
            family = families.get(metric.family)
            yield Entry(
                self.scene.say(metric.label),
                replace(self.scene.filters, kept=()).at(f"/metrics/{metric.id}"),
                self.scene.say(family) if family else "",
                (*_both(metric.label), metric.id, *metric.synonyms),
            )

    def members(self, asked: str) -> Iterator[Entry]:
        """The members of that name: each narrows the page to itself."""
        dimensions = self.here.layer.catalog.dimensions
        for name in (one for one in SEARCHED if one in dimensions):
            label = self.scene.say(dimensions[name].label)
            found = self.here.members.like(name, asked, self.here.version, self.scene.reader.locale)
            for key, member in found.items():
                narrowed = self.scene.filters.widened(name).toggled(name, key)
                yield Entry(member, narrowed.at(self.back), label)

    def actions(self) -> Iterator[Entry]:
        """Other rooms, other periods, other looks."""
        yield from self._rooms()
        yield from self._periods()
        for word, theme in THEMES.items():
            yield self._look(text("Brightness"), theme, (BRIGHTNESS, word))
        for code, language in LANGUAGES.items():
            yield self._look(text("Language"), language, ("lang", code))
        wall = text("Full screen, on the wall")
        yield Entry(self._say(wall), written("/wall", self._board()), "", _both(wall))
        shortcuts = text("Keyboard shortcuts")
        yield Entry(self._say(shortcuts), "#help", "?", _both(shortcuts), opens="help")

    def _board(self) -> list[tuple[str, str]]:
        name = self.back.removeprefix("/boards/")
        return [("board", name)] if name in self.here.boards.all() else []

    def _rooms(self) -> Iterator[Entry]:
        visitor = self.here.visitor
        hint = self._say(text("Page"))
        for href, (label, needed) in ROOMS.items():
            if needed is None or (visitor and needed in visitor.may):
                yield Entry(self._say(label), href, hint, _both(label))

    def _periods(self) -> Iterator[Entry]:
        filters, hint = self.scene.filters, text("Period")
        for span, label in SPANS.items():
            if span is Span.CUSTOM:
                continue
            dates = period_of(span, self.scene.today, self.scene.calendar)
            at = replace(filters, span=span, dates=dates).at(self.back)
            yield Entry(self._say(label), at, self._say(hint), _both(label, hint))

    def _look(self, hint: Text, label: Text | Label, change: tuple[str, str]) -> Entry:
        here = [*self.scene.filters.parameters(), change]
        said = self.scene.say(label)
        return Entry(said, written(self.back, here), self._say(hint), _both(label, hint))

    def _say(self, words: Text) -> str:
        return self.scene.say(words)


def _both(*words: Text | Label) -> tuple[str, ...]:
    """Words in every language: who thinks in one may read in the other."""
    return tuple(one.to(locale) for one in words for locale in LOCALES)
