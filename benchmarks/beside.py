"""The same twelve charts on the same order lines in Vigie, in Vizro (Dash) and in Superset.

One run, one browser, one machine: each peer is installed in an environment of its own, serves on a
port of its own, and is opened with an empty browser cache after one visit that warms its server.
Complete: the twelve charts stand on the page. Peers read a flat copy of the lines: they have
nothing to join.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from measure import table
from peers.measured import SUPERSET
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from vigie.demo.opening import open_demo
from vigie.people.sessions import Visit as Coming
from vigie.web.people.cookies import SESSION
from vigie.workspace import Workspace

HERE = Path(__file__).parent
UV = HERE.parent / "scripts" / "uv"
TODAY = date(2026, 10, 31)
CHROMIUM = "/usr/bin/chromium-headless-shell"  # one with windows works for them beside the page
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 300  # seconds
PEERS = {
    "Vizro": ("vizro_page.py", 8451, ["vizro", "gunicorn", "pyarrow"]),
    "Superset": ("superset_page.py", 8452, SUPERSET),
}
LINES = """SELECT sold.order_date, line.order_id, line.net_amount_company::DOUBLE AS amount,
  line.quantity::DOUBLE AS quantity, account.name AS customer, account.region,
  channel.name AS channel, rep.name AS sales_rep, team.name AS team, product.name AS product,
  category.name AS category
FROM core.sales_order_line AS line
JOIN core.sales_order AS sold USING (order_id)
LEFT JOIN core.account AS account ON account.account_id = sold.account_id
LEFT JOIN core.channel AS channel ON channel.channel_id = sold.channel_id
LEFT JOIN core.sales_rep AS rep ON rep.sales_rep_id = sold.sales_rep_id
LEFT JOIN core.team AS team ON team.team_id = rep.team_id
LEFT JOIN core.product AS product ON product.product_id = line.product_id
LEFT JOIN core.product_category AS category ON category.category_id = product.category_id
WHERE sold.status <> 'cancelled'"""
NAME = "label: {en: Chart, fr: Graphique}"
CUTS = ("region", "channel", "category", "sales_rep", "team", "customer", "product")
COURSES = (
    ("order_intake", "month"),
    ("order_intake", "week"),
    ("orders", "month"),
    ("average_basket", "month"),
    ("units_sold", "month"),
)


@dataclass(frozen=True)
class Visit:
    """Milliseconds until the first paint and until all charts stand; bytes; requests."""

    painted: float
    complete: float
    script: int
    total: int
    requests: int


@dataclass(frozen=True)
class Place:
    """Where the charts are, who is let in, and when they all stand."""

    name: str
    address: str
    enter: Callable[[BrowserContext], None]
    done: str  # a condition in the page


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--workspace", type=Path, help="a demo company")
    words.add_argument("--environments", type=Path, default=Path(tempfile.gettempdir()))
    words.add_argument("--without", action="append", default=[], choices=list(PEERS))
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = given.workspace or Path(folder) / "demo"
        workspace = open_demo(place, until=TODAY)
        cookie = _prepare(workspace, Path(folder))
        workspace.close()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        found = {"Vigie": _ours(browser, place, cookie, given.runs)}
        for name in (name for name in PEERS if name not in given.without):
            try:
                found[name] = _peer(browser, name, Path(folder), given.environments, given.runs)
            except (Error, OSError, subprocess.CalledProcessError) as error:
                print(f"{name} could not be measured: {error}", file=sys.stderr)
        browser.close()
    _print(found)


def _prepare(workspace: Workspace, folder: Path) -> str:
    """Writes the flat lines and our board; the session of somebody who looks at it."""
    target = str(folder / "lines.parquet").replace("'", "''")
    with workspace.warehouse.read() as session:
        session.execute(f"COPY ({LINES}) TO '{target}' (FORMAT parquet)")
    boards = workspace.directory / "dashboards"
    boards.mkdir(exist_ok=True)
    (boards / "beside.yaml").write_text(_board())
    director = next(one for one in workspace.people.directory.all() if one.role == "director")
    return workspace.people.sessions.open(director.id, Coming("127.0.0.1", "benchmark"))


def _board() -> str:
    panels = [
        f"  - {{id: c{i}, chart: columns, metric: {metric}, by: {by}, {NAME}}}"
        for i, (metric, by) in enumerate(COURSES)
    ] + [
        f"  - {{id: by_{by}, chart: ranking, metric: order_intake, by: {by}, {NAME}}}"
        for by in CUTS
    ]
    return "\n".join(["label: {en: Beside, fr: À côté}", "panels:", *panels, ""])


def _ours(browser: Browser, place: Path, cookie: str, runs: int) -> list[Visit]:
    command = [sys.executable, "-c", "from vigie.cli.main import main; main()", "serve"]
    with _serving([*command, "--port", "8450", "--workspace", str(place)], 8450, {}):
        address = "http://127.0.0.1:8450/boards/beside"

        def enter(context: BrowserContext) -> None:
            context.add_cookies([{"name": SESSION, "value": cookie, "url": address}])

        return _visits(browser, Place("Vigie", address, enter, "true"), runs)


def _peer(browser: Browser, name: str, folder: Path, kept: Path, runs: int) -> list[Visit]:
    script, port, packages = PEERS[name]
    environment = kept / f"vigie-beside-{name.lower()}"
    python = environment / "bin" / "python"
    if not python.exists():
        subprocess.run([str(UV), "venv", "-q", str(environment)], check=True)
        install = [str(UV), "pip", "install", "-q", "--python", str(python), *packages]
        subprocess.run(install, check=True)
    own = {"LINES": str(folder / "lines.parquet"), "HOME_OF_PEER": str(folder)}
    own["PATH"] = f"{environment / 'bin'}:{os.environ['PATH']}"
    command = [str(python), str(HERE / "peers" / script), str(port)]
    with _serving(command, port, own):
        address = f"http://127.0.0.1:{port}"
        if name == "Vizro":
            done = "document.querySelectorAll('.js-plotly-plot .plot-container').length >= 12"
            return _visits(browser, Place(name, address, lambda _: None, done), runs)
        done = "document.querySelectorAll('.dashboard-component-chart-holder canvas').length >= 12"
        dashboard = f"{address}/superset/dashboard/beside/"
        return _visits(
            browser, Place(name, dashboard, _enter_superset(browser, address), done), runs
        )


def _enter_superset(browser: Browser, address: str) -> Callable[[BrowserContext], None]:
    """Signs in once, apart: what the way in leaves in a cache must not count as there."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/login/")
    page.fill("input#username, input[name=username]", "admin")
    page.fill("input#password, input[name=password]", "admin")
    page.click("button[type=submit], input[type=submit]")
    page.wait_for_url(lambda url: "login" not in url, timeout=PATIENCE * 1000)
    cookies = context.cookies()
    context.close()

    def enter(other: BrowserContext) -> None:
        other.add_cookies([{**cookie} for cookie in cookies])  # type: ignore[typeddict-item]

    return enter


@contextmanager
def _serving(command: list[str], port: int, more: dict[str, str]) -> Iterator[None]:
    """A server in a process of its own, once it answers."""
    with subprocess.Popen(
        command, env=os.environ | more, stdout=subprocess.DEVNULL, start_new_session=True
    ) as server:
        try:
            _await(port)
            yield
        finally:
            os.killpg(server.pid, 15)


def _await(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            return
        except (URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError(f"nothing answers at port {port}")


def _visits(browser: Browser, place: Place, runs: int) -> list[Visit]:
    _visit(browser, place)
    return [_visit(browser, place) for _ in range(runs)]


def _visit(browser: Browser, place: Place) -> Visit:
    context = browser.new_context(viewport={"width": 1440, "height": 6000})
    place.enter(context)
    page = context.new_page()
    talk = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    weights: dict[str, float] = {}
    talk.send("Network.enable")
    talk.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    talk.on(
        "Network.loadingFinished",
        lambda e: weights.update({e["requestId"]: e["encodedDataLength"]}),
    )
    complete = _complete(page, place)
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    context.close()
    script = sum(size for name, size in weights.items() if kinds.get(name) == "Script")
    painted = float(painted or 0)
    # What is not painted yet does not stand on the page.
    complete = max(complete, painted)
    return Visit(painted, complete, int(script), int(sum(weights.values())), len(weights))


def _complete(page: Page, place: Place) -> float:
    page.goto(place.address, wait_until="load", timeout=PATIENCE * 1000)
    page.wait_for_function(place.done, timeout=PATIENCE * 1000)
    return (
        float(page.evaluate("performance.now()"))
        if place.done != "true"
        else float(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    )


def _print(found: dict[str, list[Visit]]) -> None:
    ours = found["Vigie"]

    def row(what: str, read: Callable[[Visit], float], unit: Callable[[float], str]) -> list[str]:
        base = median(map(read, ours))
        cells = []
        for visits in found.values():
            value = median(map(read, visits))
            cells.append(
                f"{unit(value)} ({value / base:.1f} ×)" if visits is not ours else unit(value)
            )
        return [what, *cells]

    def kilo(value: float) -> str:
        return f"{value / 1024:.0f} KB"

    def whole(value: float) -> str:
        return f"{value:.0f}"

    rows: list[Any] = [
        row("first paint, ms", lambda v: v.painted, whole),
        row("twelve charts, ms", lambda v: v.complete, whole),
        row("script, compressed", lambda v: v.script, kilo),
        row("everything, compressed", lambda v: v.total, kilo),
        row("requests", lambda v: v.requests, whole),
    ]
    print(table(["", *found], rows))


if __name__ == "__main__":
    main()
