"""What each received row would make of core: merged with the row that is there, completed."""

from dataclasses import dataclass
from typing import Final

from vigie.intake.candidate import BAD, ROW
from vigie.intake.currency import Conversion
from vigie.intake.derivation import derivable, derived_list, derived_value, is_derived
from vigie.intake.literal import literal
from vigie.model.schema import ColumnType, Table
from vigie.warehouse.ddl import COMPANY_SUFFIX, CORE, SYSTEM_COLUMNS, engine_columns
from vigie.warehouse.engine import Session
from vigie.warehouse.names import qualified, quote

OLD: Final = '"#old"'  # the row of core that it replaces
OWNER: Final = '"#import"'  # the import that this row of core came from
OPERATION: Final = '"#op"'  # created, updated or unchanged
_HASH: Final = '"#hash"'
_DERIVED: Final = '"#derived"'
_PLACEHOLDER: Final = '"#placeholder"'
_ORIGIN: Final = ("source_id", "source_key", "source_line", "source_updated_at")


@dataclass(frozen=True)
class Incoming:
    """Candidate rows on their way into one table."""

    table: Table
    relation: str  # where the candidates are
    columns: frozenset[str]  # those that they fill, twins included
    into: str  # the temporary table to make
    source_id: str
    prefix: str = ""
    keeps: bool = False  # the candidates hold attributes
    totals: frozenset[str] = frozenset()  # columns that lines may give: never derived anew
    summed: frozenset[str] = frozenset()  # filled columns that are sums of lines, by Vigie
    from_file: bool = True  # else rows of core are renewed: they keep their origin


@dataclass(frozen=True)
class Reviser:
    """Writes the SQL of a revision table, one layer after the other."""

    incoming: Incoming
    conversion: Conversion
    import_id: str
    fresh: bool  # core holds no row of the table yet: nothing to merge with

    @property
    def table(self) -> Table:
        return self.incoming.table

    def revise(self, session: Session) -> None:
        """Fills the revision table: one row per candidate, all columns of core, what it does."""
        session.execute(f"CREATE TEMP TABLE {self.incoming.into} AS {self._sql()}")

    def _sql(self) -> str:
        layers = f"WITH received AS ({self._received()}), derived AS ({self._derived()}), "
        layers += f"converted AS ({self._converted()}) "
        content = ", ".join(quote(name) for name in self._content())
        columns = [quote(name) for name in (*engine_columns(self.table),)]
        return (
            f"{layers}SELECT {ROW}, {BAD}, {OLD}, {OWNER}, "
            f"CASE WHEN {OLD} IS NULL THEN 'created' "
            f"WHEN row_hash = {_HASH} AND NOT {_PLACEHOLDER} THEN 'unchanged' "
            f"ELSE 'updated' END AS {OPERATION}, {', '.join(columns)} "
            f"FROM (SELECT *, hash({content}) AS row_hash FROM converted)"
        )

    def _content(self) -> list[str]:
        """The columns that make a row what it is."""
        return [name for name in engine_columns(self.table) if name not in SYSTEM_COLUMNS] + [
            "attributes"
        ]

    def _received(self) -> str:
        """Filled columns from the file, the others from core; derived ones wait to be renewed."""
        old = self._old
        columns = [
            f"c.{ROW}",
            f"c.{BAD}",
            f"{old('rowid', 'BIGINT')} AS {OLD}",
            f"{old('row_hash', 'UBIGINT')} AS {_HASH}",
            f"coalesce({old('is_placeholder', 'BOOLEAN')}, FALSE) AS {_PLACEHOLDER}",
            f"{old('import_id', 'VARCHAR')} AS {OWNER}",
            f"coalesce({old('derived', 'VARCHAR')}, '') AS {_DERIVED}",
            *[f"{old(name, SYSTEM_COLUMNS[name])} AS {quote('#' + name)}" for name in _ORIGIN],
            *[f"{self._merged(name)} AS {quote(name)}" for name in self.table.columns],
            *[f"{self._given(t)} AS {quote('#' + t)}" for t in self._given_twins()],
            *[
                f"{self._open(name)} AS {quote('!' + name)}"
                for name in sorted(self.incoming.summed)
            ],
            f"{self._attributes()} AS attributes",
        ]
        return f"SELECT {', '.join(columns)} FROM {self.incoming.relation} c{self._join()}"

    def _join(self) -> str:
        if self.fresh:
            return ""
        same = " AND ".join(
            f"c.{quote(k)} {'=' if self.table.columns[k].required else 'IS NOT DISTINCT FROM'} "
            f"o.{quote(k)}"
            for k in self.table.key
        )
        return f" LEFT JOIN {qualified(CORE, self.table.name)} o ON {same}"

    def _old(self, name: str, engine_type: str) -> str:
        """A column of the row in core, if there may be one."""
        return f"NULL::{engine_type}" if self.fresh else f"o.{quote(name)}"

    def _merged(self, name: str) -> str:
        engine_type = engine_columns(self.table)[name]
        old = self._old(name, engine_type)
        worked_out = is_derived(name, self._old("derived", "VARCHAR"))
        if name in self.incoming.summed:
            return f"CASE WHEN {self._open(name)} THEN c.{quote(name)} ELSE {old} END"
        if name in self.incoming.columns:
            new = f"c.{quote(name)}"
            if name in self.incoming.totals and not self.fresh:
                return f"coalesce({new}, CASE WHEN {worked_out} THEN {old} END)"
            return new
        if self.table.columns[name].derive and name not in self.incoming.totals and not self.fresh:
            return f"CASE WHEN NOT coalesce({worked_out}, FALSE) THEN {old} END"
        return old

    def _open(self, name: str) -> str:
        """Whether a total of the row in core may be set: no source gave it."""
        return f"(o.{quote(name)} IS NULL OR coalesce({is_derived(name, 'o.derived')}, FALSE))"

    def _given(self, twin: str) -> str:
        name = twin.removesuffix(COMPANY_SUFFIX)
        if name in self.incoming.summed:
            return f"CASE WHEN {self._open(name)} THEN c.{quote(twin)} END"
        return f"c.{quote(twin)}"

    def _given_twins(self) -> list[str]:
        return [
            name + COMPANY_SUFFIX
            for name, column in self.table.columns.items()
            if column.converted and name + COMPANY_SUFFIX in self.incoming.columns
        ]

    def _attributes(self) -> str:
        old = self._old("attributes", "JSON")
        if not self.incoming.keeps:
            return old
        return f"CASE WHEN {old} IS NULL THEN c.attributes ELSE " + (
            f"json_merge_patch({old}, c.attributes) END"
        )

    def _derived(self) -> str:
        values = {name: quote(name) for name in self.table.columns}
        for column in derivable(self.table):
            values[column.name] = derived_value(column, self.table, self.conversion.company)
        replaced = ", ".join(
            f"{sql} AS {quote(name)}" for name, sql in values.items() if sql != quote(name)
        )
        missing = ", ".join(
            f"{quote(column.name)} IS NULL AS {quote('?' + column.name)}"
            for column in derivable(self.table)
        )
        star = f"* REPLACE ({replaced})" if replaced else "*"
        return f"SELECT {star}{', ' + missing if missing else ''} FROM received"

    def _converted(self) -> str:
        """Adds the twins in the company's currency and the system columns."""
        given = frozenset(self._given_twins())
        twins = [
            f"{self.conversion.twin(column.name, given)} AS {quote(column.name + COMPANY_SUFFIX)}"
            for column in self.table.columns.values()
            if column.converted
        ]
        system = [f"{sql} AS {name}" for name, sql in self._system().items()]
        return f"SELECT d.*, {', '.join([*twins, *system])} FROM {self.conversion.relation()}"

    def _system(self) -> dict[str, str]:
        origin = {name: f'd."#{name}"' for name in _ORIGIN}
        if self.incoming.from_file:
            origin["source_id"] = literal(self.incoming.source_id)
            origin["source_key"] = self._source_key()
            origin["source_line"] = f"d.{ROW}"
        return {
            **origin,
            "import_id": literal(self.import_id),
            "loaded_at": "now()::TIMESTAMP",
            "deleted_at": "NULL::TIMESTAMP",
            "is_placeholder": "FALSE",
            "derived": derived_list(self._worked_out()),
        }

    def _worked_out(self) -> dict[str, str]:
        """Column → when Vigie gave its value itself."""
        found = {
            column.name: f"{quote('?' + column.name)} AND d.{quote(column.name)} IS NOT NULL"
            for column in derivable(self.table)
        }
        for name in sorted(self.incoming.totals - self.incoming.summed):
            if not self.fresh:
                kept = f"{is_derived(name, _DERIVED)} AND d.{quote(name)} IS NOT NULL"
                found[name] = f"{kept} OR {found[name]}" if name in found else kept
        for name in sorted(self.incoming.summed):
            found[name] = f"{quote('!' + name)} AND d.{quote(name)} IS NOT NULL"
        return found

    def _source_key(self) -> str:
        """The source's own key, verbatim: what stands after the prefix."""
        start = len(self.incoming.prefix) + 1
        parts = [
            f"substr(d.{quote(name)}, {start})"
            if self.incoming.prefix and self.table.columns[name].type is ColumnType.KEY
            else f"d.{quote(name)}::VARCHAR"
            for name in self.table.key
        ]
        return parts[0] if len(parts) == 1 else f"concat_ws('|', {', '.join(parts)})"
