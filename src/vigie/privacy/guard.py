"""Keeps persons who were erased or restricted nameless when a source sends them again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from vigie.intake.guard import KEY, Correction, Masking, Met, Persons
from vigie.kit.i18n import Locale
from vigie.model.schema import Model
from vigie.privacy import pattern
from vigie.privacy.ledger import Ledger, Mask, digest
from vigie.privacy.neutral import neutral, pseudonym, token
from vigie.privacy.redaction import redact
from vigie.privacy.subjects import load_subjects
from vigie.privacy.traces import Traces
from vigie.warehouse import persons, texts
from vigie.warehouse.ddl import META
from vigie.warehouse.digests import keyed
from vigie.warehouse.engine import Session, Warehouse
from vigie.warehouse.names import quote

_PARQUET = b"PAR1"


@dataclass(frozen=True)
class Keeper:
    """What imports ask before they let rows in."""

    locale: Locale
    model: Model
    warehouse: Warehouse
    ledger: Ledger

    def masking(self) -> Masking | None:
        """Whom the run that begins keeps nameless; None: nobody."""
        erased, restricted = self.ledger.digests(Mask.ERASED), self.ledger.digests(Mask.RESTRICTED)
        rekeyed = self.ledger.digests(Mask.REKEYED).get(KEY, frozenset())
        corrections = [Correction(*one) for one in self.ledger.corrections()]
        if not (erased or restricted or corrections):
            return None
        hidden = {
            kind: erased.get(kind, frozenset()) | restricted.get(kind, frozenset())
            for kind in {*erased, *restricted}
        }
        secret = self.ledger.secret()
        return Masking(secret, hidden, rekeyed, dict(self._persons(secret)), corrections)

    def _persons(self, secret: str) -> Mapping[str, Persons]:
        found: dict[str, Persons] = {}
        for name, subject in load_subjects().items():
            table = self.model.tables[name]
            called = pseudonym(self.locale, keyed(name, quote(table.key[0]), secret))
            found[name] = Persons(subject.emails, neutral(table, subject, called))
        return found

    def sweep(self, session: Session, import_id: str, met: Sequence[Met]) -> None:
        """Cleans what else the run wrote of them: waiting rows, wordings of other rows."""
        known = self._erased(met)
        if not known:
            return
        secret = self.ledger.secret()
        for table in {one.table for one in known}:
            digests = [digest(secret, table, one.key) for one in known if one.table == table]
            # Somebody known by their address has come under another key.
            self.ledger.keep(Mask.ERASED, table, digests, import_id)
        traces = _traces(known)
        name = token(self.locale, digest(secret, "text", import_id))
        for table in load_subjects():
            keys = [one.key for one in known if one.table == table]
            persons.refused_rows(session, table, keys, traces.everywhere)
        for schema, _, columns in texts.columns(session):
            plain = [one for one in columns if schema == META or not persons.is_key(one.name)]
            if "import_id" in {one.name for one in columns}:
                texts.scrub(session, plain, traces.everywhere, name, "import_id = ?", [import_id])

    def clean(self, kept: Path, met: Sequence[Met]) -> None:
        """Cleans a received file before it is kept."""
        traces = _traces(self._erased(met))
        if not traces.everywhere:
            return
        if kept.read_bytes()[: len(_PARQUET)] != _PARQUET:
            redact(kept, traces)
            return
        with self.warehouse.read() as session, TemporaryDirectory(dir=kept.parent) as folder:
            if texts.in_parquet(session, kept, traces.everywhere):
                without = Path(folder) / "rows"
                texts.parquet_without(session, kept, traces.everywhere, without)
                without.replace(kept)

    def _erased(self, met: Sequence[Met]) -> list[Met]:
        """Those who are gone for good; the others may come back when they are released."""
        restricted, secret = self.ledger.digests(Mask.RESTRICTED), self.ledger.secret()
        return [
            one
            for one in met
            if digest(secret, one.table, one.key) not in restricted.get(one.table, frozenset())
        ]


def _traces(met: Sequence[Met]) -> Traces:
    """What the rows said of the persons; addresses and numbers that others share are left."""
    found = Traces()
    for one in met:
        subject = load_subjects()[one.table]
        said = {name: str(value) for name, value in one.said.items() if value is not None}
        found += Traces(
            names=tuple(said[c] for c in subject.names if c in said),
            emails=tuple(said[c] for c in subject.emails if c in said),
            phones=tuple(said[c] for c in subject.phones if c in said),
            words=tuple(w for c in subject.parts if c in said for w in pattern.words_of(said[c])),
        )
    return found.distinct()
