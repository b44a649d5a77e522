"""The sales force as the company's own data have it: who leads whom, which team is below which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from vigie.people.person import LinkKind, Person
from vigie.people.wording import Set
from vigie.warehouse.engine import Warehouse
from vigie.warehouse.staff import Rep, read_reps, read_teams


@dataclass(frozen=True)
class Staff:
    """Salespeople by their key, and each team with the one above it."""

    reps: Mapping[str, Rep] = field(default_factory=dict)
    teams: Mapping[str, str | None] = field(default_factory=dict)

    def members(self, of: Set, person: Person) -> tuple[str, ...]:
        """The keys that a set holds for `person`, in order."""
        return tuple(sorted(set(self._members(of, person))))

    def _members(self, of: Set, person: Person) -> Iterable[str]:
        mine = person.keys(LinkKind.SALES_REP)
        match of:
            case Set.ME:
                return mine
            case Set.TEAM:
                return self._led(mine, self._teams_of(person))
            case Set.TEAMS:
                return self._teams_of(person)
            case Set.TERRITORIES:
                own = (self.reps[key].territory for key in mine if key in self.reps)
                return (*person.keys(LinkKind.TERRITORY), *(key for key in own if key))

    def _teams_of(self, person: Person) -> set[str]:
        """The teams that a person is linked to, and all below them."""
        found = set(person.keys(LinkKind.TEAM))
        while below := {t for t, above in self.teams.items() if above in found} - found:
            found |= below
        return found

    def _led(self, mine: Iterable[str], teams: set[str]) -> set[str]:
        """Oneself, those who report to one, those who report to them, and one's teams."""
        found = {*mine, *(key for key, rep in self.reps.items() if rep.team in teams)}
        while more := {k for k, rep in self.reps.items() if rep.manager in found} - found:
            found |= more
        return found


class Roster:
    """The staff of a warehouse, read once for each version of its data."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._lock = Lock()
        self._known: tuple[int, Staff] = (-1, Staff())

    @property
    def version(self) -> int:
        return self._warehouse.version

    def now(self) -> Staff:
        """The staff as the data have it today."""
        version = self._warehouse.version
        with self._lock:
            if self._known[0] != version:
                self._known = (version, self._read())
            return self._known[1]

    def _read(self) -> Staff:
        with self._warehouse.read() as session:
            reps = {rep.key: rep for rep in read_reps(session)}
            return Staff(reps, dict(read_teams(session)))
