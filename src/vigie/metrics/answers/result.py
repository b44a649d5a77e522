"""An answer: typed columns, rows, and everything a reader must know to trust it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, Literal

from vigie.kit.errors import VigieError
from vigie.kit.formats import Unit
from vigie.kit.i18n import Label, Text, text
from vigie.kit.periods import Period
from vigie.metrics.language.comparison import Against

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

ColumnKind = Literal["text", "date", "instant", "integer", "decimal", "number", "boolean"]
Role = Literal["dimension", "period", "metric", "comparison", "attribute"]
NOT_FILLED: Final = text("(not filled)")  # how a face shows the null member of a dimension


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """One column: `type` is the kind of its values, `unit` what they count (None: no measure)."""

    name: str
    type: ColumnKind
    unit: Unit | None
    label: Label
    role: Role = "metric"
    metric: str | None = None  # whose figure it is
    comparison: Against | None = None
    measure: Literal["value", "difference", "relative_change"] = "value"
    show: str | None = None  # what is shown of the metric, as in year_to_date
    listed: tuple[str, str] | None = None  # the table and column whose list its values stand in


@dataclass(frozen=True, slots=True)
class ComparedWith:
    """Which days a comparison was made with, and whether it was cut to the elapsed part.

    `working_days`: how many of them have elapsed, where it was cut after as many.
    """

    comparison: Against
    period: Period | None
    to_date: bool = False
    working_days: int | None = None

    def plain(self) -> dict[str, Any]:
        """What it says, for JSON."""
        return {
            "name": str(self.comparison),
            "from": self.period and self.period.start.isoformat(),
            "to": self.period and self.period.end.isoformat(),
            "to_date": self.to_date,
            "working_days": self.working_days,
        }


SmallBase = tuple[int, str]  # a row, and the name of a comparison's value column


@dataclass(frozen=True, slots=True)
class Result:
    """Columns and rows. Money and quantities are Decimal, rates are float, periods their first day.

    `keys` holds, row by row, the key of each dimension beside the name that `rows` shows, so that
    two members of one name stay apart when a face drills.
    """

    columns: tuple[ResultColumn, ...]
    rows: list[tuple[Any, ...]]
    warnings: tuple[Text, ...] = ()
    period: Period | None = None
    as_of: date | None = None
    basis: Text | None = None
    comparisons: tuple[ComparedWith, ...] = ()
    version: int = 0
    keys: list[tuple[Any, ...]] = field(default_factory=list)
    small_bases: frozenset[SmallBase] = frozenset()
    partial: frozenset[int] = frozenset()  # the rows whose period the dates, today or the data cut
    total_rows: int | None = None  # of rows behind a figure: all of them, not only this page
    total: Decimal | int | float | None = None  # of rows behind a figure: their sum, the figure
    parts: tuple[str, ...] = ()  # of rows behind a ratio: what else can be opened
    totals: tuple[Any, ...] | None = None  # where asked: a row of all the rows together
    # Figures not shown, as they would tell a single colleague's: row (-1: totals) and column.
    withheld: frozenset[tuple[int, str]] = frozenset()
    holds_back: bool = False  # whether figures are withheld, be it of rows that are left out

    def column(self, name: str) -> int:
        """The position of a column."""
        return next(i for i, column in enumerate(self.columns) if column.name == name)

    def records(self) -> Iterator[dict[str, Any]]:
        """Each row as a mapping of column name to value."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def scalar(self) -> Any:
        """The figure of the first metric in the first row, or None."""
        if not self.rows:
            return None
        place = next(i for i, column in enumerate(self.columns) if column.role == "metric")
        return self.rows[0][place]

    def json(self) -> str:
        """`{"columns": [...], "rows": [...], "warnings": [...]}`, decimals digit by digit.

        `comparisons` says with which days figures were compared, `partial` which rows are of a
        period that is cut; each where there are some. Rows behind a figure have `total`,
        `total_rows` and the `parts` that can be opened.
        """
        columns = [{"name": c.name, "type": c.type, "unit": c.unit} for c in self.columns]
        rows = ",".join("[" + ",".join(_json(value) for value in row) + "]" for row in self.rows)
        warnings = [str(warning) for warning in self.warnings]
        totals = "" if self.totals is None else f'"totals":[{",".join(map(_json, self.totals))}],'
        said = {
            "comparisons": [one.plain() for one in self.comparisons],
            "partial": sorted(self.partial),
            "withheld": sorted(self.withheld),
        }
        more = "".join(f'"{name}":{json.dumps(value)},' for name, value in said.items() if value)
        if self.total_rows is not None:
            more += f'"total":{_json(self.total)},"total_rows":{self.total_rows},'
            more += f'"parts":{json.dumps(self.parts)},'
        return (
            f'{{"columns":{json.dumps(columns)},"rows":[{rows}],{totals}{more}'
            f'"warnings":{json.dumps(warnings, ensure_ascii=False)}}}'
        )

    def arrow(self) -> "pa.Table":
        """The rows as an Arrow table; money stays decimal."""
        pa = _optional("pyarrow")
        kinds = {
            "text": pa.string(),
            "date": pa.date32(),
            "instant": pa.timestamp("us"),
            "integer": pa.int64(),
            "decimal": pa.decimal128(38, 6),
            "number": pa.float64(),
            "boolean": pa.bool_(),
        }
        values = list(zip(*self.rows, strict=True)) or [()] * len(self.columns)
        arrays = [
            pa.array(column_values, type=kinds[column.type])
            for column, column_values in zip(self.columns, values, strict=True)
        ]
        return pa.Table.from_arrays(arrays, names=[column.name for column in self.columns])

    def polars(self) -> "pl.DataFrame":
        """The rows as a Polars frame; money stays decimal."""
        frame: pl.DataFrame = _optional("polars").from_arrow(self.arrow())
        return frame

    def pandas(self) -> "pd.DataFrame":
        """The rows as a pandas frame; money as Decimal objects."""
        _optional("pandas")
        return self.arrow().to_pandas()


def _json(value: object) -> str:
    match value:
        case None:
            return "null"
        case Decimal():
            return _digits(value)
        case float() if value != value or value in (float("inf"), float("-inf")):
            return "null"
        case datetime() | date():
            return json.dumps(value.isoformat())
        case _:
            return json.dumps(value, ensure_ascii=False)


def _digits(value: Decimal) -> str:
    """The decimal's own digits, at least two after the point, no other trailing noughts."""
    whole, _, fraction = format(value, "f").partition(".")
    return f"{whole}.{fraction.rstrip('0').ljust(2, '0')}"


def _optional(name: str) -> ModuleType:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        raise VigieError(
            "{library} is not installed: install Vigie with its 'dataframes' extra.", library=name
        ) from error


Cell = Mapping[str, Any]
