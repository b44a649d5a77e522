"""The information that is owed to people (RGPD, art. 13 and 14), one notice an audience."""

from vigie.kit.i18n import Locale, Text, text
from vigie.privacy.declaration import Declaration
from vigie.privacy.register import Entry, Register
from vigie.privacy.written import parties, value

_RIGHTS = text(
    "You may ask to see your data, to have them corrected, erased, restricted or handed over in a "
    "readable file, and you may object to their use. You may withdraw a consent at any time, as "
    "simply as you gave it."
)
_COMPLAINT = text(
    "If you think that your rights are not respected, you may complain to the CNIL (www.cnil.fr)."
)
_YOURS = text("Your rights")
_MACHINES = text("No decision about you is taken by a machine alone.")


def notice(register: Register, declaration: Declaration, audience: str, locale: Locale) -> str:
    """The notice for one audience, in Markdown."""
    label = declaration.audiences[audience]
    head = text("What we do with your data: {audience}", audience=label)
    lines = [f"# {head.to(locale)}", ""]
    lines += [f"- **{name}**: {said}" for name, said in parties(register, locale)]
    for entry in entries_of(register, declaration, audience):
        lines += ["", f"## {entry.label.to(locale)}", "", entry.purpose.to(locale), ""]
        lines += [f"- **{words.to(locale)}**: {said}" for words, said in _told(entry, locale)]
    lines += ["", f"## {_YOURS.to(locale)}", ""]
    lines += [_RIGHTS.to(locale), "", _address(register, locale)]
    return "\n".join([*lines, "", _MACHINES.to(locale), "", _COMPLAINT.to(locale), ""])


def entries_of(register: Register, declaration: Declaration, audience: str) -> list[Entry]:
    """The activities that concern an audience."""
    label = declaration.audiences[audience]
    return [entry for entry in register.entries if label in entry.people]


def _told(entry: Entry, locale: Locale) -> list[tuple[Text, str]]:
    fields = {
        "legal_basis": text("On what ground"),
        "categories": text("Which data"),
        "recipients": text("Who sees them"),
        "outside": text("Recipients outside the company"),
        "transfers": text("Transfers out of the European Union"),
        "retention": text("How long"),
    }
    told = [(words, value(entry, field, locale)) for field, words in fields.items()]
    return [one for one in told if one[1] != text("none").to(locale)]


def _address(register: Register, locale: Locale) -> str:
    officer, controller = register.officer, register.controller
    address = officer.email or officer.address or controller.email or controller.address
    if not address:
        address = text("(to be completed in privacy.yaml)").to(locale)
    return text("Write to {address}: you are answered within one month.", address=address).to(
        locale
    )
