"""Boards of people's own in versions, saved views, first pages, notes on dates."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.String(64)


def upgrade() -> None:
    op.create_table(
        "board",
        sa.Column("id", KEY, nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("copy_of", sa.String(200)),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("removed_at", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_board"),
        _of_a_person("board", "owner_id"),
    )
    op.create_index("ix_board_owner_id", "board", ["owner_id"])
    op.create_table(
        "board_version",
        sa.Column("board_id", KEY, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("parent", sa.Integer),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("author_id", KEY),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("board_id", "number", name="pk_board_version"),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name="fk_board_version_board_id", ondelete="CASCADE"
        ),
        _by_somebody("board_version"),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", KEY, nullable=False),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        _of_a_person("saved_view", "owner_id"),
    )
    op.create_index("ix_saved_view_owner_id", "saved_view", ["owner_id"])
    op.create_table(
        "first_page",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_first_page"),
        _of_a_person("first_page", "person_id"),
    )
    op.create_table(
        "annotation",
        sa.Column("id", KEY, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("words_en", sa.String(300)),
        sa.Column("words_fr", sa.String(300)),
        sa.Column("metric", sa.String(100)),
        sa.Column("dimension", sa.String(100)),
        sa.Column("member", sa.String(200)),
        sa.Column("author_id", KEY),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("removed_at", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_annotation"),
        _by_somebody("annotation"),
    )
    op.create_index("ix_annotation_starts_on", "annotation", ["starts_on"])
    _shares("board_share", "board")
    _shares("view_share", "saved_view")


def _shares(name: str, of: str) -> None:
    op.create_table(
        name,
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("may_edit", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("subject_id", "kind", "key", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["subject_id"], [f"{of}.id"], name=f"fk_{name}_subject_id", ondelete="CASCADE"
        ),
    )


def _of_a_person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["person.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )


def _by_somebody(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["author_id"], ["person.id"], name=f"fk_{table}_author_id", ondelete="SET NULL"
    )
