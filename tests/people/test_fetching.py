"""A redirection to an inner machine is not followed: each step is looked at."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx2
import pytest

from vigie.kit.reach import OutOfReach, Reach
from vigie.people.fetching import transport


class Answers(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(f"{self.headers['Host']}{self.path}")
        port = self.server.server_address[1]
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", f"http://localhost:{port}/inner")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[int]:
    Answers.asked = []
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_each_step_of_a_redirection_is_looked_at(server: int) -> None:
    origin = f"http://127.0.0.1:{server}"
    with httpx2.Client(
        transport=transport(Reach().chosen(origin)), follow_redirects=True
    ) as client:
        assert client.get(f"{origin}/there").status_code == 200
        with pytest.raises(OutOfReach):
            client.get(f"{origin}/away")
    assert Answers.asked == [f"127.0.0.1:{server}/there", f"127.0.0.1:{server}/away"]


def test_the_server_is_told_the_name_though_the_address_is_connected_to(server: int) -> None:
    reach = Reach(("127.0.0.0/8", "::1/128"))
    with httpx2.Client(transport=transport(reach)) as client:
        answer = client.get(f"http://localhost:{server}/there")
    assert answer.url.host == "localhost"
    assert Answers.asked == [f"localhost:{server}/there"]


@pytest.fixture
def proxy(server: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A proxy that the environment names; what it was asked."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{server}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    return Answers.asked


def test_a_proxy_of_the_environment_is_not_asked(proxy: list[str]) -> None:
    """It would look names up by itself, and reach what is out of our reach."""
    for url in ("http://169.254.169.254/latest/meta-data", "http://localhost:1/inner"):
        with (
            httpx2.Client(transport=transport(Reach())) as client,
            pytest.raises(OutOfReach),
        ):
            client.get(url)
    with (
        httpx2.Client(transport=transport(Reach(("127.0.0.0/8",)))) as client,
        pytest.raises(httpx2.ConnectError),
    ):
        client.get("http://127.0.0.1:1/closed")
    assert proxy == []


def test_the_provider_of_identities_is_asked_directly(proxy: list[str], server: int) -> None:
    """The same proxy is a machine like any other when its own address is fetched."""
    origin = f"http://127.0.0.1:{server}"
    with httpx2.Client(transport=transport(Reach().chosen(origin))) as client:
        assert client.get(f"{origin}/there").status_code == 200
    assert proxy == [f"127.0.0.1:{server}/there"]
