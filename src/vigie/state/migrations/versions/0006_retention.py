"""When retention was looked at, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    key = sa.String(64)
    op.create_table(
        "privacy_run",
        sa.Column("id", key, nullable=False),
        sa.Column("actor", key, nullable=False),
        sa.Column("applied", sa.Boolean, nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("outcome", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_run"),
    )
