"""What is kept of requests and of those who are not to come back: digests, never a name."""

from typing import Final

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from vigie.state.tables import Instant, metadata

KEY: Final = String(64)

secret: Final = Table(
    "privacy_secret",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("value", KEY, nullable=False),  # what digests are keyed with
)

request: Final = Table(
    "privacy_request",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("actor", KEY, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("certificate", Text),  # JSON, without personal data
)

mask: Final = Table(
    "privacy_mask",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("table_name", String(64), primary_key=True),
    Column("digest", KEY, primary_key=True),
    Column("request_id", KEY, nullable=False),
)

rectification: Final = Table(
    "privacy_rectification",
    metadata,
    Column("table_name", String(64), primary_key=True),
    Column("key_digest", KEY, primary_key=True),
    Column("column_name", String(64), primary_key=True),
    Column("wrong_digest", KEY, primary_key=True),
    Column("request_id", KEY, nullable=False),
)

run: Final = Table(
    "privacy_run",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("actor", KEY, nullable=False),
    Column("applied", Boolean, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("outcome", Text),  # JSON: table → how many were over; null when it failed
)
