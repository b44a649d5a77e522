"""Where Vigie is served, a foreign name and a client that asks too much get no further."""

from collections.abc import Iterator

import httpx
import pytest

from vigie.entrance import WebSettings
from vigie.web.app import create_app
from vigie.web.frontier import Frontier
from vigie.web.hosts import is_known, names
from vigie.web.rates import Kind, Rates, TooMany

from .conftest import Visitor
from .loop import run


class Client:
    """Asks a served application under any name, from any address, while its time stands still."""

    def __init__(self, visitor: Visitor, web: WebSettings) -> None:
        border = Frontier(names(web, "127.0.0.1"), Rates(web, lambda: 0.0))
        self._app = create_app(visitor.workspace, border)

    def get(self, path: str, host: str = "localhost", address: str = "192.0.2.1") -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, client=(address, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                return await client.get(path, headers={"Host": host})

        return run(ask())


@pytest.fixture
def client(visitor: Visitor) -> Iterator[Client]:
    web = WebSettings(address="https://vigie.froid.fr", hosts=("vigie.lan",))
    return Client(visitor, web)


@pytest.mark.parametrize(
    "host",
    ["vigie.froid.fr", "VIGIE.froid.fr:443", "vigie.lan:8320", "localhost", "10.1.2.3:80", "[::1]"],
)
def test_the_company_s_own_names_and_addresses_are_right(client: Client, host: str) -> None:
    assert client.get("/healthz", host).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "vigie.froid.fr.evil.example", "evil.example#vigie.lan", "", "[", "a@b@vigie",
     "127.0.0.1.evil.example", "xn--vige-2qa.lan"],
)  # fmt: skip
def test_a_name_that_leads_here_from_elsewhere_is_refused(client: Client, host: str) -> None:
    page, data = client.get("/", host), client.get("/api/v1/query", host)
    assert (page.status_code, data.status_code) == (421, 421)
    assert data.json()["error"]["code"] == "unknown_host"
    assert "Content-Security-Policy" in page.headers


def test_who_asks_too_much_waits_and_nobody_else(visitor: Visitor) -> None:
    client = Client(visitor, WebSettings(requests_per_minute=60))
    answers = [client.get("/sign-in") for _ in range(70)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 10
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert client.get("/sign-in", address="192.0.2.2").status_code == 200
    assert client.get("/healthz").status_code == 200
    assert client.get("/static/cockpit.css").status_code == 200
    assert client.get("/api/v1/query").json()["error"]["code"] == "too_many"


def test_a_share_fills_up_again_evenly() -> None:
    now = [0.0]
    rates = Rates(WebSettings(exports_per_minute=2), lambda: now[0])
    for _ in range(2):
        rates.count("a", Kind.EXPORT)
    with pytest.raises(TooMany) as refused:
        rates.count("a", Kind.EXPORT)
    assert refused.value.seconds == 30
    rates.count("a", Kind.ANY)
    now[0] = 30.0
    rates.count("a", Kind.EXPORT)


@pytest.mark.parametrize("path", ["/rows.csv", "/explore.csv?x=1", "/api/v1/query?format=parquet"])
def test_exports_have_a_share_of_their_own(visitor: Visitor, path: str) -> None:
    client = Client(visitor, WebSettings(exports_per_minute=1))
    assert client.get(path).status_code != 429
    assert client.get(path).status_code == 429
    assert client.get("/sign-in").status_code == 200


def test_a_server_on_every_address_still_knows_its_names() -> None:
    known = names(WebSettings(), "0.0.0.0")  # noqa: S104
    assert is_known("localhost:8320", known)
    assert not is_known("evil.example", known)
