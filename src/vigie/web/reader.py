"""Who is looking: language and theme, kept in cookies so that links stay free of them.

Whoever has not chosen a language reads the one that their browser asks for.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from vigie.kit.i18n import LOCALES, Locale, translate

QUALITY: Final = re.compile(r"(?:q=([01](?:\.[0-9]{0,3})?))?")
YEAR: Final = 365 * 24 * 3600
BRIGHTNESS: Final = "brightness"  # in addresses, where `theme` is what surveys ask about


class Theme(StrEnum):
    """How bright the page is; `auto` follows the reader's system."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Reader:
    """The person in front of the page."""

    locale: Locale
    theme: Theme = Theme.AUTO

    def say(self, message: str, **values: object) -> str:
        """`message` in the reader's language, its named holes filled."""
        sentence = translate(message, self.locale)
        return sentence.format(**values) if values else sentence


def reader_of(connection: HTTPConnection, default: Locale) -> Reader:
    """The reader: what they chose, else what their browser says, else the company's (`default`)."""
    return Reader(_locale(connection, default), _theme(connection))


def remember(connection: HTTPConnection, reader: Reader, response: Response) -> None:
    """Keeps in cookies what the query string has just chosen."""
    chosen = {"lang": ("lang", reader.locale), BRIGHTNESS: ("theme", reader.theme.value)}
    for name, (cookie, value) in chosen.items():
        if name in connection.query_params:
            # The page's own script changes the theme too.
            is_closed = cookie == "lang"
            response.set_cookie(
                cookie, value, max_age=YEAR, samesite="lax", path="/", httponly=is_closed
            )


def _locale(connection: HTTPConnection, default: Locale) -> Locale:
    wishes = (connection.query_params.get("lang"), connection.cookies.get("lang"))
    for wish in wishes:
        if wish in LOCALES:
            return wish
    return accepted(connection.headers.get("accept-language", "")) or default


def accepted(header: str) -> Locale | None:
    """The language of ours that an `Accept-Language` likes best; None where it names neither.

    >>> accepted("de, en-GB;q=0.8, fr;q=0.9"), accepted("fr;q=0, de"), accepted("*")
    ('fr', None, None)
    """
    liked: dict[Locale, float] = {}
    for part in header.split(","):
        tag, _, weight = part.partition(";")
        language = tag.strip().lower().partition("-")[0]
        for locale in LOCALES:
            if language == locale:
                liked[locale] = max(liked.get(locale, 0.0), _weight(weight))
    best = max(liked, key=lambda locale: liked[locale], default=None)
    return best if best and liked[best] > 0 else None


def _weight(said: str) -> float:
    """The `q` of a language, 1 where none is said, 0 for nonsense."""
    match = QUALITY.fullmatch(said.replace(" ", ""))
    return float(match[1] or 1) if match else 0.0


def _theme(connection: HTTPConnection) -> Theme:
    for wish in (connection.query_params.get(BRIGHTNESS), connection.cookies.get("theme")):
        if wish in list(Theme):
            return Theme(wish)
    return Theme.AUTO
