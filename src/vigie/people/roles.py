"""What each role may do and see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vigie.kit.errors import NotFound
from vigie.kit.i18n import Label
from vigie.kit.spelling import nearest
from vigie.people.permission import Permission
from vigie.people.wording import Wording


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Columns and metrics that belong together in what they would give away."""

    name: str
    label: Label
    columns: frozenset[str]
    metrics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Role:
    """What one kind of person may do and see."""

    name: str
    label: Label
    may: frozenset[Permission]
    rows: tuple[Wording, ...] = ()  # none: every row
    hides: tuple[str, ...] = ()
    veils: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roles:
    """Every role of a workspace, and the groups of columns that they are told apart by."""

    roles: Mapping[str, Role]
    sensitive: Mapping[str, Sensitive] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()  # tables whose rows belong to nobody

    def __getitem__(self, name: str) -> Role:
        if name in self.roles:
            return self.roles[name]
        raise NotFound(
            "There is no role '{role}'; did you mean '{nearest}'?",
            role=name,
            nearest=nearest(name, self.roles) or ", ".join(self.roles),
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(self.roles)

    def columns(self, groups: tuple[str, ...]) -> frozenset[str]:
        """The columns of some groups, as `table.column`."""
        return frozenset(name for group in groups for name in self.sensitive[group].columns)

    def metrics(self, groups: tuple[str, ...]) -> frozenset[str]:
        """The metrics of some groups."""
        return frozenset(name for group in groups for name in self.sensitive[group].metrics)
