"""The words in which the sales model is declared: family, table, column, rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

from vigie.kit.i18n import Label


class ColumnType(StrEnum):
    """What a column holds; the engine's type follows from it (`warehouse.ddl`)."""

    KEY = "key"  # an opaque identifier
    TEXT = "text"
    INTEGER = "integer"
    QUANTITY = "quantity"  # four decimals
    MONEY = "money"  # an amount, four decimals
    PRICE = "price"  # money for one unit, six decimals
    RATIO = "ratio"  # a fraction, 0.2 for 20 %
    DECIMAL = "decimal"  # any other measure, six decimals
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"  # date and time on the company's own clock
    ENUM = "enum"
    JSON = "json"


NUMERIC_TYPES = frozenset(
    {
        ColumnType.INTEGER,
        ColumnType.QUANTITY,
        ColumnType.MONEY,
        ColumnType.PRICE,
        ColumnType.RATIO,
        ColumnType.DECIMAL,
    }
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, with everything that intake, metrics and pages need to know."""

    name: str
    type: ColumnType
    label: Label
    description: Label | None = None
    unit: str | None = None
    required: bool = False
    values: tuple[str, ...] = ()  # of an enum
    references: str | None = None  # the table that this key points to
    orphan: Literal["placeholder", "reject"] = "placeholder"
    personal: bool = False  # personal data in the sense of the RGPD
    converted: bool = False  # money in the document's currency: a `<name>_company` twin exists
    # SQL expressions that fill the column where it is null, the first non-null wins. They see the
    # row as it was received, never a value derived beside them: their order does not matter.
    derive: tuple[str, ...] = ()
    computed: bool = False  # Vigie fills it; a file cannot
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A check on rows that types alone do not express."""

    name: str
    condition: str  # a scalar SQL expression that a sound row satisfies (null passes)
    column: str  # where the mistake is shown
    message: Label
    severity: Literal["reject", "warn"] = "warn"


@dataclass(frozen=True)
class Table:
    """One kind of thing that a company records, and what a row of it is."""

    name: str
    family: str
    label: Label
    grain: Label
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    rules: tuple[Rule, ...] = ()
    synonyms: tuple[str, ...] = ()
    time: str | None = None  # the date that rows are sorted by
    name_column: str | None = None  # what a person calls a row

    @cached_property
    def references(self) -> tuple[Column, ...]:
        """The columns that point to other tables."""
        return tuple(c for c in self.columns.values() if c.references)


@dataclass(frozen=True)
class Family:
    """Tables that belong together, as one YAML file declares them."""

    name: str
    label: Label
    tables: Mapping[str, Table]


@dataclass(frozen=True)
class Model:
    """The whole sales model."""

    families: Mapping[str, Family]

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        return {t.name: t for f in self.families.values() for t in f.tables.values()}

    def document(self, table: Table) -> Table | None:
        """The table whose rows hold the currency and the date of `table`'s converted amounts.

        That is the table itself where it has a currency, else the one that its first reference
        with `orphan: reject` points to (the invoice of an invoice line).
        """
        if "currency_code" in table.columns:
            return table
        owner = next((c.references for c in table.references if c.orphan == "reject"), None)
        return self.tables.get(owner) if owner else None
