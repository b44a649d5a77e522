"""Requests of persons, and the digests of those who are not to come back."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    key, word = sa.String(64), sa.String(16)
    op.create_table(
        "privacy_secret",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("value", key, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_secret"),
    )
    op.create_table(
        "privacy_request",
        sa.Column("id", key, nullable=False),
        sa.Column("kind", word, nullable=False),
        sa.Column("state", word, nullable=False),
        sa.Column("actor", key, nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        sa.Column("closed_at", sa.DateTime),
        sa.Column("certificate", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_request"),
    )
    op.create_table(
        "privacy_mask",
        sa.Column("kind", word, nullable=False),
        sa.Column("table_name", key, nullable=False),
        sa.Column("digest", key, nullable=False),
        sa.Column("request_id", key, nullable=False),
        sa.PrimaryKeyConstraint("kind", "table_name", "digest", name="pk_privacy_mask"),
    )
    op.create_table(
        "privacy_rectification",
        sa.Column("table_name", key, nullable=False),
        sa.Column("key_digest", key, nullable=False),
        sa.Column("column_name", key, nullable=False),
        sa.Column("wrong_digest", key, nullable=False),
        sa.Column("request_id", key, nullable=False),
        sa.PrimaryKeyConstraint(
            "table_name", "key_digest", "column_name", "wrong_digest",
            name="pk_privacy_rectification",
        ),
    )  # fmt: skip
