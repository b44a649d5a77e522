"""When retention was looked at, by whom, and what came of it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import insert, select, update

from vigie.people.clock import Clock, now
from vigie.privacy.tables import run
from vigie.state.store import Store

SCHEDULE: Final = "schedule"  # who runs what nobody asked for
AGAIN: Final = timedelta(hours=1)  # after which a run that did not come to its end is repeated


@dataclass(frozen=True, slots=True)
class Run:
    """One look at what is over; `outcome` counts it by table, and is None where it failed."""

    actor: str
    applied: bool  # whether it made nameless what it found
    started_at: datetime
    ended_at: datetime | None  # None: it is at work, or was cut off
    outcome: Mapping[str, int] | None

    @property
    def count(self) -> int:
        return sum((self.outcome or {}).values())


class Runs:
    """Keeps the runs in the state."""

    def __init__(self, store: Store, clock: Clock = now) -> None:
        self._store = store
        self._clock = clock

    def begin(self, actor: str, *, applied: bool) -> str:
        """Notes that a run begins; gives its name."""
        name = secrets.token_hex(8)
        values = {"id": name, "actor": actor, "applied": applied, "started_at": self._clock()}
        with self._store.write() as connection:
            connection.execute(insert(run).values(**values))
        return name

    def end(self, name: str, outcome: Mapping[str, int] | None) -> None:
        """Notes what came of it; None: it failed."""
        told = None if outcome is None else json.dumps(outcome, sort_keys=True)
        with self._store.write() as connection:
            connection.execute(
                update(run).where(run.c.id == name).values(ended_at=self._clock(), outcome=told)
            )

    def last(self) -> Run | None:
        """The latest one; None before the first."""
        with self._store.read() as connection:
            found = connection.execute(select(run).order_by(run.c.started_at.desc())).first()
        if found is None:
            return None
        outcome = json.loads(found.outcome) if found.outcome else None
        return Run(found.actor, found.applied, found.started_at, found.ended_at, outcome)
