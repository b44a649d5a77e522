"""What each received row would make of core: merged with the row that is there, completed."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from vigie.intake.candidate import BAD, ROW
from vigie.intake.currency import Conversion
from vigie.intake.derivation import derivable, derived_list, derived_value, is_derived, model_sql
from vigie.intake.literal import literal
from vigie.intake.stretch import Stretch
from vigie.model.schema import Column, ColumnType, Table
from vigie.warehouse.aside import aside, put_aside
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
_ATTRIBUTES: Final = "attributes"


@dataclass(frozen=True)
class Incoming:
    """Candidate rows on their way into one table."""

    table: Table
    relation: str  # where the candidates are
    columns: frozenset[str]  # those that they fill, twins included
    source_id: str
    prefix: str = ""
    keeps: bool = False  # the candidates hold attributes
    totals: frozenset[str] = frozenset()  # columns that lines may give: never derived anew
    summed: frozenset[str] = frozenset()  # filled columns that are sums of lines, by Vigie
    from_file: bool = True  # else rows of core are renewed: they keep their origin


@dataclass(frozen=True)
class Revised:
    """Revisions put aside: the columns they hold, and those that are the same in every row."""

    table: Table
    path: Path
    columns: tuple[str, ...]
    constants: dict[str, str]  # system column → SQL

    @property
    def relation(self) -> str:
        """What stands after FROM."""
        return aside(self.path)

    @property
    def absent(self) -> frozenset[str]:
        """Columns of the model that are null in every row, and not held."""
        return frozenset(self.table.columns.keys() - set(self.columns))


def full_columns(session: Session, incoming: Incoming) -> frozenset[str]:
    """The derivable columns that every candidate fills: counting is quicker than deriving."""
    names = [
        column.name
        for column in derivable(incoming.table)
        if column.name in incoming.columns - incoming.summed
    ]
    if not names:
        return frozenset()
    counts = ", ".join(f"count({quote(name)}) = count(*)" for name in names)
    found = session.row(f"SELECT {counts} FROM {incoming.relation}") or ()
    return frozenset(name for name, is_full in zip(names, found, strict=True) if is_full)


@dataclass(frozen=True)
class Reviser:
    """Writes the SQL of revisions, one layer after the other.

    Columns that cannot but be null are left out of every layer: most tables are wide, most files
    narrow, and writing nulls takes as long as writing values.
    """

    incoming: Incoming
    conversion: Conversion
    import_id: str
    fresh: bool  # core holds no row of the table yet: nothing to merge with
    full: frozenset[str] = frozenset()  # filled in every row: there is nothing to derive

    @property
    def table(self) -> Table:
        return self.incoming.table

    def revise(self, session: Session, stretch: Stretch, path: Path) -> Revised:
        """Puts aside at `path` a row per candidate of the stretch, and what it does to core."""
        put_aside(session, self._sql(stretch.within(self.incoming.relation)), path)
        held = [*self._content, *self._origin(), "row_hash", "derived"]
        return Revised(self.table, path, tuple(held), self._constants())

    def _sql(self, candidates: str) -> str:
        layers = f"WITH received AS ({self._received(candidates)}), "
        layers += f"derived AS ({self._derived()}), "
        layers += f"converted AS ({self._converted()}) "
        columns = [*self._content, *self._origin(), "row_hash", "derived"]
        return (
            f"{layers}SELECT {ROW}, {BAD}, {OLD}, {OWNER}, "
            f"CASE WHEN {OLD} IS NULL THEN 'created' "
            f"WHEN row_hash = {_HASH} AND NOT {_PLACEHOLDER} THEN 'unchanged' "
            f"ELSE 'updated' END AS {OPERATION}, {', '.join(quote(c) for c in columns)} "
            f"FROM (SELECT *, hash({self._hashed()}) AS row_hash FROM converted)"
        )

    @cached_property
    def _types(self) -> dict[str, str]:
        """The columns that make a row what it is: the model's, their twins, the attributes."""
        types = engine_columns(self.table)
        content = {name: kind for name, kind in types.items() if name not in SYSTEM_COLUMNS}
        return {**content, _ATTRIBUTES: types[_ATTRIBUTES]}

    @cached_property
    def _missing(self) -> frozenset[str]:
        """The model's columns that no row can have: not in the file, and core is empty."""
        given = self.incoming.columns if self.fresh else self.table.columns.keys()
        return frozenset(self.table.columns.keys() - given)

    @cached_property
    def _gained(self) -> frozenset[str]:
        """Missing columns that a derivation may still give."""
        company = self.conversion.company
        return frozenset(
            column.name
            for column in derivable(self.table)
            if column.name in self._missing
            and any(model_sql(w, self.table, company, self._missing) for w in column.derive)
        )

    @cached_property
    def _derivable(self) -> list[Column]:
        """The columns that some row may have to derive."""
        return [column for column in derivable(self.table) if column.name not in self.full]

    @cached_property
    def _content(self) -> list[str]:
        """The content columns that may hold a value."""
        held = set(self.table.columns.keys() - self._missing | self._gained)
        held |= {self._twin(name) for name in held if self.table.columns[name].converted}
        held |= set(self._given_twins)
        if self.incoming.keeps or not self.fresh:
            held.add(_ATTRIBUTES)
        return [name for name in self._types if name in held]

    def _hashed(self) -> str:
        """Every content column, null where it is not held: the hash of a row never depends on
        which columns a file happens to have."""
        held = set(self._content)
        return ", ".join(
            quote(name) if name in held else f"NULL::{kind}" for name, kind in self._types.items()
        )

    def _received(self, candidates: str) -> str:
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
            *[
                f"{self._merged(name)} AS {quote(name)}"
                for name in self.table.columns
                if name not in self._missing
            ],
            *[f"{self._given(t)} AS {quote('#' + t)}" for t in self._given_twins],
            *[
                f"{self._open(name)} AS {quote('!' + name)}"
                for name in sorted(self.incoming.summed)
            ],
        ]
        if _ATTRIBUTES in self._content:
            columns.append(f"{self._attributes()} AS {_ATTRIBUTES}")
        return f"SELECT {', '.join(columns)} FROM {candidates} c{self._join()}"

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
        old = self._old(name, self._types[name])
        worked_out = is_derived(name, self._old("derived", "VARCHAR"))
        if name in self.incoming.summed:
            return f"CASE WHEN {self._open(name)} THEN c.{quote(name)} ELSE {old} END"
        if name in self.incoming.columns:
            new = f"c.{quote(name)}"
            if name in self.incoming.totals and not self.fresh:
                return f"coalesce({new}, CASE WHEN {worked_out} THEN {old} END)"
            return new
        if self.table.columns[name].derive and name not in self.incoming.totals:
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

    @cached_property
    def _given_twins(self) -> list[str]:
        return [
            self._twin(name)
            for name, column in self.table.columns.items()
            if column.converted and self._twin(name) in self.incoming.columns
        ]

    @staticmethod
    def _twin(name: str) -> str:
        return name + COMPANY_SUFFIX

    def _attributes(self) -> str:
        old = self._old(_ATTRIBUTES, "JSON")
        if not self.incoming.keeps:
            return old
        return f"CASE WHEN {old} IS NULL THEN c.attributes ELSE " + (
            f"json_merge_patch({old}, c.attributes) END"
        )

    def _derived(self) -> str:
        """Fills what is null; `?name` remembers that it was."""
        replaced: list[str] = []
        added: list[str] = []
        for column in self._derivable:
            name = quote(column.name)
            value = derived_value(column, self.table, self.conversion.company, self._missing)
            if column.name in self._gained:
                added += [f"{value} AS {name}", f"TRUE AS {quote('?' + column.name)}"]
            elif column.name not in self._missing:
                replaced.append(f"{value} AS {name}")
                added.append(f"{name} IS NULL AS {quote('?' + column.name)}")
        star = f"* REPLACE ({', '.join(replaced)})" if replaced else "*"
        return f"SELECT {', '.join([star, *added])} FROM received"

    def _converted(self) -> str:
        """Adds the twins in the company's currency, and what only the whole row tells."""
        held = set(self._content)
        given = frozenset(self._given_twins)
        absent = frozenset(self.table.columns.keys() - held)
        twins = [
            f"{self.conversion.twin(name, given, absent)} AS {quote(self._twin(name))}"
            for name, column in self.table.columns.items()
            if column.converted and self._twin(name) in held
        ]
        system = [f"{sql} AS {name}" for name, sql in self._origin().items()]
        system.append(f"{derived_list(self._worked_out())} AS derived")
        return f"SELECT d.*, {', '.join([*twins, *system])} FROM {self.conversion.relation(absent)}"

    def _origin(self) -> dict[str, str]:
        """Where the row comes from, where that differs from row to row."""
        if self.incoming.from_file:
            return {"source_key": self._source_key(), "source_line": f"d.{ROW}"}
        return {name: f'd."#{name}"' for name in _ORIGIN}

    def _constants(self) -> dict[str, str]:
        shared = {
            "import_id": literal(self.import_id),
            "loaded_at": "now()::TIMESTAMP",
            "is_placeholder": "FALSE",
        }
        if self.incoming.from_file:
            shared["source_id"] = literal(self.incoming.source_id)
        return shared

    def _worked_out(self) -> dict[str, str]:
        """Column → when Vigie gave its value itself."""
        held = set(self._content)
        found = {
            column.name: f"{quote('?' + column.name)} AND d.{quote(column.name)} IS NOT NULL"
            for column in self._derivable
            if column.name in held
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
