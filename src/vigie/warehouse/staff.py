"""Who sells and for whom: what row policies are made of."""

from collections.abc import Iterator
from dataclasses import dataclass

from vigie.warehouse.session import Session


@dataclass(frozen=True, slots=True)
class Rep:
    """One salesperson and the keys of what they belong to."""

    key: str
    manager: str | None
    team: str | None
    territory: str | None


def read_reps(session: Session) -> Iterator[Rep]:
    """Every salesperson that stands."""
    rows = session.rows(
        "SELECT sales_rep_id, manager_id, team_id, territory_id FROM core.sales_rep "
        "WHERE deleted_at IS NULL"
    )
    return (Rep(*row) for row in rows)


def read_teams(session: Session) -> Iterator[tuple[str, str | None]]:
    """Every team that stands, with the one above it."""
    rows = session.rows("SELECT team_id, parent_team_id FROM core.team WHERE deleted_at IS NULL")
    return ((row[0], row[1]) for row in rows)
