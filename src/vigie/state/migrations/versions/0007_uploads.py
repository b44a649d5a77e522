"""Files sent for import that wait for a decision."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    key = sa.String(64)
    op.create_table(
        "upload",
        sa.Column("id", key, nullable=False),
        sa.Column("owner_id", key, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name="fk_upload_owner_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_upload_owner_id", "upload", ["owner_id"])
