"""A person's data handed over (RGPD, art. 15 and 20): JSON and CSV for machines, a page to read."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from vigie.kit.i18n import Locale, text
from vigie.model.schema import Model
from vigie.people.roles import Roles
from vigie.privacy.finding import Reach
from vigie.warehouse import persons
from vigie.warehouse.ddl import CORE
from vigie.warehouse.engine import Session
from vigie.warehouse.persons import Rows

SECRETS = ("costs", "pay")  # what the company's own figures are, not what a person gave

Found = Mapping[str, list[dict[str, Any]]]


def gathered(session: Session, reach: Reach, roles: Roles) -> Found:
    """Table → the rows about the persons and those that point to them, filled columns only."""
    found: dict[str, list[dict[str, Any]]] = {}
    kept_back = roles.columns(SECRETS)
    for rows in _rows(reach):
        table = reach.model.tables[rows.table]
        columns = [name for name in table.columns if f"{table.name}.{name}" not in kept_back]
        for row in persons.values(session, rows, columns, [CORE]):
            told = {name: value for name, value in row.items() if value is not None}
            if told not in found.setdefault(rows.table, []):
                found[rows.table].append(told)
    return {table: rows for table, rows in found.items() if rows}


def packed(found: Found, model: Model, company: str, locale: Locale, today: date) -> bytes:
    """The zip that is handed over."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        told = {"company": company, "day": today.isoformat(), "data": found}
        archive.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=2, default=str))
        archive.writestr("summary.md", "\n".join(_summary(found, model, company, locale, today)))
        for table, rows in found.items():
            archive.writestr(f"{table}.csv", _csv(rows))
    return written.getvalue()


def _rows(reach: Reach) -> Iterator[Rows]:
    for table, _, keys in reach.tables():
        yield persons.of_keys(reach.model.tables[table], keys)
    for rows, _ in reach.linked():
        yield rows


def _summary(
    found: Found, model: Model, company: str, locale: Locale, today: date
) -> Iterator[str]:
    head = text("What {company} holds about you on {day}", company=company, day=today)
    yield f"# {head.to(locale)}\n"
    for table, rows in found.items():
        declared = model.tables[table]
        yield f"\n## {declared.label.to(locale)} ({len(rows)})\n"
        for row in rows[:20]:
            said = (f"{declared.columns[n].label.to(locale)}: {v}" for n, v in row.items())
            yield f"- {'; '.join(said)}"
        if len(rows) > 20:
            yield text("… and {count} more, all of them in {table}.csv.",
                       count=len(rows) - 20, table=table).to(locale)  # fmt: skip


def _csv(rows: list[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    written = io.StringIO()
    writer = csv.DictWriter(written, names)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()
