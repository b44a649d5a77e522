"""Consent by purpose and channel: what holds for a person, a new decision, whom one may contact."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from vigie.intake.service import Intake
from vigie.kit.errors import Invalid
from vigie.kit.spelling import nearest
from vigie.model.schema import Model
from vigie.people.audit import COMMAND_LINE, Action
from vigie.people.house import People
from vigie.privacy.declaration import Declaration
from vigie.privacy.finding import Anchor
from vigie.settings import Settings
from vigie.warehouse import consents
from vigie.warehouse.consents import Contact, Decision
from vigie.warehouse.engine import Warehouse

MONTH: Final = timedelta(days=30.44)
SOFT: Final = frozenset({"prospecting", "newsletter"})  # what the soft opt-in may be for
_FILE: Final = "consent.csv"


class Answer(StrEnum):
    """What somebody may decide."""

    GRANTED = "granted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision to be kept, with its proof."""

    purpose: str
    channel: str
    status: str
    source: str = ""  # where it was given: a form, a letter, a call
    proof: str = ""
    text_version: str = ""  # of `texts` in privacy.yaml


@dataclass(frozen=True)
class Consents:
    """The desk at which decisions are kept and looked up."""

    warehouse: Warehouse
    model: Model
    settings: Settings
    declaration: Declaration
    intake: Intake
    people: People

    def of(self, person: Anchor) -> list[Decision]:
        """What a person decided, the latest first; those that hold are marked."""
        with self.warehouse.read() as session:
            return consents.decisions(session, person.key)

    def record(
        self, person: Anchor, said: Recorded, actor: str = COMMAND_LINE, at: datetime | None = None
    ) -> str:
        """Keeps a decision as an import of one row; gives the import. Raises Invalid."""
        if person.table not in ("contact", "account"):
            raise Invalid("A consent is given by a contact or a private customer.")
        self._check("purpose", said.purpose)
        self._check("channel", said.channel)
        _known("status", said.status, [*Answer])
        if said.text_version and self.declaration.company.texts:
            _known("text_version", said.text_version, self.declaration.company.texts)
        moment = at or datetime.now(self.settings.zone).replace(tzinfo=None)
        row = {
            "person_id": person.key,
            f"{person.table}_id": person.key,
            "recorded_at": moment.isoformat(" ", "milliseconds"),
            "legal_basis": "consent",
            **{name: value for name, value in asdict(said).items() if value},
        }
        with TemporaryDirectory() as folder:
            file = Path(folder) / _FILE
            _write(file, row)
            report = self.intake.commit(self.intake.plan([file], as_table="consent"))
        if report.quarantined:
            self.intake.undo(report.import_id)
            raise Invalid("This decision could not be kept: check its date and its words.")
        self.people.audit.record(
            Action.CONSENT_RECORDED,
            actor,
            report.import_id,
            purpose=said.purpose,
            channel=said.channel,
            status=said.status,
        )
        return report.import_id

    def contacts(self, purpose: str, channel: str, actor: str = COMMAND_LINE) -> list[Contact]:
        """Whom one may contact, and nobody else; the list is written down in the audit.

        Raises Invalid for an unknown purpose or channel.
        """
        self._check("purpose", purpose)
        self._check("channel", channel)
        now = datetime.now(self.settings.zone).replace(tzinfo=None)
        with self.warehouse.read() as session:
            found = consents.contactable(
                session, purpose, channel, now, self._customers_since(purpose, channel, now)
            )
        self.people.audit.record(
            Action.CONTACTS_LISTED, actor, "", purpose=purpose, channel=channel, count=len(found)
        )
        return found

    def choices(self, column: str) -> tuple[str, ...]:
        """The purposes or the channels."""
        return self.model.tables["consent"].columns[column].values

    def _customers_since(self, purpose: str, channel: str, now: datetime) -> datetime | None:
        rule = self.declaration.company.contacting
        if not rule.soft_opt_in or channel != "email" or purpose not in SOFT:
            return None
        return now - rule.soft_months * MONTH

    def _check(self, column: str, word: str) -> None:
        _known(column, word, self.choices(column))


def table(contacts: Sequence[Contact]) -> list[Mapping[str, str]]:
    """The list as plain words, one mapping a person."""
    names = [field.name for field in fields(Contact)]
    return [
        {name: "" if (value := getattr(one, name)) is None else str(value) for name in names}
        for one in contacts
    ]


def _known(kind: str, word: str, words: Sequence[str] | Mapping[str, object]) -> None:
    if word not in words:
        raise Invalid(
            "There is no {kind} '{word}'; did you mean '{nearest}'?",
            kind=kind,
            word=word,
            nearest=nearest(word, words) or ", ".join(words),
        )


def _write(file: Path, row: Mapping[str, str]) -> None:
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, list(row))
        writer.writeheader()
        writer.writerow(row)
