"""Second factors, recovery codes, identities of a provider, and the journeys there and back."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    key = sa.String(64)
    op.create_table(
        "second_factor",
        sa.Column("person_id", key, nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_second_factor"),
        _of_a_person("second_factor"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("person_id", key, nullable=False),
        sa.Column("digest", key, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "digest", name="pk_recovery_code"),
        _of_a_person("recovery_code"),
    )
    op.create_table(
        "identity",
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("person_id", key, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identity"),
        _of_a_person("identity"),
    )
    op.create_index("ix_identity_person_id", "identity", ["person_id"])
    op.create_table(
        "oidc_journey",
        sa.Column("digest", key, nullable=False),
        sa.Column("nonce", key, nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("wanted", sa.String(2000), nullable=False),
        sa.Column("ends_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_oidc_journey"),
    )


def _of_a_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id"], ["person.id"], name=f"fk_{table}_person_id", ondelete="CASCADE"
    )
