"""A person erased: their rows stay for the totals, nothing tells any more whose they are.

The work goes step by step; each may be repeated, so whoever is killed goes on from the first one.
The file of the data is written anew after its rows have changed, and everything is searched at the
end for what gave the person away.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from vigie.kit.i18n import Locale, text
from vigie.kit.progress import Progress, silent
from vigie.model.schema import Model
from vigie.people.house import People
from vigie.privacy import leftovers
from vigie.privacy.copies import Copies
from vigie.privacy.finding import Reach
from vigie.privacy.ledger import Ledger, Mask, digest
from vigie.privacy.neutral import neutral, neutral_beside, pseudonym, token
from vigie.privacy.plan import Plan
from vigie.privacy.redaction import Fate
from vigie.warehouse import persons, texts
from vigie.warehouse.ddl import META
from vigie.warehouse.digests import keyed
from vigie.warehouse.engine import Session, Warehouse
from vigie.warehouse.names import quote

STEPS: Final = 7
KEYS: Final = "key"  # what digests of keys are kept under, whatever their table


@dataclass
class Erasure:
    """Carries plans out."""

    directory: Path
    locale: Locale
    model: Model
    warehouse: Warehouse
    people: People
    ledger: Ledger
    copies: Copies
    progress: Progress = silent
    counts: dict[str, Any] = field(default_factory=dict)

    def carry_out(self, plan: Plan) -> Mapping[str, Any]:
        """Erases whom the plan names, wherever they are; gives the certificate.

        It names counts and places, never the person. `left` lists the places where something was
        still found, which is nowhere unless a file could not be opened.
        """
        steps = (
            (text("Remembering whom to keep away"), self._keep_away),
            (text("Cleaning kept files"), self._clean_files),
            (text("Cleaning rows"), self._clean_rows),
            (text("Cleaning accounts and notes"), self._clean_state),
            (text("Writing the data anew"), self._write_anew),
            (text("Writing copies in other engines anew"), self._write_copies_anew),
            (text("Searching for what is left"), self._search),
        )
        for number, (words, step) in enumerate(steps):
            self.progress(words, number, STEPS)
            step(plan)
        certificate = {
            "request": plan.request,
            "kind": plan.kind,
            "people": len(plan.anchors),
            **self.counts,
        }
        self.ledger.close(plan.request, certificate)
        plan.remove(self.directory)
        return certificate

    def _keep_away(self, plan: Plan) -> None:
        secret = self.ledger.secret()
        reach = Reach(self.model, plan.anchors)
        for table, _, keys in reach.tables():
            digests = [digest(secret, table, key) for key in keys]
            self.ledger.keep(Mask.ERASED, table, digests, plan.request)
        addresses = [digest(secret, "email", one.strip().lower()) for one in plan.traces.emails]
        self.ledger.keep(Mask.ERASED, "email", addresses, plan.request)

    def _clean_files(self, plan: Plan) -> None:
        with self.warehouse.read() as session:
            fates = list(leftovers.clean_files(self.directory, plan.traces, session, self._apart()))
        self.counts["files"] = {
            "searched": len(fates),
            "redacted": fates.count(Fate.REDACTED),
            "removed": fates.count(Fate.REMOVED),
        }

    def _clean_rows(self, plan: Plan) -> None:
        reach, traces = Reach(self.model, plan.anchors), plan.traces
        name = token(self.locale, plan.request[::-1])
        with self.warehouse.write() as session:
            done = {
                "rows": dict(self._own_rows(session, reach)),
                "rows_beside": dict(self._rows_beside(session, reach, name)),
                "waiting_rows": sum(
                    persons.refused_rows(session, table, keys, traces.everywhere)
                    for table, _, keys in reach.tables()
                ),
                "texts": sum(_scrubbed(session, reach, plan, name)),
            }
            self._rekey(session, plan)
        self.counts.update(done)

    def _own_rows(self, session: Session, reach: Reach) -> Iterator[tuple[str, int]]:
        secret = self.ledger.secret()
        for table, subject, keys in reach.tables():
            declared = self.model.tables[table]
            name = pseudonym(self.locale, keyed(table, quote(declared.key[0]), secret))
            values = neutral(declared, subject, name)
            persons.forget_put_away(session, table, keys)
            yield table, persons.replace(session, persons.of_keys(declared, keys), values)

    def _rows_beside(self, session: Session, reach: Reach, name: str) -> Iterator[tuple[str, int]]:
        for rows, subject in reach.linked():
            values = neutral_beside(self.model.tables[rows.table], f"'{name}'")
            # What stands beside a salesperson is about customers, or a figure of the company.
            if values and subject.audience != "employees":
                yield rows.table, persons.replace(session, rows, values)

    def _rekey(self, session: Session, plan: Plan) -> None:
        secret = self.ledger.secret()
        keys = persons.rekey(session, plan.traces.everywhere, secret)
        self.ledger.keep(
            Mask.REKEYED, KEYS, [digest(secret, KEYS, key) for key in keys], plan.request
        )

    def _clean_state(self, plan: Plan) -> None:
        for user in plan.users:
            self.people.directory.erase(user, token(self.locale, user))
        self.counts["accounts"] = len(plan.users)
        self.counts["notes"] = leftovers.clean_state(self.people.store, plan.traces)
        self.people.store.compact()

    def _write_anew(self, plan: Plan) -> None:
        del plan
        self.warehouse.rewrite()

    def _write_copies_anew(self, plan: Plan) -> None:
        del plan
        self.counts["copies"] = self.copies.write_anew()

    def _search(self, plan: Plan) -> None:
        left = leftovers.search(
            self.directory, plan.traces, self.warehouse, self._apart(), self.copies
        )
        self.counts["left"] = sorted(left)

    def _apart(self) -> frozenset[Path]:
        """What is cleaned by those who own it."""
        return leftovers.own_plans(self.directory) | self.copies.folders


def _scrubbed(session: Session, reach: Reach, plan: Plan, name: str) -> Iterator[int]:
    """What stands in wordings: everywhere what tells surely, in their own rows every word."""
    found = {(schema, table): columns for schema, table, columns in texts.columns(session)}
    for (schema, _), columns in found.items():
        plain = [one for one in columns if schema == META or not persons.is_key(one.name)]
        yield texts.scrub(session, plain, plan.traces.everywhere, name)
    for rows in [*(rows for rows, _ in reach.linked()), *reach.lines()]:
        for schema in persons.SCHEMAS:
            columns = found.get((schema, rows.table), [])
            words = [one for one in columns if _is_wording(reach.model, rows.table, one.name)]
            if persons.count(session, rows, schema):
                yield texts.scrub(session, words, plan.traces.own, name, rows.where, rows.values)


def _is_wording(model: Model, table: str, column: str) -> bool:
    declared = model.tables[table].columns.get(column)
    return column == "attributes" or (declared is not None and declared.type.value == "text")
