"""How many rows of which source systems a table holds."""

from collections.abc import Mapping

from vigie.model.schema import Model
from vigie.warehouse.ddl import CORE
from vigie.warehouse.names import qualified
from vigie.warehouse.session import Session


def holdings(session: Session, model: Model) -> Mapping[str, Mapping[str, int]]:
    """Table → source system → rows; tables without rows are left out."""
    found: dict[str, dict[str, int]] = {}
    for table in model.tables:
        rows = session.rows(
            f"SELECT coalesce(source_id, ''), count(*) FROM {qualified(CORE, table)} "
            "GROUP BY 1 ORDER BY 1"
        )
        if rows:
            found[table] = dict(rows)
    return found
