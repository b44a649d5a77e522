"""Somebody who reads the feed of a small company, as a spreadsheet does."""

import json
from decimal import Decimal
from typing import Any

from .conftest import Visitor

ROOT = "/api/odata/v4/"


class Subscriber(Visitor):
    """Reads tables with the rights of a role."""

    def read(self, table: str, headers: dict[str, str] | None = None, **options: Any) -> Any:
        """A whole answer, its numbers as decimals; `options` without their `$`."""
        asked = {f"${name}": str(value) for name, value in options.items()}
        answer = self.get(ROOT + table, params=asked, headers=headers or {})
        assert answer.status_code == 200, answer.text
        return json.loads(answer.text, parse_float=Decimal)

    def rows(self, table: str, **options: Any) -> list[dict[str, Any]]:
        """The rows of a table."""
        found: list[dict[str, Any]] = self.read(table, **options)["value"]
        return found
