"""Everything about personal data in one workspace, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from vigie.intake.service import Intake
from vigie.model.schema import Model
from vigie.people.house import People
from vigie.privacy.consents import Consents
from vigie.privacy.copies import Copies
from vigie.privacy.declaration import Declaration, load_declaration
from vigie.privacy.guard import Keeper
from vigie.privacy.ledger import Ledger
from vigie.privacy.register import Maker, Register
from vigie.privacy.requests import Requests
from vigie.privacy.retention import Retention
from vigie.privacy.runs import Runs
from vigie.privacy.turn import Turn
from vigie.settings import Settings
from vigie.warehouse.engine import Warehouse
from vigie.warehouse.holdings import holdings
from vigie.warehouse.mirror import Mirror


@dataclass(frozen=True)
class Office:
    """Where the privacy officer works: register, notices, consents, requests, retention."""

    directory: Path
    settings: Settings
    model: Model
    warehouse: Warehouse
    mirror: Mirror | None
    people: People
    intake: Callable[[], Intake]

    @cached_property
    def declaration(self) -> Declaration:
        """What the company says; raises Invalid for a `privacy.yaml` that cannot be."""
        return load_declaration(self.directory)

    @cached_property
    def ledger(self) -> Ledger:
        """Requests, and those who are not to come back."""
        return Ledger(self.people.store)

    @cached_property
    def guard(self) -> Keeper:
        """What imports ask before they let rows in."""
        return Keeper(self.settings.locale, self.model, self.warehouse, self.ledger)

    @cached_property
    def requests(self) -> Requests:
        """The desk at which requests of persons are answered."""
        return Requests(
            self.directory,
            self.settings,
            self.model,
            self.warehouse,
            self.people,
            self.ledger,
            Copies(self.directory, self.settings.engine, self.mirror),
            Turn(),
            self.intake,
        )

    @cached_property
    def retention(self) -> Retention:
        """How long personal data stay."""
        return Retention(
            self.directory,
            self.warehouse,
            self.model,
            self.settings,
            self.declaration,
            self.people,
            self.requests,
            Runs(self.people.store),
        )

    @cached_property
    def consents(self) -> Consents:
        """The desk at which decisions are kept and looked up."""
        return Consents(
            self.warehouse,
            self.model,
            self.settings,
            self.declaration,
            self.intake(),
            self.people,
        )

    def register(self) -> Register:
        """The register over today's data."""
        with self.warehouse.read() as session:
            held = holdings(session, self.model)
        maker = Maker(self.declaration, self.model, self.people.roles, self.settings)
        return maker.register(held)
