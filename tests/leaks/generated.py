"""Rows of every table of the model, each somebody's: whatever a reader may not see is findable.

Every word of a row holds its owner's mark, every amount is a prime that no other row has. A table
that is added to the model gets rows by itself, so that what is read from it is proved too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import count
from typing import Final

from vigie.model.schema import Column, ColumnType, Model, Table


class Owner(StrEnum):
    """Whose a row is; the value is the mark that its words hold."""

    ANNE = "qanneq"
    BRUNO = "qbrunoq"
    CLARA = "qclaraq"
    DAVID = "qdavidq"
    COMPANY = "qwholeq"  # of the company as a whole: nobody with filters sees it
    COMMON = "common"  # belongs to nobody: no secret


REPS: Final = (Owner.ANNE, Owner.BRUNO, Owner.CLARA, Owner.DAVID)
TEAMS: Final = {Owner.ANNE: 0, Owner.BRUNO: 0, Owner.CLARA: 1, Owner.DAVID: 1}
# What rows of one's own lead to, beside the tables that the roles call shared.
NAMED: Final = frozenset(
    {"survey", "currency_rate", "gl_account", "external_series", "emission_factor", "experiment",
     "experiment_variant", "challenge", "market_event"}
)  # fmt: skip
ONE_EACH: Final = ("team", "territory", "store", "campaign")  # the n-th is the n-th rep's
# Whose rows lead to somebody else's: the reader who sees the latter must not find the former there.
LEADS_TO: Final = {Owner.BRUNO: Owner.ANNE, Owner.DAVID: Owner.CLARA}
# What is not known of somebody's rows: how much of a company's rows carry a figure tells of them.
LACKED: Final = {Owner.DAVID: frozenset({"unit_cost", "cost_amount"})}
DAYS: Final = tuple(
    date.fromisoformat(day)
    for day in ("2024-05-06", "2024-06-10", "2025-01-13", "2025-03-03", "2025-05-05", "2025-06-09")
)
LAST_DAY: Final = date(2025, 6, 30)
Row = dict[str, object]


def key_of(table: str, owner: Owner, index: int) -> str:
    """The key of a row: it names its owner too."""
    return f"{owner.value}-{table}-{index}"


@dataclass
class Rows:
    """The rows of a whole company by table, beside each the one who owns it."""

    model: Model
    shared: frozenset[str]
    found: dict[str, list[tuple[Owner, Row]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._owned = _owned(self.model, self.shared)
        self._primes = _primes(1_000_003)
        for table in self.model.tables.values():
            self.found[table.name] = list(self._rows(table))

    def owners(self, table: str) -> tuple[Owner, ...]:
        """Who has rows of a table."""
        if table in self.shared:
            return (Owner.COMMON,)
        if table not in self._owned:
            return (Owner.COMPANY,)
        return (*REPS, Owner.COMMON) if table == "account" else REPS

    def _rows(self, table: Table) -> Iterator[tuple[Owner, Row]]:
        if table.name == "calendar_date":
            return
        for owner in self.owners(table.name):
            for index in range(_count(table.name, owner)):
                row = {
                    column.name: value
                    for place, column in enumerate(table.columns.values())
                    if (value := self._value(table, column, place, owner, index)) is not None
                }
                row = {**row, **_sense(table.name, row, owner, index)}
                lacks = LACKED.get(owner, frozenset())
                yield owner, {name: value for name, value in row.items() if name not in lacks}

    def _value(
        self, table: Table, column: Column, place: int, owner: Owner, index: int
    ) -> object | None:
        if column.computed or column.name in LEFT_EMPTY:
            return None
        if column.name in FIXED:
            return FIXED[column.name]
        if column.references:
            return self._reference(table, column.references, owner, index)
        match column.type:
            case ColumnType.KEY:
                return key_of(table.name, owner, index)
            case ColumnType.TEXT:
                return f"{owner.value} {table.name} {column.name} {index}"
            case ColumnType.ENUM:
                return column.values[(index + place) % len(column.values)]
            case ColumnType.DATE | ColumnType.INSTANT:
                return DAYS[index % len(DAYS)] + timedelta(days=min(place, 14))
            case ColumnType.BOOLEAN:
                return "true" if index % 2 else "false"
            case ColumnType.RATIO:
                return f"0.{index + 2}"
            case ColumnType.INTEGER | ColumnType.QUANTITY:
                return index + 3
            case ColumnType.JSON:
                return None
            case _:
                return next(self._primes)

    def _reference(self, table: Table, to: str, owner: Owner, index: int) -> object | None:
        if to == table.name:
            lead = LEADS_TO.get(owner)
            return key_of(to, lead, index) if lead else None
        if to in ONE_EACH:
            place = REPS.index(owner) if owner in REPS else index if table.name in ONE_EACH else 3
            place = TEAMS[REPS[place]] if to == "team" else place
            return key_of(to, Owner.COMMON, place)
        if to == "sales_rep":
            if table.name == "campaign":
                return key_of(to, REPS[index], 0)
            return key_of(to, owner, 0) if owner in REPS else None
        if to == "account" and owner not in REPS:
            return key_of(to, Owner.COMMON, 0)
        if to == "account" and index == len(DAYS) - 1:
            # A customer whom everybody serves: what others did for them stays theirs.
            return key_of(to, Owner.COMMON, 0)
        if to in self.shared:
            return key_of(to, Owner.COMMON, index % _count(to, Owner.COMMON))
        if owner in REPS and to in self._owned:
            return key_of(to, owner, index % _count(to, owner))
        return None


def _owned(model: Model, shared: frozenset[str]) -> frozenset[str]:
    """The tables whose rows lead to a salesperson."""
    found = {"sales_rep", "target", "campaign"}
    while more := {
        table.name
        for table in model.tables.values()
        if table.name not in shared - {"campaign"} | found
        and any(column.references in found for column in table.references)
    }:
        found |= more
    return frozenset(found)


def _count(table: str, owner: Owner) -> int:
    if table == "sales_rep" or table == "company":
        return 1
    if table in ONE_EACH:
        return len(REPS)
    if owner is Owner.COMMON:
        return 3 if table != "account" else 1
    return len(DAYS)


def _primes(start: int) -> Iterator[int]:
    for number in count(start, 2):
        if all(number % divisor for divisor in range(3, int(number**0.5) + 1, 2)):
            yield number


FIXED: Final[Mapping[str, object]] = {
    "currency_code": "EUR",
    "country_code": "FR",
    "department_code": "35",
    "default_probability": "0.4",
    "probability": "0.4",
    "scale_min": "0",
    "scale_max": "10",
    "rate_to_company": "1",
    "fiscal_year_start_month": "1",
    "share": "1",
    "hours": "7",
    "unit": "EUR",
}
LEFT_EMPTY: Final = frozenset(
    {"attributes", "valid_to", "leave_date", "discontinued_on", "closed_on", "cancelled_at",
     "tax_amount", "gross_amount", "paid_amount", "open_amount", "paid_date", "deleted_at",
     "expires_at", "undone_at", "siren", "siret", "vat_number", "birth_year", "latitude",
     "longitude", "disqualified_reason", "excluded_reason", "is_internal", "is_blocked"}
)  # fmt: skip


def _sense(table: str, row: Row, owner: Owner, index: int) -> Row:
    """What the columns of one row must be so that they make sense together."""
    match table:
        case "account":
            supplies = owner is Owner.COMMON
            # The customer whom everybody serves is Anne's.
            keeper = {"owner_id": key_of("sales_rep", Owner.ANNE, 0)} if supplies else {}
            return {**keeper, "is_customer": "true", "is_prospect": "false",
                    "region": f"{owner} region", "is_competitor": "false",
                    "is_supplier": str(supplies).lower(),
                    "account_type": "company" if index % 2 else "person"}  # fmt: skip
        case "sales_rep":
            return {"role": "rep"}
        case "invoice":
            kind = "credit_note" if index == 3 else "invoice"
            return {"invoice_type": kind, "status": "posted", "net_amount": None,
                    "is_disputed": "false", "open_amount": row["net_amount"]}  # fmt: skip
        case "invoice_line" if index == 3:
            return {"net_amount": -int(str(row["net_amount"]))}
        case "invoice_line" | "sales_order_line":
            return {"unit_cost": 900_001 + index, "cost_amount": 900_001 + 2 * index}
        case "sales_order":
            return {"status": ("delivered", "delivered", "confirmed")[index % 3],
                    "net_amount": None}  # fmt: skip
        case "activity":
            kind = ("call", "meeting", "email", "visit", "call", "email")[index]
            return {"activity_type": kind, "status": "done", "direction": "outbound"}
        case "consent":
            return {"status": "granted", "recorded_at": DAYS[0]}
        case "delivery":
            return {"status": "delivered", "promised_date": row["delivered_at"]}
        case "payment":
            return {"direction": "in", "is_bounced": "false"}
        case "sales_return_line":
            return {"quantity": -1, "net_amount": -int(str(row["net_amount"]))}
        case "opportunity":
            status, stage = (("open", 0), ("won", 1), ("lost", 2))[index % 3]
            closed = None if status == "open" else row["closed_at"]
            return {"status": status, "closed_at": closed,
                    "stage_id": key_of("pipeline_stage", Owner.COMMON, stage)}  # fmt: skip
        case "pipeline_stage":
            return {"stage_kind": ("open", "won", "lost")[index], "position": index + 1}
        case "survey_response":
            return {"score": 3 + index}
        case "target":
            return _target(owner, index)
        case "web_traffic_daily":
            return {"bounces": 1}
        case "email_send_stats":
            return {"delivered": 3, "sent": 5}
        case _:
            return {}


def _target(owner: Owner, index: int) -> Row:
    first = DAYS[5 - index % 2].replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return {
        "kpi_code": "revenue",
        "scope_type": "sales_rep",
        "scope_id": key_of("sales_rep", owner, 0),
        "period_start": first,
        "period_end": last,
        "target_kind": ("objective", "budget", "forecast")[index // 2],
        "set_at": DAYS[0],
    }
