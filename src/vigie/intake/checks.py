"""The checks that a table's columns and rules imply, each a condition over its revision rows."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from vigie.intake.candidate import BAD, CONFLICT, ROW
from vigie.intake.derivation import model_sql
from vigie.intake.faults import Fault, Faults
from vigie.intake.feed import Feed
from vigie.intake.fill import columns_read, text_of
from vigie.intake.literal import literals
from vigie.intake.messages import Check
from vigie.intake.reading import LINE
from vigie.intake.revision import Revised
from vigie.intake.stretch import Stretch
from vigie.model.schema import Column, ColumnType, Model, Table
from vigie.warehouse.ddl import COMPANY_SUFFIX, CORE
from vigie.warehouse.engine import Session
from vigie.warehouse.names import qualified, quote

_BATCH: Final = 40  # conditions counted in one scan


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row that breaks a rule looks like, and the value to show for it."""

    fault: Fault
    broken: str  # true for a row that breaks the rule; null passes
    value: str  # SQL text


def run_checks(
    session: Session,
    feed: Feed,
    stretch: Stretch,
    revised: Revised,
    model: Model,
    currency: str,
    faults: Faults,
) -> None:
    """Notes every fault of a stretch of the feed's rows. Counts first: sound rows cost one scan."""
    conditions = [*_conditions(feed.table, currency, feed.bits, revised.absent)]
    for start in range(0, len(conditions), _BATCH):
        batch = conditions[start : start + _BATCH]
        counts = ", ".join(f"count(*) FILTER (WHERE {c.broken})" for c in batch)
        found = session.row(f"SELECT {counts} FROM {revised.relation}") or ()
        for condition, count in zip(batch, found, strict=True):
            if count:
                _note(revised, condition, faults)
    _types(session, feed, stretch, revised, faults)
    _references(feed, revised, model, faults)
    _conflicts(feed, stretch, faults)


def _note(revised: Revised, condition: Condition, faults: Faults) -> None:
    faults.add(
        f"SELECT {ROW}, {condition.value}, NULL FROM {revised.relation} WHERE {condition.broken}",
        condition.fault,
    )


def _conditions(
    table: Table, currency: str, bits: dict[str, int], absent: AbstractSet[str]
) -> Iterator[Condition]:
    for column in table.columns.values():
        yield from _absent(column) if column.name in absent else _column(column, bits)
    yield from _rates(table, absent)
    for rule in table.rules:
        fault = Fault(rule.column, rule.name, reject=rule.severity == "reject")
        shown = f"{quote(rule.column)}::VARCHAR"
        condition = model_sql(rule.condition, table, currency, absent)
        if condition and rule.column not in absent:
            yield Condition(fault, f"NOT ({condition})", shown)


def _absent(column: Column) -> Iterator[Condition]:
    """A column that is null in every row."""
    if column.required:
        yield Condition(Fault(column.name, Check.REQUIRED, True), "TRUE", "NULL")


def _column(column: Column, bits: dict[str, int]) -> Iterator[Condition]:
    name = quote(column.name)
    if column.required:
        read = f" AND {BAD} & {1 << bits[column.name]} = 0" if column.name in bits else ""
        yield Condition(Fault(column.name, Check.REQUIRED, True), f"{name} IS NULL{read}", "NULL")
    if column.type is ColumnType.ENUM:
        broken = f"{name} NOT IN ({literals(column.values)})"
        yield Condition(Fault(column.name, Check.VALUES, True), broken, name)


def _rates(table: Table, absent: AbstractSet[str]) -> Iterator[Condition]:
    """A row whose amounts cannot be converted, told once, at its main amount."""
    converted = [
        column.name
        for column in table.columns.values()
        if column.converted and column.name not in absent
    ]
    if not converted:
        return
    main = "net_amount" if "net_amount" in converted else converted[0]
    broken = " OR ".join(
        f"({quote(name)} IS NOT NULL AND {quote(name + COMPANY_SUFFIX)} IS NULL)"
        for name in converted
    )
    yield Condition(Fault(main, Check.RATE, True), broken, f"{quote(main)}::VARCHAR")


def _types(
    session: Session, feed: Feed, stretch: Stretch, revised: Revised, faults: Faults
) -> None:
    """Values that do not read as the column's type, shown as the file writes them."""
    mask = session.scalar(f"SELECT bit_or({BAD}) FROM {revised.relation}") or 0
    for name, bit in feed.bits.items():
        if not mask & (1 << bit):
            continue
        columns = columns_read(feed.mapping.columns[name], feed.source)
        said = ", ".join(text_of(column) for column in columns)
        rows = f"SELECT {ROW} FROM {revised.relation} WHERE {BAD} & {1 << bit} <> 0"
        line = quote(LINE)
        faults.add(
            f"SELECT {line}, concat_ws(' · ', {said}), NULL "
            f"FROM {feed.source.relation} WHERE {line} IN ({rows}) AND {stretch.of(line)}",
            Fault(name, Check.TYPE, reject=True),
        )


def _references(feed: Feed, revised: Revised, model: Model, faults: Faults) -> None:
    """Rows that cannot be without their parent, whose parent is not there."""
    for column in feed.table.references:
        if column.orphan != "reject" or column.references is None:
            continue
        parent = model.tables[column.references]
        if column.name in revised.absent:
            continue
        name = quote(column.name)
        orphans = (
            f"FROM {revised.relation} c ANTI JOIN {qualified(CORE, parent.name)} p "
            f"ON c.{name} = p.{quote(parent.key[0])} WHERE c.{name} IS NOT NULL"
        )
        fault = Fault(column.name, Check.REFERENCE, reject=True)
        faults.add(f"SELECT c.{ROW}, c.{name}, NULL {orphans}", fault)


def _conflicts(feed: Feed, stretch: Stretch, faults: Faults) -> None:
    """Lines merged into one row although they disagree: a warning."""
    if not feed.mapping.distinct_on:
        return
    key = feed.table.key[0]
    faults.add(
        f"SELECT {ROW}, {quote(key)}::VARCHAR, NULL FROM {feed.candidates} "
        f"WHERE {CONFLICT} AND {stretch.of(ROW)}",
        Fault(key, Check.CONFLICT, reject=False),
    )
