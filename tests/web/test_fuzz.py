"""The whole interface under questions that nobody would ask: refused, never broken."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from vigie.web.app import create_app

from .conftest import open_company
from .signing import COOKIE, person_of, session_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
EXAMPLES = 12  # of each address: about twenty seconds for all of them


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The interface of a company of its own, as it describes itself, and who asks."""
    workspace = open_company(tmp_path_factory.mktemp("fuzzed"))
    session = session_of(workspace, person_of(workspace, "admin"))
    app = create_app(workspace)
    described = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    yield described, {"Cookie": f"{COOKIE}={session}"}
    workspace.close()


def test_any_call_is_answered_as_described(described: Any) -> None:
    interface, headers = described
    operations = [result.ok() for result in interface.get_all_operations()]

    assert {operation.path for operation in operations} >= {
        "/api/v1/query",
        "/api/odata/v4/{table}",
    }
    for operation in operations:
        _fuzz(operation, headers)


def _fuzz(operation: Any, headers: dict[str, str]) -> None:
    """Calls one address with what it says it takes, and with what it does not."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in MODES)))
    def answered(case: schemathesis.Case) -> None:
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)
        assert "Traceback" not in answer.text

    answered()
