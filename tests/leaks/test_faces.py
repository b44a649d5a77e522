"""Every address: what a reader gets is byte for byte what they would get of their rows alone."""

import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Final
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from httpx import Response
from tests.web.routes import routes

from vigie.people.roles import Roles
from vigie.web.people.access import ACCESS

from .faces import ROUTES, Asks, Face
from .holes import filled
from .readers import READERS, Reader
from .seats import House
from .share import AGAIN, Turns, one_of

# That the company holds no data at all for an indicator is no secret: it may be said.
WAITS: Final = re.compile(
    r'<p class="note"><svg[^>]*><use[^>]*></svg>\s*Attend des données[^<]*</p>\s*'
    r'|"state":\s*"(?:ready|missing)",\s*"coverage":\s*null,[^}]*'
    r"|(?:prêt|pas de données.*)$",
    re.MULTILINE,
)
ALLOWED: Final = {200, 303, 304, 400, 403, 404, 410, 422, 501}


def unknown(names: Iterator[str], faces: Mapping[str, Face] = ROUTES) -> list[str]:
    """The routes, or commands, that the suite does not know how to ask."""
    return [name for name in names if name not in faces]


def test_every_route_is_asked_or_says_why_not(house: House) -> None:
    strangers = unknown(routes(house.app))
    assert not strangers, (
        f"These routes may leak for all that is known: {strangers}. Say in tests/leaks/faces.py "
        "how each is asked, `asks('/its/address?with={holes}')`, or why it is `Silent`."
    )


def test_no_face_is_declared_that_is_not_there(house: House) -> None:
    assert set(ROUTES) - set(routes(house.app)) == set()


def addresses(words: Mapping[str, list[str]], reader: Reader, roles: Roles) -> list[str]:
    """What a reader asks: one address of each face that is theirs this time."""
    templates = [
        (ACCESS[route], template)
        for route, face in ROUTES.items()
        if isinstance(face, Asks)
        for template in face.words
    ]
    found: list[str] = []
    turns = Turns()
    for needed, template in templates:
        able = [one for one in READERS if needed in roles[one.role].may]
        if reader in turns.of(able or READERS):
            found += one_of(filled(template, words), template)
    return found


def leaks(answers: list[Response], others: list[Response], hidden: list[str]) -> list[str]:
    """The addresses at which somebody learns more than their twin, or reads a hidden mark."""
    found = []
    for here, there in zip(answers, others, strict=True):
        assert here.status_code in ALLOWED, (here.url, here.text[:500])
        own = unquote(str(here.url)).lower()
        told, twin = said(here), said(there)
        if here.status_code != there.status_code or told != twin:
            found.append(f"{here.url}: {difference(twin, told)}")
        told = told.lower()
        found += [f"{here.url}: {m}" for m in hidden if m in told and m not in own]
    return found


def said(answer: Response) -> str:
    """All that an answer says: of a workbook its parts, but for when it was made."""
    if "spreadsheetml" not in answer.headers.get("content-type", ""):
        return WAITS.sub("", answer.text)
    with ZipFile(BytesIO(answer.content)) as book:
        names = (name for name in book.namelist() if not name.startswith("docProps"))
        return "".join(book.read(name).decode() for name in names)


def difference(one: str, other: str) -> str:
    """Where two answers begin to differ."""
    place = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    start = max(0, place - 60)
    return f"…{one[start : place + 60]!r} became …{other[start : place + 60]!r}"


@pytest.mark.parametrize("reader", READERS, ids=[one.role for one in READERS])
def test_every_address_answers_as_the_twin_does(
    house: House,
    twins: Callable[[Reader], House],
    words: dict[str, list[str]],
    reader: Reader,
) -> None:
    asked = addresses(words, reader, house.workspace.people.roles)
    answers = house.seat(reader).ask(*asked)
    others = twins(reader).seat(reader).ask(*asked)
    marks = [owner.value for owner in reader.hidden]
    assert answers
    assert leaks(answers, others, marks) == [], AGAIN
