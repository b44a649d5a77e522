"""What is kept of people: who they are, how they prove it, where they are signed in."""

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from vigie.state.tables import Instant, Words, metadata

KEY: Final = String(64)

person: Final = Table(
    "person",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("email", String(320), nullable=False, unique=True),  # lower case
    Column("name", String(200), nullable=False),
    Column("role", String(64), nullable=False),
    Column("password", Text),  # argon2; null until one is chosen
    Column("is_active", Boolean, nullable=False),
    Column("is_demo", Boolean, nullable=False),  # signs in by one click where that is allowed
    Column("created_at", Instant, nullable=False),
)

link: Final = Table(
    "person_link",
    metadata,
    Column("person_id", KEY, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(16), primary_key=True),  # sales_rep, team, territory
    Column("key", String(200), primary_key=True),  # of the model's row
)

session: Final = Table(
    "session",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("digest", KEY, nullable=False, unique=True),  # of what the cookie holds
    Column(
        "person_id", KEY, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("made_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("address", String(64), nullable=False),
    Column("agent", String(300), nullable=False),
    Column("is_pending", Boolean, nullable=False),  # the second factor is still to be shown
    Column("seen_as", KEY, ForeignKey("person.id", ondelete="SET NULL")),
)

ticket: Final = Table(
    "one_time_link",
    metadata,
    Column("digest", KEY, primary_key=True),
    Column("purpose", String(16), nullable=False),
    Column("person_id", KEY, ForeignKey("person.id", ondelete="CASCADE")),
    Column("ends_at", Instant, nullable=False),
)

throttle: Final = Table(
    "throttle",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
)

device: Final = Table(
    "known_device",
    metadata,
    Column("digest", KEY, primary_key=True),
    Column("person_id", KEY, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("seen_at", Instant, nullable=False),
)

token: Final = Table(
    "api_token",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("digest", KEY, nullable=False, unique=True),
    Column(
        "person_id", KEY, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("name", String(100), nullable=False),
    Column("scopes", Words, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("used_at", Instant),
)
