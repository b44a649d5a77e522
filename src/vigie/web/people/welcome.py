"""What a starting server says at its terminal, and the errand that it runs first."""

from collections.abc import Iterator
from contextlib import contextmanager

from vigie.kit.i18n import Text, text
from vigie.people.definitions import note_changes
from vigie.people.person import Person
from vigie.people.sessions import Visit
from vigie.people.tickets import Purpose
from vigie.web.people.cookies import SESSION, named
from vigie.workspace import Workspace

FIRST = ("director", "admin")  # whose page is worked out first


def welcomes(workspace: Workspace, address: str) -> Iterator[Text]:
    """The one-time link of the owner to be, or of whoever looks at the demo.

    Definitions that were changed while no server ran are written down.
    """
    people, entrance = workspace.people, workspace.settings.entrance
    note_changes(people.audit, workspace.directory)
    place = entrance.web.address or address.rstrip("/")
    if people.directory.is_empty():
        link = place + people.tickets.make(Purpose.OWNER)
        yield text(
            "Nobody may come in yet. Whoever opens this becomes the owner: {link}", link=link
        )
    elif entrance.sign_in.one_click:
        director = next((one for one in _somebody(workspace) if one.is_demo), None)
        if director:
            link = place + people.tickets.make(Purpose.ENTER, director.id)
            yield text("Come in as the sales director (once): {link}", link=link)


@contextmanager
def errand(workspace: Workspace) -> Iterator[str | None]:
    """The cookie of a short session of somebody who sees much; None where there is nobody."""
    person = next(iter(_somebody(workspace)), None)
    if person is None:
        yield None
        return
    sessions = workspace.people.sessions
    secret = sessions.open(person.id, Visit("127.0.0.1", "vigie"))
    try:
        yield f"{named(SESSION, workspace.settings.entrance.is_https)}={secret}"
    finally:
        if session := sessions.find(secret):
            sessions.end(person.id, session.id)


def _somebody(workspace: Workspace) -> Iterator[Person]:
    known = workspace.people.directory.all()
    for role in FIRST:
        yield from (one for one in known if one.is_active and one.role == role)
