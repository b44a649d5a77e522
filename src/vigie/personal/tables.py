"""What is kept of boards, views, notes on dates and files on their way in."""

from typing import Final

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

from vigie.people.tables import KEY
from vigie.state.tables import Instant, metadata

board: Final = Table(
    "board",
    metadata,
    Column("id", KEY, primary_key=True),
    Column(
        "owner_id", KEY, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("number", Integer, nullable=False),  # of the version that is shown
    Column("copy_of", String(200)),  # the name of the board that it began as
    Column("made_at", Instant, nullable=False),
    Column("removed_at", Instant),
)

board_version: Final = Table(
    "board_version",
    metadata,
    Column("board_id", KEY, ForeignKey("board.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("parent", Integer),  # the version that was changed; null: the first one
    Column("at", Instant, nullable=False),
    Column("author_id", KEY, ForeignKey("person.id", ondelete="SET NULL")),
    Column("content", Text, nullable=False),  # YAML, as in the folder dashboards
)

view: Final = Table(
    "saved_view",
    metadata,
    Column("id", KEY, primary_key=True),
    Column(
        "owner_id", KEY, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("name", String(100), nullable=False),
    Column("address", Text, nullable=False),  # path and question of one of our pages
    Column("made_at", Instant, nullable=False),
)

first_page: Final = Table(
    "first_page",
    metadata,
    Column("person_id", KEY, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("address", Text, nullable=False),
)

annotation: Final = Table(
    "annotation",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("starts_on", Date, nullable=False, index=True),
    Column("ends_on", Date, nullable=False),  # included
    Column("words_en", String(300)),
    Column("words_fr", String(300)),
    Column("metric", String(100)),  # null: about every indicator
    Column("dimension", String(100)),  # null: about all members
    Column("member", String(200)),  # the key of a member of the dimension
    Column("author_id", KEY, ForeignKey("person.id", ondelete="SET NULL")),
    Column("made_at", Instant, nullable=False),
    Column("removed_at", Instant),
)

upload: Final = Table(
    "upload",
    metadata,
    Column("id", KEY, primary_key=True),  # the name of the folder that holds the files
    Column(
        "owner_id", KEY, ForeignKey("person.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("files", Text, nullable=False),  # their names, as JSON
    Column("asked", Text, nullable=False),  # how they are to be read, as JSON
    Column("received_at", Instant, nullable=False),
)


def _shares(of: str) -> Table:
    return Table(
        f"{of.removeprefix('saved_')}_share",
        metadata,
        Column("subject_id", KEY, ForeignKey(f"{of}.id", ondelete="CASCADE"), primary_key=True),
        Column("kind", String(16), primary_key=True),  # everyone, role, person
        Column("key", String(64), primary_key=True),  # the role's name, the person's id, or nothing
        Column("may_edit", Boolean, nullable=False),
    )


board_share: Final = _shares("board")
view_share: Final = _shares("saved_view")
