"""The register and the notices as texts: Markdown for people, CSV and JSON for machines."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Final

from vigie.kit.i18n import Label, Locale, Text, text
from vigie.privacy.register import Entry, Register

FIELDS: Final = {
    "purpose": text("Purpose"),
    "legal_basis": text("Legal basis"),
    "people": text("People concerned"),
    "categories": text("Categories of data"),
    "columns": text("Personal columns"),
    "sources": text("Where they come from"),
    "recipients": text("Who sees them"),
    "outside": text("Recipients outside the company"),
    "transfers": text("Transfers out of the European Union"),
    "retention": text("How long"),
    "rows": text("Rows held today"),
}
_HEAD: Final = text("Register of processing activities")
_MEASURES: Final = text("Security measures")
_NONE: Final = text("none")
_MISSING: Final = text("to be completed in privacy.yaml")


def value(entry: Entry, field: str, locale: Locale) -> str:
    """What an entry says under one heading."""
    said = getattr(entry, field)
    if isinstance(said, tuple):
        return ", ".join(_words(one, locale) for one in said) or _NONE.to(locale)
    return _words(said, locale)


def parties(register: Register, locale: Locale) -> Iterator[tuple[str, str]]:
    """Who answers for the processing."""
    missing = _MISSING.to(locale)
    yield text("Controller").to(locale), str(register.controller) or missing
    yield text("Data protection officer").to(locale), str(register.officer) or missing


def markdown(register: Register, locale: Locale) -> str:
    """The register as a document."""
    lines = [f"# {_HEAD.to(locale)}", ""]
    lines += [f"- **{name}**: {said}" for name, said in parties(register, locale)]
    for entry in register.entries:
        lines += ["", f"## {entry.label.to(locale)}", ""]
        lines += [
            f"- **{heading.to(locale)}**: {value(entry, field, locale)}"
            for field, heading in FIELDS.items()
        ]
    lines += ["", f"## {_MEASURES.to(locale)}", ""]
    lines += [f"- {_words(one, locale)}" for one in register.security]
    return "\n".join([*lines, ""])


def comma_separated(register: Register, locale: Locale) -> str:
    """One line an activity."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([text("Activity").to(locale), *(head.to(locale) for head in FIELDS.values())])
    for entry in register.entries:
        told = (value(entry, field, locale) for field in FIELDS)
        writer.writerow([entry.label.to(locale), *told])
    return written.getvalue()


def in_json(register: Register, locale: Locale) -> str:
    """The register for programs."""
    told = {
        "controller": register.controller.model_dump(),
        "officer": register.officer.model_dump(),
        "activities": [
            {"id": entry.name, "label": entry.label.to(locale)}
            | {field: _plain(getattr(entry, field), locale) for field in FIELDS}
            for entry in register.entries
        ],
        "security": [_words(one, locale) for one in register.security],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _plain(said: object, locale: Locale) -> object:
    if isinstance(said, int):
        return said
    return _list(said, locale) if isinstance(said, tuple) else _words(said, locale)


def _list(said: Iterable[object], locale: Locale) -> list[str]:
    return [_words(one, locale) for one in said]


def _words(said: object, locale: Locale) -> str:
    return said.to(locale) if isinstance(said, Label | Text) else str(said)
