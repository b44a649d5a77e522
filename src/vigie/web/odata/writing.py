"""Pages of rows as JSON, decimals digit by digit."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from vigie.web.odata.options import Form
from vigie.web.odata.sets import Edm, EntitySet, Kind, Property
from vigie.web.odata.snapshots import WITHHELD

_TOLD: Final = frozenset({Edm.TEXT, Edm.NUMBER, Edm.BOOLEAN})  # types that JSON shows by itself


class Writer:
    """Writes the rows of one table in one form; `zone` is that of instants."""

    def __init__(self, table: EntitySet, select: Sequence[Property], form: Form, zone: tzinfo):
        self._table = table
        self._select = select
        self._form = form
        self._zone = zone
        # What a row is called can only be told by its whole key.
        self._is_named = set(table.key) <= {one.name for one in select} and not table.free

    def collection(
        self,
        root: str,
        rows: Sequence[tuple[Any, ...]],
        *,
        count: int | None = None,
        following: str | None = None,
    ) -> str:
        """A page of rows; `following` is the address of the next one."""
        parts = list(self._context(root, self._fragment()))
        if count is not None:
            parts.append(f'"@odata.count":{self._integer(count)}')
        body = ",".join("{" + ",".join(self._fields(root, row)) + "}" for row in rows)
        parts.append(f'"value":[{body}]')
        if following is not None:
            parts.append(f'"@odata.nextLink":{json.dumps(following)}')
        return "{" + ",".join(parts) + "}"

    def entity(self, root: str, row: tuple[Any, ...]) -> str:
        """One row by itself."""
        context = self._context(root, f"{self._fragment()}/$entity")
        return "{" + ",".join([*context, *self._fields(root, row)]) + "}"

    def _fragment(self) -> str:
        if len(self._select) == len(self._table.properties):
            return self._table.name
        return f"{self._table.name}({','.join(one.name for one in self._select)})"

    def _context(self, root: str, fragment: str) -> Iterator[str]:
        if self._form.metadata != "none":
            yield f'"@odata.context":{json.dumps(f"{root}$metadata#{fragment}")}'

    def _fields(self, root: str, row: tuple[Any, ...]) -> Iterator[str]:
        if self._form.metadata == "full":
            yield f'"@odata.type":"#Vigie.{self._table.name}"'
            yield f'"@odata.id":{json.dumps(self._id(root, row))}'
        for one, value in zip(self._select, row, strict=True):
            if self._form.metadata == "full" and one.type not in _TOLD:
                yield f'"{one.name}@odata.type":"#{one.type.removeprefix("Edm.")}"'
            if value is WITHHELD:
                yield f'"{one.name}@vigie.withheld":true'
            yield f'"{one.name}":{self._value(one, None if value is WITHHELD else value)}'

    def _id(self, root: str, row: tuple[Any, ...]) -> str | None:
        """The address of the row; None for one that is put together for this answer alone."""
        if not self._is_named:
            return None
        held = {one.name: (one, value) for one, value in zip(self._select, row, strict=True)}
        return (
            f"{root}{self._table.name}({','.join(_key(*held[name]) for name in self._table.key)})"
        )

    def _value(self, one: Property, value: Any) -> str:
        if value is None:
            return "null"
        match one.type:
            case Edm.TEXT:
                return json.dumps(str(value), ensure_ascii=False)
            case Edm.INTEGER:
                return self._integer(int(value))
            case Edm.DECIMAL:
                written = format(Decimal(value), "f")
                return f'"{written}"' if self._form.quotes_numbers else written
            case Edm.NUMBER:
                return repr(float(value)) if isfinite(value) else "null"
            case Edm.BOOLEAN:
                return "true" if value else "false"
            case Edm.INSTANT if isinstance(value, datetime) and value.tzinfo is None:
                return json.dumps(value.replace(tzinfo=self._zone).isoformat())
            case _:
                return json.dumps(value.isoformat())

    def _integer(self, value: int) -> str:
        return f'"{value}"' if self._form.quotes_numbers else str(value)


def _key(one: Property, value: Any) -> str:
    if one.kind is Kind.PERIOD:
        return f"{one.name}={value.isoformat()}"
    return f"{one.name}='" + str(value).replace("'", "''") + "'"
