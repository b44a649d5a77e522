"""The stream that tells open pages to look again."""

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from vigie.kit.events import Event
from vigie.web import live
from vigie.web.cockpit import Cockpit
from vigie.workspace import DATA

from .conftest import Visitor
from .loop import run
from .signing import COOKIE

SERVE = """
import sys
from pathlib import Path
from vigie.web.server import serve
from vigie.workspace import Workspace

workspace = Workspace.open(Path(sys.argv[1]))
serve(workspace, port=0, announce=lambda line: print(line, flush=True))
"""


@pytest.fixture
def cockpit(newcomer: Visitor) -> Cockpit:
    return Cockpit(newcomer.workspace)


async def heard(cockpit: Cockpit, count: int, *, seen: str | None = None) -> list[str]:
    """The first frames of a stream, while a notice is published."""
    frames = live.stream(cockpit, seen)
    first = [await anext(frames)]
    cockpit.events.publish(Event(DATA, "now", "9"))
    return first + [await anext(frames) for _ in range(count - 1)]


def test_a_notice_reaches_an_open_stream(cockpit: Cockpit) -> None:
    frames = run(heard(cockpit, 2))

    assert frames == [f"id: {cockpit.version}\n\n", "event: data\nid: 9\ndata: now\n\n"]


def test_a_page_that_slept_is_told_at_once(cockpit: Cockpit) -> None:
    version = cockpit.version
    frames = run(heard(cockpit, 1, seen=str(version - 1)))

    assert frames == [f"event: data\nid: {version}\ndata: {version}\n\n"]


def test_a_page_that_missed_nothing_is_told_nothing(cockpit: Cockpit) -> None:
    frames = run(heard(cockpit, 1, seen=str(cockpit.version)))

    assert "event:" not in frames[0]


def test_silence_is_broken_by_a_heartbeat(
    cockpit: Cockpit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.01)

    async def wait() -> str:
        frames = live.stream(cockpit, None)
        await anext(frames)
        return await anext(frames)

    assert run(wait()).startswith(":")


def test_stopping_ends_the_stream(cockpit: Cockpit) -> None:
    async def ended() -> list[str]:
        frames = live.stream(cockpit, None)
        await anext(frames)
        cockpit.stop()
        return [frame async for frame in frames]

    assert len(run(ended())) <= 1


def test_a_server_stops_while_a_page_listens(newcomer: Visitor) -> None:
    directory = newcomer.workspace.directory
    newcomer.workspace.close()
    command = [sys.executable, "-c", SERVE, str(directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http://"))
        request = urllib.request.Request(address + "events")  # noqa: S310
        request.add_header("Cookie", f"{COOKIE}={newcomer.cookies[COOKIE]}")
        with urllib.request.urlopen(request, timeout=10) as stream:  # noqa: S310
            assert stream.readline().startswith(b"id:")
            server.send_signal(signal.SIGINT)
            server.wait(10)
    assert server.returncode in (0, -signal.SIGINT, 130)
    assert Path(directory / "data").exists()
