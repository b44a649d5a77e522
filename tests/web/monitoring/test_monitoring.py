"""What operators see of the process: life, readiness, counts; for them alone, about nobody."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.web.conftest import Visitor, open_company
from tests.web.small_company import late_invoice

from vigie.entrance import Entrance, WebSettings
from vigie.settings import Settings
from vigie.web.app import create_app
from vigie.workspace import Workspace

TOKEN = "VIGIE_MONITORING_TOKEN"


def samples(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = open_company(tmp_path_factory.mktemp("monitored"))
    yield workspace
    workspace.close()


def test_life_and_readiness_need_nobody(company: Workspace) -> None:
    stranger = Visitor(company, None)
    assert stranger.get("/healthz").json() == {"status": "ok"}
    assert stranger.get("/readyz").json() == {"status": "ready"}


def test_nobody_is_sent_to_a_process_that_stops_or_cannot_read(tmp_path: Path) -> None:
    workspace = open_company(tmp_path, filled=False)
    app = create_app(workspace)
    visitor = Visitor(workspace, None, app=app)
    workspace.warehouse.close()
    assert visitor.get("/readyz").status_code == 503
    assert visitor.get("/healthz").status_code == 200
    app.state.cockpit.stop()
    assert visitor.get("/readyz").json() == {"status": "stopping"}
    workspace.close()


def test_requests_are_counted_by_the_template_of_their_route(company: Workspace) -> None:
    visitor = Visitor(company)
    for key in ("C1", "C2"):
        visitor.get(f"/records/account/{key}?secret=of-mine")
    visitor.get("/nowhere/at/all")
    text = visitor.get("/prometheus").text
    found = samples(text)
    assert found["vigie_requests_total", "/records/{table}/{key:path}", "200", "GET"] == 2
    assert found["vigie_requests_total", "404", "GET", "none"] == 1
    assert found["vigie_request_seconds_count", "/records/{table}/{key:path}"] == 2
    assert not re.search(r"of-mine|C1|nowhere|froid\.example|127\.0\.0\.1", text)


def test_what_is_told_follows_the_workspace(company: Workspace) -> None:
    visitor = Visitor(company)
    before = samples(visitor.get("/prometheus").text)
    files = late_invoice(company.directory.parent / "late")
    company.intake.commit(company.intake.plan(files))
    visitor.get("/api/v1/query?metric=revenue")
    visitor.get("/api/v1/query?metric=revenue")
    after = samples(visitor.get("/prometheus").text)

    assert (
        after["vigie_imports_total", "committed"] == before["vigie_imports_total", "committed"] + 1
    )
    assert after["vigie_data_version",] > before["vigie_data_version",]
    assert after["vigie_last_import_age_seconds",] < 60
    assert after["vigie_figures_remembered_total",] >= before["vigie_figures_remembered_total",] + 1
    assert after["vigie_warehouse_bytes",] > 0
    seal = company.people.audit.verify().seal if company.people.audit.verify().count else "0" * 64
    assert after["vigie_audit_seal",] == int(seal[:13], 16)


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("192.0.2.7", {}, 403),
        ("192.0.2.7", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("192.0.2.7", {"Authorization": "Bearer right"}, 200),
        ("192.0.2.7", {"Authorization": "Bearer wrong"}, 403),
        ("192.0.2.7", {"Authorization": "Bearer é"}, 403),
        ("10.1.2.3", {}, 200),
    ],
)
def test_counts_are_for_those_who_may(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    monitored: Workspace,
    address: str,
    headers: dict[str, str],
    status: int,
) -> None:
    monkeypatch.setenv(TOKEN, "right")
    visitor = Visitor(monitored, None, client=address)
    raw = {name: value.encode("latin-1") for name, value in headers.items()}
    assert visitor.get("/prometheus", headers=raw).status_code == status


@pytest.fixture(scope="module")
def monitored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    entrance = Entrance(web=WebSettings(monitors=("10.0.0.0/8",)))
    folder = tmp_path_factory.mktemp("networks") / "w"
    workspace = Workspace.create(folder, Settings(entrance=entrance))
    yield workspace
    workspace.close()


def test_each_answer_bears_a_number_of_ours(company: Workspace) -> None:
    visitor = Visitor(company, None)
    one, other = (visitor.get("/healthz").headers["x-request-id"] for _ in range(2))
    assert one != other
    told = visitor.get("/healthz", headers={"X-Request-ID": "forged-number"})
    assert told.headers["x-request-id"] != "forged-number"
