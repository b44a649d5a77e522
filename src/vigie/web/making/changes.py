"""What the editor's forms ask to be done to a board, by the word on their button."""

from collections.abc import Callable, Mapping
from typing import Final

from pydantic import ValidationError

from vigie.kit.errors import Invalid
from vigie.web.boards.declaration import Dashboard, Words, read_dashboard
from vigie.web.boards.edit import (
    Piece,
    added,
    fresh,
    piece,
    placed,
    removed,
    replaced,
    resized,
    stepped,
)
from vigie.web.boards.frame import Names, Tile
from vigie.web.boards.suggestion import panel
from vigie.web.boards.written import written
from vigie.web.cockpit import Cockpit
from vigie.web.making.settings import Form, filled

Change = Callable[[Dashboard, str, Form, Cockpit], tuple[Dashboard, str]]
"""A board, the name of a part and a form → the changed board, and the part that it was about."""
SHOWN: Final = 10  # members of a chart that was just added
LONGEST_NAME: Final = 120


def change(board: Dashboard, form: Form, here: Cockpit) -> tuple[Dashboard, str]:
    """The board as the form wants it; raises Invalid, NotFound or Refused."""
    made = CHANGES.get(str(form.get("do", "")))
    if made is None:
        raise Invalid("This button does nothing here.")
    changed, name = made(board, str(form.get("part", "")), form, here)
    # Whatever was done, what is kept can be read again.
    return read_dashboard(written(changed), "board"), name


def _figure(board: Dashboard, name: str, form: Form, here: Cockpit) -> tuple[Dashboard, str]:  # noqa: ARG001
    metric = here.metric(str(form.get("metric", "")))
    tile = Tile(metric=metric.id, id=fresh(board, metric.id))
    return added(board, tile), tile.id


def _chart(board: Dashboard, name: str, form: Form, here: Cockpit) -> tuple[Dashboard, str]:  # noqa: ARG001
    metric = here.metric(str(form.get("metric", "")))
    drawn = panel("columns", [metric], ["month"], SHOWN)
    drawn = drawn.model_copy(update={"id": fresh(board, f"{metric.id}_by_month")})
    return added(board, drawn), drawn.id


def _text(board: Dashboard, name: str, form: Form, here: Cockpit) -> tuple[Dashboard, str]:  # noqa: ARG001
    words = Words(
        id=fresh(board, "text"),
        chart="text",
        label=Names(en="Text", fr="Texte"),
        columns=6,
        body=Names(en="", fr=""),
    )
    return added(board, words), words.id


def _again(board: Dashboard, name: str, form: Form, here: Cockpit) -> tuple[Dashboard, str]:  # noqa: ARG001
    double: Piece = piece(board, name).model_copy(update={"id": fresh(board, name)})
    row = board.tiles if isinstance(double, Tile) else board.panels
    names = [part.id for part in row]
    after = names[names.index(name) + 1] if name != names[-1] else ""
    return placed(added(board, double), double.id, after), double.id


def _remove(board: Dashboard, name: str, form: Form, here: Cockpit) -> tuple[Dashboard, str]:  # noqa: ARG001
    return removed(board, name), ""


def _step(steps: int) -> Change:
    def made(board: Dashboard, name: str, form: Form, here: Cockpit) -> tuple[Dashboard, str]:  # noqa: ARG001
        return stepped(board, name, steps), name

    return made


def _place(board: Dashboard, name: str, form: Form, here: Cockpit) -> tuple[Dashboard, str]:  # noqa: ARG001
    return placed(board, name, str(form.get("before", ""))), name


def _grow(columns: int, rows: int) -> Change:
    def made(board: Dashboard, name: str, form: Form, here: Cockpit) -> tuple[Dashboard, str]:  # noqa: ARG001
        part = piece(board, name)
        if isinstance(part, Tile):
            return board, name
        return resized(board, name, part.columns + columns, part.rows + rows), name

    return made


def _size(board: Dashboard, name: str, form: Form, here: Cockpit) -> tuple[Dashboard, str]:  # noqa: ARG001
    columns, rows = str(form.get("columns", "")), str(form.get("rows", ""))
    if not (columns.isdecimal() and rows.isdecimal()):
        raise Invalid("A size is a number of columns and of rows.")
    return resized(board, name, int(columns[:3]), int(rows[:3])), name


def _set(board: Dashboard, name: str, form: Form, here: Cockpit) -> tuple[Dashboard, str]:
    return replaced(board, name, filled(piece(board, name), form, here)), name


def _frame(board: Dashboard, name: str, form: Form, here: Cockpit) -> tuple[Dashboard, str]:  # noqa: ARG001
    label, question = _both(form, "label"), _both(form, "question")
    if label is None:
        raise Invalid("A board has a name.")
    held = board.model_dump() | {"label": label, "question": question}
    held["period"] = form.get("board-period", board.period)
    try:
        return Dashboard.model_validate(held), ""
    except ValidationError as error:
        raise Invalid("This is not a period that a board can open with.") from error


def _both(form: Form, name: str) -> dict[str, str] | None:
    en, fr = (str(form.get(f"{name}-{one}", "")).strip()[:LONGEST_NAME] for one in ("en", "fr"))
    return {"en": en or fr, "fr": fr or en} if en or fr else None


def _yaml(board: Dashboard, name: str, form: Form, here: Cockpit) -> tuple[Dashboard, str]:  # noqa: ARG001
    return read_dashboard(str(form.get("yaml", "")), "board"), ""


CHANGES: Final[Mapping[str, Change]] = {
    "figure": _figure,
    "chart": _chart,
    "text": _text,
    "again": _again,
    "remove": _remove,
    "earlier": _step(-1),
    "later": _step(1),
    "place": _place,
    "wider": _grow(1, 0),
    "narrower": _grow(-1, 0),
    "taller": _grow(0, 1),
    "shorter": _grow(0, -1),
    "size": _size,
    "set": _set,
    "frame": _frame,
    "yaml": _yaml,
}
