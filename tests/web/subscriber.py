"""Somebody who reads the feed of a small company, as a spreadsheet does."""

import json
from decimal import Decimal
from typing import Any

from vigie.metrics.policy import RowPolicy
from vigie.web.app import create_app
from vigie.web.rights import policy_of
from vigie.workspace import Workspace

from .conftest import Visitor

ROOT = "/api/odata/v4/"


class Subscriber(Visitor):
    """Reads tables; `policy` limits what it may see."""

    def __init__(self, workspace: Workspace, policy: RowPolicy | None = None) -> None:
        super().__init__(workspace)
        app = create_app(workspace)
        app.dependency_overrides[policy_of] = lambda: policy
        self._transport = type(self._transport)(app)

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
