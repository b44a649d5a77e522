"""People, their links to the sales force, sessions, one-time links and tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    key = sa.String(64)
    op.create_table(
        "person",
        sa.Column("id", key, nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("is_demo", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
    )
    op.create_table(
        "person_link",
        sa.Column("person_id", key, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "kind", "key", name="pk_person_link"),
        _of_a_person("person_link"),
    )
    op.create_table(
        "session",
        sa.Column("id", key, nullable=False),
        sa.Column("digest", key, nullable=False),
        sa.Column("person_id", key, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.Column("ends_at", sa.DateTime, nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("agent", sa.String(300), nullable=False),
        sa.Column("is_pending", sa.Boolean, nullable=False),
        sa.Column("seen_as", key),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("digest", name="uq_session_digest"),
        _of_a_person("session"),
        sa.ForeignKeyConstraint(
            ["seen_as"], ["person.id"], name="fk_session_seen_as", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_session_person_id", "session", ["person_id"])
    op.create_table(
        "one_time_link",
        sa.Column("digest", key, nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("person_id", key),
        sa.Column("ends_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_one_time_link"),
        _of_a_person("one_time_link"),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_throttle"),
    )
    op.create_table(
        "known_device",
        sa.Column("digest", key, nullable=False),
        sa.Column("person_id", key, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", "person_id", name="pk_known_device"),
        _of_a_person("known_device"),
    )
    op.create_table(
        "api_token",
        sa.Column("id", key, nullable=False),
        sa.Column("digest", key, nullable=False),
        sa.Column("person_id", key, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("ends_at", sa.DateTime, nullable=False),
        sa.Column("used_at", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("digest", name="uq_api_token_digest"),
        _of_a_person("api_token"),
    )
    op.create_index("ix_api_token_person_id", "api_token", ["person_id"])


def _of_a_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id"], ["person.id"], name=f"fk_{table}_person_id", ondelete="CASCADE"
    )
