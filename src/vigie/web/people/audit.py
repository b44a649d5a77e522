"""The page of who did what, for those who watch over personal data."""

import csv
import io
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from vigie.kit.i18n import Text, text
from vigie.people.audit import COMMAND_LINE, NOBODY, Action, Wish
from vigie.privacy.runs import SCHEDULE
from vigie.web.cockpit import Cockpit, Here
from vigie.web.export import cell

router = APIRouter(include_in_schema=False)
PAGE: Final = 100
WORDS: Final[Mapping[Action, Text]] = {
    Action.SIGN_IN: text("signed in"),
    Action.SIGN_IN_FAILED: text("did not get in"),
    Action.SIGN_OUT: text("signed out"),
    Action.SESSION_ENDED: text("ended a session"),
    Action.PASSWORD_CHOSEN: text("chose a password"),
    Action.SECOND_FACTOR_ON: text("turned a second factor on"),
    Action.SECOND_FACTOR_OFF: text("turned a second factor off"),
    Action.LINK_MADE: text("made a link to choose a password"),
    Action.TOKEN_MADE: text("made a token"),
    Action.TOKEN_REVOKED: text("revoked a token"),
    Action.PERSON_ADDED: text("let somebody in"),
    Action.PERSON_CHANGED: text("changed somebody's rights"),
    Action.LOOKED_AS: text("looked through somebody's eyes"),
    Action.EXPORTED: text("took data away"),
    Action.IMPORTED: text("imported files"),
    Action.UNDONE: text("took an import back"),
    Action.BOARD_MADE: text("made a board"),
    Action.BOARD_CHANGED: text("changed a board"),
    Action.BOARD_SHARED: text("shared a board"),
    Action.BOARD_REMOVED: text("put a board away"),
    Action.BOARD_RESTORED: text("took a board back"),
    Action.BOARD_PUBLISHED: text("published a board"),
    Action.BOARD_REVERTED: text("went back to a shipped board"),
    Action.VIEW_SAVED: text("saved a view"),
    Action.VIEW_SHARED: text("shared a view"),
    Action.VIEW_REMOVED: text("removed a saved view"),
    Action.ANNOTATION_MADE: text("wrote a note on a date"),
    Action.ANNOTATION_REMOVED: text("removed a note on a date"),
    Action.DEFINITIONS_CHANGED: text("changed definitions"),
    Action.PERSONAL_DATA_SEEN: text("saw personal data"),
    Action.AUDIT_EXPORTED: text("took the audit away"),
    Action.BACKED_UP: text("made a backup"),
    Action.RESTORED: text("restored a backup"),
    Action.PERSON_EXPORTED: text("handed over a person's data"),
    Action.PERSON_ERASED: text("erased persons"),
    Action.PERSON_RECTIFIED: text("corrected a person's data"),
    Action.PERSON_RESTRICTED: text("restricted or released a person's data"),
    Action.RETENTION_LOOKED_AT: text("looked for what is kept too long"),
    Action.RETENTION_APPLIED: text("made nameless what was kept too long"),
    Action.CONSENT_RECORDED: text("recorded a consent or its withdrawal"),
    Action.CONTACTS_LISTED: text("listed persons to contact"),
}


@router.get("/audit")
def audit(
    request: Request,
    here: Here,
    action: Action | None = None,
    before: int | None = Query(None, ge=1),
) -> HTMLResponse:
    """What was done, the latest first."""
    kept = here.workspace.people.audit
    entries = kept.entries(Wish(action=action.value if action else None, before=before, limit=PAGE))
    return here.pages.render(
        request,
        "people/audit.html",
        entries=entries,
        verdict=kept.verify(),
        names=_names(here),
        words=WORDS,
        chosen=action,
        older=entries[-1].number if len(entries) == PAGE else None,
    )


@router.get("/audit.csv")
def export(here: Here) -> Response:
    """Every entry with its seal, the oldest first."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["number", "at", "action", "actor", "subject", "detail", "address", "seal"])
    for one in here.workspace.people.audit.oldest_first():
        told = (one.number, one.at, one.action, one.actor, one.subject, one.detail, one.address)
        writer.writerow([*map(cell, told), one.seal])
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(written.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _names(here: Cockpit) -> Mapping[str, str]:
    """Who stands behind an entry's id: names are looked up, not kept in the record."""
    locale = here.workspace.settings.locale
    known = {person.id: person.name for person in here.workspace.people.directory.all()}
    return {
        **known,
        NOBODY: "",
        COMMAND_LINE: text("command line").to(locale),
        SCHEDULE: text("the schedule").to(locale),
    }
