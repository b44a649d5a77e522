"""The home page of the demo company in Chromium: what it weighs, when it is complete, how fast a
filter answers, how much it shifts.

Complete: the load event has ended, every tile and chart is drawn. Filter: from the click to the
frame that shows all of the new board; a usual period, which the server works out as it starts, and
then dates that nobody has asked for yet. Each visit has a browser cache of its own, empty.
"Server cold" is the first visit after the server has started; the others are later ones. The phone
is slowed down as Lighthouse slows it: a processor 4 times slower; then, as the far phone, 1.6
Mbit/s and 150 ms to the server too. Page CPU is that of the main thread of the page until it is
complete, server CPU that of the server for the same visit: on a machine shared with other work they
say what the clock cannot.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from measure import table
from playwright.sync_api import Browser, CDPSession, sync_playwright

from vigie.demo.opening import open_demo
from vigie.people.sessions import Visit as Coming
from vigie.web.people.cookies import SESSION
from vigie.workspace import Workspace

TODAY = date(2026, 10, 31)
CHROMIUM = "/usr/bin/chromium-headless-shell"  # one with windows works for them beside the page
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SERVE = "from vigie.cli.main import main; main()"
LIMIT_KB = 40  # of script, compressed
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"
_SHIFT = """new Promise((told) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(sum), 150);
})"""
_FILTER = """(question) => new Promise((told) => {
  const link = document.querySelector(".segments a");
  if (question) link.setAttribute("href", question);
  const start = performance.now();
  document.addEventListener(
    "htmx:after:swap",
    () => requestAnimationFrame(() => setTimeout(() => told(performance.now() - start))),
    { once: true },
  );
  link.click();
})"""
USUAL = ""  # the first period
_FIRST_DAYS = itertools.count(2)  # each visit asks for dates of its own
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
PHONE = Device("phone", 390, 844, 4, -1, 0)
FAR = Device("far phone", 390, 844, 4, 1.6e6 / 8, 150)


@dataclass(frozen=True)
class Visit:
    """One visit: milliseconds until the first byte, the first paint, completeness; of CPU in the
    page and in the server; of a usual filter and of a new one; the shift of the
    layout; and bytes."""

    answered: float
    painted: float
    complete: float
    page_cpu: float
    server_cpu: float
    filter: float
    new_filter: float
    shift: float
    script: int
    total: int
    requests: int
    elsewhere: int  # requests to other hosts


@dataclass(frozen=True)
class Server:
    address: str
    process: int

    @property
    def cpu(self) -> float:
        """Milliseconds of CPU that it has taken so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--runs", type=int, default=5)
    words.add_argument("--workspace", type=Path, help="a demo company that ends on 2026-10-31")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.workspace or Path(folder) / "demo"
        opened = open_demo(place, until=TODAY)
        cookie = _signed_in(opened)
        opened.close()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            _report(browser, place, given.runs, cookie)
            browser.close()


def _signed_in(workspace: Workspace) -> str:
    """The session of the sales director."""
    people = workspace.people
    director = next(one for one in people.directory.all() if one.role == "director")
    return people.sessions.open(director.id, Coming("127.0.0.1", "benchmark"))


def _report(browser: Browser, place: Path, runs: int, cookie: str) -> None:
    with _served(place) as server:
        rows = [_row("desktop, server cold", [_visit(browser, server, DESKTOP, cookie)])]
        _settle(server)
        for device in (DESKTOP, PHONE, FAR):
            warm = [_visit(browser, server, device, cookie) for _ in range(runs)]
            rows.append(_row(device.name, warm))
    clocks = ["first byte ms", "first paint ms", "complete ms", "page CPU ms", "server CPU ms"]
    head = ["visit", *clocks, "filter ms", "new filter ms", "layout shift"]
    print(table(head, rows))
    one = warm[0]
    weights = [
        [
            "script, compressed",
            f"{one.script / 1024:.1f} KB",
            f"{one.script / 1024 / LIMIT_KB:.2f}",
        ],
        ["everything", f"{one.total / 1024:.0f} KB", ""],
        ["requests", str(one.requests), ""],
        ["requests to other hosts", str(one.elsewhere), ""],
    ]
    print("\n" + table(["weight", "", f"× of {LIMIT_KB} KB"], weights))


def _settle(server: Server) -> None:
    """Waits until the server has worked out what it does after it has started."""
    before = -1.0
    while (now := server.cpu) > before + 50:
        before = now
        time.sleep(2)


@contextmanager
def _served(place: Path) -> Iterator[Server]:
    """A server in a process of its own."""
    command = [sys.executable, "-c", SERVE, "serve", "--port", "0", "--workspace", str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        yield Server(next(word for word in said.split() if word.startswith("http")), server.pid)
        server.terminate()


def _visit(browser: Browser, server: Server, device: Device, cookie: str) -> Visit:
    address, before = server.address, server.cpu
    size = {"width": device.width, "height": device.height}
    context = browser.new_context(viewport=size, is_mobile=device.slower > 1)
    context.add_cookies([{"name": SESSION, "value": cookie, "url": address}])
    page = context.new_page()
    talk = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    weights: dict[str, float] = {}
    hosts: list[str] = []
    page.on("request", lambda asked: hosts.append(urlsplit(asked.url).netloc))
    _slow_down(talk, device)
    talk.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    talk.on(
        "Network.loadingFinished",
        lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}),
    )
    page.goto(f"{address}?lang=en", wait_until="load")
    page.wait_for_function(f"{_LOADED} > 0")
    found = [float(page.evaluate(what) or 0) for what in (_ANSWERED, _PAINTED, _LOADED)]
    found += [_main_thread(talk), server.cpu - before]
    script = sum(size for name, size in weights.items() if kinds.get(name) == "Script")
    weight, requests = sum(weights.values()), len(weights)
    dates = f"/?period=custom&from=2026-04-{next(_FIRST_DAYS):02}&to=2026-09-30"
    found += [float(page.evaluate(_FILTER, asked)) for asked in (USUAL, dates)]
    found.append(float(page.evaluate(_SHIFT)))
    context.close()
    return Visit(
        *found,
        int(script),
        int(weight),
        requests,
        sum(host not in address for host in hosts),
    )


def _slow_down(talk: CDPSession, device: Device) -> None:
    talk.send("Network.enable")
    talk.send("Performance.enable", {"timeDomain": "threadTicks"})
    talk.send("Emulation.setCPUThrottlingRate", {"rate": device.slower})
    limits: dict[str, Any] = {
        "offline": False,
        "latency": device.latency,
        "downloadThroughput": device.bytes_a_second,
        "uploadThroughput": device.bytes_a_second,
    }
    talk.send("Network.emulateNetworkConditions", limits)


def _main_thread(talk: CDPSession) -> float:
    """Milliseconds of CPU that the page's main thread has taken."""
    told = talk.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(one["value"]) for one in told if one["name"] == "TaskDuration")


def _row(name: str, visits: list[Visit]) -> list[str]:
    parts = [
        median(visit.answered for visit in visits),
        median(visit.painted for visit in visits),
        median(visit.complete for visit in visits),
        median(visit.page_cpu for visit in visits),
        median(visit.server_cpu for visit in visits),
        median(visit.filter for visit in visits),
        median(visit.new_filter for visit in visits),
    ]
    shift = max(visit.shift for visit in visits)
    return [name, *(f"{part:.0f}" for part in parts), f"{shift:.3f}"]


if __name__ == "__main__":
    main()
