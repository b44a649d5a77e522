"""The home page of the demo company in Chromium: what it weighs, and when it is complete.

Complete: the load event has ended, every tile and chart is drawn. Each visit has a browser cache
of its own, empty. "Server cold" is the first visit after the server has started; "warm" are later
ones. The phone is slowed down as Lighthouse slows it: a processor 4 times slower, 1.6 Mbit/s, 150
ms to the server.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from measure import table
from playwright.sync_api import Browser, CDPSession, sync_playwright

from vigie.demo.opening import open_demo

TODAY = date(2026, 10, 31)
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SERVE = "from vigie.cli.main import main; main()"
LIMIT_KB = 30  # of script, compressed
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"
_ANSWERED = "performance.getEntriesByType('navigation')[0].responseStart"


@dataclass(frozen=True)
class Device:
    name: str
    width: int
    height: int
    slower: int  # times
    bytes_a_second: float  # -1: not limited
    latency: int  # ms


DESKTOP = Device("desktop", 1440, 900, 1, -1, 0)
PHONE = Device("phone", 390, 844, 4, 1.6e6 / 8, 150)


@dataclass(frozen=True)
class Visit:
    """One visit: milliseconds until the first byte, the first paint, completeness; and bytes."""

    answered: float
    painted: float
    complete: float
    script: int
    total: int
    requests: int


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--workspace", type=Path, help="a demo company that ends on 2026-10-31")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.workspace or Path(folder) / "demo"
        open_demo(place, until=TODAY).close()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            _report(browser, place, given.runs)
            browser.close()


def _report(browser: Browser, place: Path, runs: int) -> None:
    rows = []
    for device in (DESKTOP, PHONE):
        cold = [_first_visit(browser, place, device) for _ in range(runs)]
        with _served(place) as address:
            _visit(browser, address, device)
            warm = [_visit(browser, address, device) for _ in range(runs)]
        rows += [_row(f"{device.name}, server cold", cold), _row(f"{device.name}, warm", warm)]
    print(table(["visit", "first byte ms", "first paint ms", "complete ms"], rows))
    one = warm[0]
    weights = [
        [
            "script, compressed",
            f"{one.script / 1024:.1f} KB",
            f"{one.script / 1024 / LIMIT_KB:.2f}",
        ],
        ["everything", f"{one.total / 1024:.0f} KB", ""],
        ["requests", str(one.requests), ""],
    ]
    print("\n" + table(["weight", "", f"× of {LIMIT_KB} KB"], weights))


def _first_visit(browser: Browser, place: Path, device: Device) -> Visit:
    with _served(place) as address:
        return _visit(browser, address, device)


@contextmanager
def _served(place: Path) -> Iterator[str]:
    """A server in a process of its own; its address."""
    command = [sys.executable, "-c", SERVE, "serve", "--port", "0", "--workspace", str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        yield next(word for word in said.split() if word.startswith("http"))
        server.terminate()


def _visit(browser: Browser, address: str, device: Device) -> Visit:
    size = {"width": device.width, "height": device.height}
    context = browser.new_context(viewport=size, is_mobile=device is PHONE)
    page = context.new_page()
    talk = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    weights: dict[str, float] = {}
    _slow_down(talk, device)
    talk.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    talk.on(
        "Network.loadingFinished",
        lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}),
    )
    page.goto(address, wait_until="load")
    page.wait_for_function(f"{_LOADED} > 0")
    found = [float(page.evaluate(what) or 0) for what in (_ANSWERED, _PAINTED, _LOADED)]
    context.close()
    script = sum(size for name, size in weights.items() if kinds.get(name) == "Script")
    return Visit(*found, int(script), int(sum(weights.values())), len(weights))


def _slow_down(talk: CDPSession, device: Device) -> None:
    talk.send("Network.enable")
    talk.send("Emulation.setCPUThrottlingRate", {"rate": device.slower})
    limits: dict[str, Any] = {
        "offline": False,
        "latency": device.latency,
        "downloadThroughput": device.bytes_a_second,
        "uploadThroughput": device.bytes_a_second,
    }
    talk.send("Network.emulateNetworkConditions", limits)


def _row(name: str, visits: list[Visit]) -> list[str]:
    parts = [
        median(visit.answered for visit in visits),
        median(visit.painted for visit in visits),
        median(visit.complete for visit in visits),
    ]
    return [name, *(f"{part:.0f}" for part in parts)]


if __name__ == "__main__":
    main()
