"""Amounts in the company's currency, at the rate of the document's date."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from vigie.intake.expression import widened
from vigie.intake.literal import literal
from vigie.model.schema import ColumnType, Model, Table
from vigie.warehouse.ddl import COMPANY_SUFFIX, CORE, ENGINE_TYPES
from vigie.warehouse.engine import Session
from vigie.warehouse.names import qualified, quote

_MONEY: Final = ENGINE_TYPES[ColumnType.MONEY]
_RATES: Final = qualified(CORE, "currency_rate")


@dataclass(frozen=True, slots=True)
class Conversion:
    """How the amounts of one table become the company's.

    `owner` is the table that holds the document's currency and date, None where no amount is
    converted; `foreign` says whether another currency than the company's is in sight.
    """

    table: Table
    owner: Table | None
    reference: str | None  # the column of `table` that points to the owner, None for itself
    company: str
    foreign: bool

    def relation(self, absent: AbstractSet[str]) -> str:
        """What `twin` reads from: the derived rows `d`, with the rate where one is needed."""
        if not self.foreign or self.owner is None:
            return "derived d"
        header = ""
        if self.reference:
            key = quote(self.owner.key[0])
            header = (
                f" LEFT JOIN {qualified(CORE, self.owner.name)} h "
                f"ON h.{key} = d.{quote(self.reference)}"
            )
        return (
            f'(SELECT d.*, {self._currency(absent)} AS "#currency", {self._day(absent)} AS "#day" '
            f"FROM derived d{header}) d ASOF LEFT JOIN {_RATES} r "
            'ON r.currency_code = d."#currency" AND d."#day" >= r.rate_date'
        )

    def twin(self, name: str, given: AbstractSet[str], absent: AbstractSet[str]) -> str:
        """The value of a converted column's twin; the source's own value wins."""
        amount = "NULL" if name in absent else f"d.{quote(name)}"
        value = amount
        if self.foreign:
            value = (
                f'CASE WHEN d."#currency" = {literal(self.company)} THEN {amount} '
                f"ELSE {self._product(amount)} END"
            )
        twin = name + COMPANY_SUFFIX
        return f"coalesce(d.{quote('#' + twin)}, {value})" if twin in given else value

    def _product(self, amount: str) -> str:
        """In 64 bits where the product fits, which is fast, else in 128."""
        quick = f"TRY({amount} * r.rate_to_company)"
        exact = f"{amount}::{widened(_MONEY)} * r.rate_to_company"
        return (
            f"CASE WHEN {quick} IS NOT NULL THEN TRY_CAST({quick} AS {_MONEY}) "
            f"ELSE TRY_CAST({exact} AS {_MONEY}) END"
        )

    def _currency(self, absent: AbstractSet[str]) -> str:
        if not self.reference and "currency_code" in absent:
            return literal(self.company)
        holder = "h" if self.reference else "d"
        return f"coalesce({holder}.currency_code, {literal(self.company)})"

    def _day(self, absent: AbstractSet[str]) -> str:
        holder = "h" if self.reference else "d"
        time = self.owner.time if self.owner else None
        if not self.reference and time in absent:
            time = None
        day = f"{holder}.{quote(time)}::DATE" if time else "NULL"
        return f"coalesce({day}, DATE '9999-12-31')"


def conversion(
    session: Session, model: Model, table: Table, company: str, candidates: str | None
) -> Conversion:
    """How `table` is converted; `candidates` holds new rows, if they have one."""
    if not any(column.converted for column in table.columns.values()):
        return Conversion(table, None, None, company, foreign=False)
    owner = model.document(table)
    if owner is None:
        return Conversion(table, None, None, company, foreign=False)
    reference = None
    if owner is not table:
        reference = next(c.name for c in table.references if c.references == owner.name)
    foreign = _any_foreign(session, qualified(CORE, owner.name), company)
    if owner is table and candidates:
        foreign = foreign or _any_foreign(session, candidates, company)
    return Conversion(table, owner, reference, company, foreign)


def _any_foreign(session: Session, relation: str, company: str) -> bool:
    sql = f"SELECT 1 FROM {relation} WHERE currency_code <> ? LIMIT 1"
    return session.row(sql, [company]) is not None
