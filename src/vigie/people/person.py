"""Somebody who may come in, and who they are in the company's own data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LinkKind(StrEnum):
    """The tables of the model that a person may be linked to."""

    SALES_REP = "sales_rep"
    TEAM = "team"
    TERRITORY = "territory"


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the model that stands for a person, or that they look after."""

    kind: LinkKind
    key: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the directory knows them."""

    id: str
    email: str
    name: str
    role: str
    is_active: bool
    is_demo: bool
    has_password: bool
    created_at: datetime
    links: tuple[Link, ...] = ()

    def keys(self, kind: LinkKind) -> tuple[str, ...]:
        """The keys of their rows of one kind."""
        return tuple(link.key for link in self.links if link.kind is kind)
