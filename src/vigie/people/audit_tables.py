"""What is kept of who did what: entries that are only ever added, and the last one's seal."""

from typing import Final

from sqlalchemy import Column, Integer, String, Table, Text

from vigie.people.tables import KEY
from vigie.state.tables import Instant, metadata

entry: Final = Table(
    "audit_entry",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False, index=True),
    Column("action", String(40), nullable=False),
    Column("actor", KEY, nullable=False),  # a person's id, or a word for no person
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),  # JSON, its keys in order
    Column("address", String(64), nullable=False),
    Column("seal", KEY, nullable=False),
)

head: Final = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("seal", KEY, nullable=False),
)
