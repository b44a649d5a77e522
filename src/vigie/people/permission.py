"""Everything that a person may be allowed to do; routes and commands name one each."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from vigie.kit.i18n import Text, text


class Permission(StrEnum):
    """One thing that a role may do."""

    SEE_FIGURES = "see_figures"
    SEE_ROWS = "see_rows"
    SEE_INDIVIDUALS = "see_individuals"
    EXPORT = "export"
    MAKE_BOARDS = "make_boards"
    SHARE = "share"
    PUBLISH_BOARDS = "publish_boards"
    ANNOTATE = "annotate"
    SEE_IMPORTS = "see_imports"
    IMPORT = "import"
    UNDO_IMPORTS = "undo_imports"
    MAKE_TOKENS = "make_tokens"
    MANAGE_PEOPLE = "manage_people"
    SEE_AS = "see_as"
    SEE_AUDIT = "see_audit"
    EXPORT_AUDIT = "export_audit"
    SEE_PRIVACY = "see_privacy"
    KEEP_PRIVACY = "keep_privacy"


MEANINGS: Final[Mapping[Permission, Text]] = {
    Permission.SEE_FIGURES: text("See figures, boards and definitions"),
    Permission.SEE_ROWS: text("See the rows behind figures, and documents"),
    Permission.SEE_INDIVIDUALS: text("See the figures of single salespeople, side by side"),
    Permission.EXPORT: text("Take figures and rows away in files"),
    Permission.MAKE_BOARDS: text("Make boards and saved views of their own"),
    Permission.SHARE: text("Share boards and saved views with others"),
    Permission.PUBLISH_BOARDS: text("Publish boards for the whole company"),
    Permission.ANNOTATE: text("Write notes on dates, shown on charts"),
    Permission.SEE_IMPORTS: text("See what was imported and what waits"),
    Permission.IMPORT: text("Import files and correct rows that wait"),
    Permission.UNDO_IMPORTS: text("Take imports back"),
    Permission.MAKE_TOKENS: text("Make tokens for programs"),
    Permission.MANAGE_PEOPLE: text("Let people in and give them roles"),
    Permission.SEE_AS: text("See what another person sees"),
    Permission.SEE_AUDIT: text("Read who did what"),
    Permission.EXPORT_AUDIT: text("Take the audit away in a file"),
    Permission.SEE_PRIVACY: text("Read the register, the notices and what is kept how long"),
    Permission.KEEP_PRIVACY: text("Find persons, record consents, answer their requests"),
}
