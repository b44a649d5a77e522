"""What is kept of second factors and of identities that others vouch for."""

from typing import Final

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

from vigie.people.tables import KEY
from vigie.state.tables import Instant, metadata

factor: Final = Table(
    "second_factor",
    metadata,
    Column("person_id", KEY, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("secret", String(64), nullable=False),  # sealed (`safe`): 20 bytes become 64 letters
    Column("confirmed_at", Instant),  # null until the first code has been shown
    Column("last_step", BigInteger, nullable=False),  # a code is good once
)

recovery: Final = Table(
    "recovery_code",
    metadata,
    Column("person_id", KEY, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("digest", KEY, primary_key=True),
)

identity: Final = Table(
    "identity",
    metadata,
    Column("issuer", String(300), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column(
        "person_id", KEY, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True
    ),
)

journey: Final = Table(
    "oidc_journey",
    metadata,
    Column("digest", KEY, primary_key=True),  # of the state that comes back
    Column("nonce", KEY, nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("wanted", String(2000), nullable=False),
    Column("ends_at", Instant, nullable=False),
)
