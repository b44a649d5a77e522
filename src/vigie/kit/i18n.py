"""Sentences that wait for a language: English templates in the code, gettext catalogues beside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

Locale = Literal["en", "fr"]
LOCALES: Final[tuple[Locale, ...]] = ("en", "fr")
SOURCE_LOCALE: Final[Locale] = "en"
CATALOGUES: Final = Path(__file__).parent.parent / "locale"


@dataclass(frozen=True, slots=True)
class Text:
    """An English sentence with named holes, translated only when it is shown.

    >>> str(Text("{count} rows", {"count": 3}))
    '3 rows'
    """

    template: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def to(self, locale: Locale) -> str:
        """This sentence in `locale`; so are its values that are sentences, labels or days."""
        values = {name: _shown(value, locale) for name, value in self.values.items()}
        return translate(self.template, locale).format(**values)

    def __str__(self) -> str:
        return self.to(SOURCE_LOCALE)


@dataclass(frozen=True, slots=True)
class Label:
    """A name that data files give in both languages."""

    en: str
    fr: str

    def to(self, locale: Locale) -> str:
        return self.fr if locale == "fr" else self.en

    def __str__(self) -> str:
        return self.en


def text(template: str, **values: object) -> Text:
    """Marks a sentence for translation (the extraction keyword)."""
    return Text(template, values)


def translate(message: str, locale: Locale) -> str:
    """The catalogue's words for `message`, or the English ones where it has none."""
    if locale == SOURCE_LOCALE:
        return message
    return _catalogue(locale).get(message) or message


def _shown(value: object, locale: Locale) -> object:
    match value:
        case Text() | Label():
            return value.to(locale)
        case date():
            return format_date(value, "d MMM y", locale=locale)
        case _:
            return value


@lru_cache
def _catalogue(locale: Locale) -> Mapping[str, str]:
    path = CATALOGUES / locale / "LC_MESSAGES" / "vigie.po"
    if not path.exists():
        return {}
    with path.open("rb") as lines:
        catalogue: Catalog = read_po(lines, locale=locale)
    return {
        str(message.id): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }
