"""Who stands behind a request, and what that lets them see and do."""

from base64 import b64decode
from dataclasses import dataclass, replace
from typing import Final

from starlette.requests import Request

from vigie.kit.errors import NotFound
from vigie.metrics.language.policy import Sight
from vigie.people.permission import Permission
from vigie.people.person import Person
from vigie.people.policy import is_lost
from vigie.people.sessions import Session
from vigie.people.tokens import Token
from vigie.web.people.cookies import SESSION, WALL, held
from vigie.web.people.origin import is_from_proxy
from vigie.workspace import Workspace

BEARER: Final = "bearer "
BASIC: Final = "basic "
FEED: Final = "/api/odata/"  # read by spreadsheets, which know names and passwords only


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who is in. `person` decides what is seen, `owner` sits there."""

    person: Person
    owner: Person
    may: frozenset[Permission]
    sight: Sight
    is_lost: bool  # sees no row, for want of a link to the company's data
    session: Session | None = None
    token: Token | None = None

    @property
    def is_looking_as(self) -> bool:
        """Whether an administrator looks through another person's eyes."""
        return self.person.id != self.owner.id

    def can(self, permission: str) -> bool:
        """Whether the visitor may do that: for templates."""
        return permission in self.may


def visitor_of(request: Request, workspace: Workspace) -> Visitor | None:
    """Who is there: by a token, by a session, or by the word of a trusted proxy."""
    told = request.headers.get("authorization", "")
    if told.lower().startswith(BEARER):
        return _by_token(told[len(BEARER) :].strip(), workspace)
    if told.lower().startswith(BASIC) and request.url.path.startswith(FEED):
        return _by_token(_password(told[len(BASIC) :]), workspace)
    if secret := held(request, SESSION):
        return _by_session(secret, workspace)
    if secret := held(request, WALL):
        return _on_the_wall(secret, workspace)
    return _by_proxy(request, workspace)


def pending_of(request: Request, workspace: Workspace) -> Session | None:
    """The session of somebody who has still to show a second factor."""
    secret = held(request, SESSION)
    session = workspace.people.sessions.find(secret) if secret else None
    return session if session and session.is_pending else None


def visitor(
    workspace: Workspace,
    owner: Person,
    *,
    session: Session | None = None,
    token: Token | None = None,
    seen_as: Person | None = None,
) -> Visitor:
    """A visitor with the rights of their role: those of the token's scopes among them."""
    person = seen_as or owner
    may = workspace.people.role(person).may
    if token:
        may = frozenset(one for one in may if one in token.scopes)
    return Visitor(
        person=person,
        owner=owner,
        may=may,
        sight=workspace.sight(person),
        is_lost=is_lost(person, workspace.people.roles, workspace.roster.now()),
        session=session,
        token=token,
    )


def remains(known: Visitor, workspace: Workspace) -> bool:
    """Whether somebody who came in is still in, and still sees what they saw then."""
    people = workspace.people
    if known.session and not people.sessions.lives(known.session.id):
        return False
    if known.token and not people.tokens.lives(known.token.id):
        return False
    owner, person = _active(workspace, known.owner.id), _active(workspace, known.person.id)
    if owner is None or person is None:
        return False
    return people.role(person).may >= known.may and workspace.sight(person) == known.sight


def _password(credentials: str) -> str:
    """The password of `name:password`; whatever the name, the token says who comes."""
    try:
        return b64decode(credentials, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def _by_token(secret: str, workspace: Workspace) -> Visitor | None:
    token = workspace.people.tokens.find(secret)
    owner = _active(workspace, token.person_id) if token else None
    return visitor(workspace, owner, token=token) if owner else None


def _on_the_wall(secret: str, workspace: Workspace) -> Visitor | None:
    """A screen sees figures, whatever else its token lets a program do."""
    found = _by_token(secret, workspace)
    return replace(found, may=found.may & {Permission.SEE_FIGURES}) if found else None


def _by_session(secret: str, workspace: Workspace) -> Visitor | None:
    session = workspace.people.sessions.find(secret)
    if session is None or session.is_pending:
        return None
    owner = _active(workspace, session.person_id)
    if owner is None:
        return None
    may_look = Permission.SEE_AS in workspace.people.role(owner).may
    seen_as = _active(workspace, session.seen_as) if session.seen_as and may_look else None
    return visitor(workspace, owner, session=session, seen_as=seen_as)


def _by_proxy(request: Request, workspace: Workspace) -> Visitor | None:
    header = workspace.settings.entrance.sign_in.user_header
    name = request.headers.get(header) if header else None
    if not name or not is_from_proxy(request):
        return None
    try:
        owner = workspace.people.directory.find(name)
    except NotFound:
        return None
    return visitor(workspace, owner) if owner.is_active else None


def _active(workspace: Workspace, person_id: str) -> Person | None:
    try:
        person = workspace.people.directory.get(person_id)
    except NotFound:
        return None
    return person if person.is_active else None
