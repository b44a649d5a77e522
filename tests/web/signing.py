"""People who are in: sessions as the doorman opens them."""

from vigie.kit.errors import NotFound
from vigie.people.person import Link, Person
from vigie.people.sessions import Visit
from vigie.workspace import Workspace

COOKIE = "vigie_session"


def person_of(workspace: Workspace, role: str, *links: Link) -> Person:
    """Somebody of that role, added when they are not known yet."""
    email = f"{role}@froid.example"
    directory = workspace.people.directory
    try:
        person = directory.find(email)
    except NotFound:
        person = directory.add(email, role.capitalize(), role)
    if links:
        directory.relink(person.id, links)
    return directory.get(person.id)


def session_of(workspace: Workspace, person: Person) -> str:
    """The secret of a new session."""
    return workspace.people.sessions.open(person.id, Visit("127.0.0.1", "a test"))
