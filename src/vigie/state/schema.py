"""The schema's version, and the way up to today's."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect

from vigie.kit.errors import VigieError

MIGRATIONS: Final = Path(__file__).parent / "migrations"
VERSION_TABLE: Final = "alembic_version"
_READ: Final = f"SELECT version_num FROM {VERSION_TABLE}"
_HOLD: Final = "SELECT pg_advisory_xact_lock(8320)"


class FromTheFuture(VigieError):  # noqa: N818
    """The state was written by a later version of Vigie."""

    code = "from_the_future"


def versions() -> list[str]:
    """Every version of the schema, the first one first."""
    steps = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))
    return [step.name.partition("_")[0] for step in steps]


def current(connection: Connection) -> str | None:
    """The version that the database stands at; None while it is empty."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.exec_driver_sql(_READ).scalar()
    return found


def is_current(connection: Connection) -> bool:
    """Whether nothing is to be done; raises FromTheFuture for an unknown version."""
    found, known = current(connection), versions()
    if found and found not in known:
        raise FromTheFuture(
            "The state of this workspace is of version {found}, this Vigie knows {known}: "
            "install the version of Vigie that last opened it, or a later one.",
            found=found,
            known=known[-1],
        )
    return found == known[-1]


def upgrade(connection: Connection, to: str = "head") -> None:
    """Brings the schema up to `to` inside the connection's transaction."""
    # Loaded only when there is something to do: it takes as long as a whole command.
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        # Two processes that start together upgrade one after the other.
        connection.exec_driver_sql(_HOLD)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
