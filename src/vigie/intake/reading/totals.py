"""The line of totals that reports end with: no row, though it looks like one."""

import re
from typing import Final

from vigie.intake.reading.source import LINE, RejectedLine
from vigie.intake.reading.staging import Staged
from vigie.kit.i18n import text
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote

_TOTAL: Final = re.compile(r"(grand |sous-|sub-?)?tota(l|ux)\b.{0,20}", re.IGNORECASE)


def last_total(session: Session, staged: Staged) -> RejectedLine | None:
    """The last row, when its first word is a total and some of its cells are empty.

    Files with types of their own come from programs, which write no line of totals.
    """
    if staged.rows < 2 or staged.types:
        return None
    line = session.scalar(f"SELECT max({quote(LINE)}) FROM {staged.relation}")
    found = session.row(f"SELECT * FROM {staged.relation} WHERE {quote(LINE)} = {line}") or ()
    cells = found[1:]
    filled = [cell for cell in cells if cell]
    if len(filled) == len(cells) or not filled or not _TOTAL.fullmatch(filled[0].strip()):
        return None
    raw = ";".join(cell or "" for cell in cells)
    return RejectedLine(line, raw, text("it is a total of the rows above"))
