"""Everything about people in one workspace, put together."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final, Self

from vigie.kit.errors import Forbidden
from vigie.kit.reach import Reach
from vigie.model.schema import Model
from vigie.people.audit import Audit
from vigie.people.clock import Clock, now
from vigie.people.declaration import load_roles
from vigie.people.directory import Directory
from vigie.people.doorman import Doorman
from vigie.people.factors import Factors
from vigie.people.oidc import Oidc
from vigie.people.passwords import Passwords
from vigie.people.permission import MEANINGS, Permission
from vigie.people.person import Person
from vigie.people.roles import Role, Roles
from vigie.people.safe import Safe
from vigie.people.sessions import Sessions
from vigie.people.throttle import Throttle
from vigie.people.tickets import Tickets
from vigie.people.tokens import Tokens
from vigie.settings import Settings
from vigie.state.store import Store

DATA: Final = "data"


@dataclass(frozen=True)
class People:
    """The people of a workspace and all that is kept of them."""

    store: Store
    settings: Settings
    roles: Roles
    directory: Directory
    passwords: Passwords
    sessions: Sessions
    throttle: Throttle
    tickets: Tickets
    tokens: Tokens
    doorman: Doorman
    audit: Audit
    factors: Factors
    oidc: Oidc

    @classmethod
    def open(cls, workspace: Path, settings: Settings, model: Model, clock: Clock = now) -> Self:
        """Opens the state of `workspace`; other processes may have it open too."""
        roles = load_roles(model, workspace)
        store = Store.open(workspace / DATA, settings.entrance.state.url)
        door = settings.entrance.sign_in
        directory = Directory(store, roles.names, clock)
        passwords = Passwords(store, settings.company)
        sessions = Sessions(
            store, timedelta(hours=door.idle_hours), timedelta(days=door.longest_days), clock
        )
        throttle = Throttle(store, clock)
        return cls(
            store=store,
            settings=settings,
            roles=roles,
            directory=directory,
            passwords=passwords,
            sessions=sessions,
            throttle=throttle,
            tickets=Tickets(store, clock),
            tokens=Tokens(store, clock),
            doorman=Doorman(store, directory, passwords, sessions, throttle, clock),
            audit=Audit(store, clock),
            factors=Factors(store, Safe(workspace / DATA), clock),
            oidc=Oidc(
                store, directory, settings.entrance.oidc, Reach(settings.entrance.web.reach), clock
            ),
        )

    def role(self, person: Person) -> Role:
        """The role of a person; raises NotFound where the company no longer declares it."""
        return self.roles[person.role]

    def require(self, person: Person, permission: Permission) -> None:
        """Raises Forbidden unless the person's role has the permission and they may come in."""
        if not person.is_active or permission not in self.role(person).may:
            raise forbidden(permission)

    def needs_factor(self, person: Person) -> bool:
        """Whether the company asks a second factor of the person's role."""
        return person.role in self.settings.entrance.sign_in.second_factor and not person.is_demo

    def owner(self, secret: str) -> Person:
        """Whom a token acts for; raises Forbidden for one that opens nothing (any more)."""
        token = self.tokens.find(secret)
        if token is None or Permission.SEE_FIGURES not in token.scopes:
            raise Forbidden("This token does not open figures, or no longer.")
        return self.directory.get(token.person_id)

    def may(self, person: Person, secret: str | None = None) -> frozenset[Permission]:
        """What a person may do, or a program that holds one of their tokens."""
        may = self.role(person).may
        token = self.tokens.find(secret) if secret else None
        if secret is None:
            return may
        return frozenset(one for one in may if token and one in token.scopes)

    def close(self) -> None:
        """Lets go of the state."""
        self.store.close()


def forbidden(permission: Permission, *, of_token: bool = False) -> Forbidden:
    """The refusal of somebody whose role, or whose token, lacks `permission`."""
    if of_token:
        return Forbidden(
            "This token does not include this, or its owner's role does not: {permission}.",
            permission=MEANINGS[permission],
        )
    return Forbidden(
        "Your role does not include this: {permission}. Ask an administrator.",
        permission=MEANINGS[permission],
    )
