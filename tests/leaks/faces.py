"""Every way out, and how it is asked: a route or a command without a line here fails the suite.

An address has holes that are filled with everything there is of a kind: `{board}`, `{metric}`,
`{metric_by}` … (`Answers.holes`). What shows nothing of the company's data says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Asks:
    """A face by the addresses (or words) that it is asked with."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """A face that has nothing to give away; or is proved where the reason says."""

    reason: str


Face = Asks | Silent


def asks(*words: str) -> Asks:
    """A face that is asked with these."""
    return Asks(words)


DAYS: Final = "period=custom&from=2025-01-01&to=2025-06-30"
RANGE: Final = "from=2025-01-01&to=2025-06-30"
DOOR: Final = Silent("the door: it knows nobody's figures")
SELF: Final = Silent("what somebody keeps of themselves")
PEOPLE: Final = Silent("the directory: no row of the company's data")
PRIVACY: Final = Silent("persons found for their own requests, by who keeps privacy alone")
CHANGES: Final = Silent("changes things and leads to a page that is asked")

ROUTES: Final[Mapping[str, Face]] = {
    "GET /healthz": Silent("tells whether the process lives"),
    "GET /readyz": Silent("tells whether the process can answer"),
    "GET /prometheus": Silent("counts of requests and rows of the process, no row of the data"),
    "GET /sign-in": DOOR,
    "POST /sign-in": DOOR,
    "POST /sign-in/as": DOOR,
    "GET /sign-in/link/{secret}": DOOR,
    "POST /sign-in/link/{secret}": DOOR,
    "GET /sign-in/forgotten": DOOR,
    "POST /sign-in/forgotten": DOOR,
    "GET /sign-in/provider": DOOR,
    "GET /sign-in/provider/back": DOOR,
    "GET /sign-in/code": DOOR,
    "POST /sign-in/code": DOOR,
    "POST /sign-out": DOOR,
    "GET /account": SELF,
    "POST /account/password": SELF,
    "GET /account/second-factor": SELF,
    "POST /account/second-factor/begin": SELF,
    "POST /account/second-factor/confirm": SELF,
    "POST /account/second-factor/off": SELF,
    "POST /account/sessions/{session_id}/end": SELF,
    "POST /account/tokens": SELF,
    "POST /account/tokens/{token_id}/revoke": SELF,
    "GET /people": PEOPLE,
    "POST /people": PEOPLE,
    "GET /people/roles": PEOPLE,
    "GET /people/{person_id}": PEOPLE,
    "POST /people/{person_id}": PEOPLE,
    "POST /people/{person_id}/link": PEOPLE,
    "POST /people/{person_id}/see-as": PEOPLE,
    "POST /people/back": PEOPLE,
    "GET /privacy": asks("/privacy"),
    "GET /privacy/register.{kind}": asks("/privacy/register.json", "/privacy/register.xlsx"),
    "GET /privacy/notices/{audience}": asks("/privacy/notices/customers"),
    "GET /privacy/requests": PRIVACY,
    "POST /privacy/requests": PRIVACY,
    "GET /privacy/requests/{request_id}": PRIVACY,
    "POST /privacy/find": PRIVACY,
    "GET /privacy/consents": PRIVACY,
    "POST /privacy/contacts": PRIVACY,
    "GET /privacy/consents/{row}": PRIVACY,
    "POST /privacy/consents/{row}": PRIVACY,
    "GET /privacy/retention": PRIVACY,
    "POST /privacy/retention": PRIVACY,
    "GET /annotations": asks("/annotations"),
    "POST /annotations": CHANGES,
    "POST /annotations/{name}/remove": CHANGES,
    "POST /annotations/{name}/restore": CHANGES,
    "POST /privacy/resume": PRIVACY,
    "GET /audit": PEOPLE,
    "GET /audit.csv": PEOPLE,
    "GET /": asks("/", f"/?{DAYS}", f"/?{DAYS}&compare=target"),
    "GET /boards": asks("/boards"),
    "POST /boards": CHANGES,
    "GET /boards/{name}.yaml": asks("/boards/{board}.yaml"),
    "GET /boards/{name}/edit": asks("/boards/{board}/edit"),
    "POST /boards/{name}/edit": CHANGES,
    "POST /boards/{name}/share": CHANGES,
    "POST /boards/{name}/remove": CHANGES,
    "POST /boards/{name}/restore": CHANGES,
    "POST /boards/{name}/publish": CHANGES,
    "POST /boards/{name}/revert": CHANGES,
    "GET /cards/{whose}/{key}": asks("/cards/{card}"),
    "GET /cards/{whose}/{key}/parts/{part_id}": asks("/cards/{card}/parts/revenue"),
    "GET /cards/{whose}/{key}/parts/{part_id}/export.{kind}": asks(
        "/cards/{card}/parts/revenue/export.csv"
    ),
    "POST /views": SELF,
    "POST /views/first": SELF,
    "POST /views/{name}/remove": SELF,
    "GET /wall": asks("/wall"),
    "GET /wall/in": DOOR,
    "POST /wall/in": DOOR,
    "GET /find": asks("/find?q={stranger}", "/find?q={mark}", "/find"),
    "GET /boards/{name}": asks("/boards/{board}?" + DAYS),
    "GET /boards/{name}/parts/{part_id}": asks("/boards/{part}?" + DAYS),
    "GET /boards/{name}/parts/{part_id}/export.{kind}": asks(
        "/boards/{part}/export.csv?" + DAYS,
        "/boards/{part}/export.svg?" + DAYS,
        "/boards/{part}/export.xlsx?" + DAYS,
    ),
    "GET /explore": asks("/explore?metric={metric_by}&" + DAYS),
    "GET /explore/export.{kind}": asks(
        "/explore/export.csv?metric={metric_by}&" + DAYS,
        "/explore/export.svg?metric={metric_by}&" + DAYS,
        "/explore/export.xlsx?metric={metric_by}&" + DAYS,
    ),
    "POST /explore/keep": CHANGES,
    "GET /choose": asks("/choose?of={dimension}", "/choose?of=customer&q={stranger}"),
    "GET /metrics": asks("/metrics"),
    "GET /metrics/{metric_id}": asks("/metrics/{metric}?" + DAYS),
    "GET /metrics/{metric_id}/export.{kind}": asks(
        "/metrics/{metric}/export.csv?" + DAYS, "/metrics/{metric}/export.svg?" + DAYS
    ),
    "GET /metrics/{metric_id}/why": asks("/metrics/{metric}/why?" + DAYS),
    "GET /events": Silent("test_stream proves that notices carry no figures"),
    "GET /rows": asks("/rows?metric={metric}&" + DAYS, "/rows?metric={metric_cell}&" + DAYS),
    "GET /rows.csv": asks("/rows.csv?metric={metric}&" + DAYS),
    "GET /records/{table}/{key:path}": asks("/records/{record}"),
    "GET /imports": asks("/imports"),
    "GET /imports/{import_id}": asks("/imports/{import}"),
    "POST /imports/{import_id}/undo": CHANGES,
    "GET /imports/new": asks("/imports/new"),
    "POST /imports/new": CHANGES,
    "GET /imports/drafts/{draft_id}": Silent("what one has sent, shown to oneself alone"),
    "POST /imports/drafts/{draft_id}": CHANGES,
    "GET /quarantine": asks("/quarantine", "/quarantine?import={import}"),
    "GET /quarantine/export.{kind}": asks("/quarantine/export.csv"),
    "POST /quarantine/retry": CHANGES,
    "GET /api/v1/query": asks(
        "/api/v1/query?metric={metric_by}",
        "/api/v1/query?metric={metric_by}&show=share&show=rank&totals=true&" + RANGE,
        "/api/v1/query?metric={metric_by}&compare=previous_year&format=csv&" + RANGE,
        "/api/v1/query?metric={metric}&where=customer = '{stranger}'&rollups=false",
        "/api/v1/query?metric={metric}&by={near_miss}",
    ),
    "GET /api/v1/metrics": asks("/api/v1/metrics"),
    "GET /api/v1/rows": asks(
        "/api/v1/rows?metric={metric}&" + RANGE,
        "/api/v1/rows?metric={metric_cell}&format=csv&" + RANGE,
    ),
    "GET /api/v1/metrics/{metric_id}": asks("/api/v1/metrics/{metric}"),
    "GET /api/v1/contributions": asks("/api/v1/contributions?metric={metric}&" + RANGE),
    "GET /api/v1/imports": asks("/api/v1/imports"),
    "POST /api/v1/imports": CHANGES,
    "GET /api/v1/imports/{import_id}": asks("/api/v1/imports/{import}"),
    "POST /api/v1/imports/{import_id}/undo": CHANGES,
    "GET /api/v1/{path:path}": asks("/api/v1/{stranger}"),
    "GET /api/odata/v4": asks("/api/odata/v4"),
    "GET /api/odata/v4/": asks("/api/odata/v4/"),
    "GET /api/odata/v4/$metadata": asks("/api/odata/v4/$metadata"),
    "GET /api/odata/v4/{table}/$count": asks("/api/odata/v4/{feed_count}"),
    "GET /api/odata/v4/{table}": asks("/api/odata/v4/{feed}"),
    "GET /api/odata/v4/{rest:path}": asks("/api/odata/v4/x/{stranger}"),
}
"""`METHOD /path` → how it is asked."""

SOME: Final = "--from 2025-01-01 --to 2025-06-30"

COMMANDS: Final[Mapping[str, Face]] = {
    "query": asks(
        "query {metric_by}",
        f"query {{metric_by}} --show share --show rank --totals --json {SOME}",
        f"query {{metric_by}} --compare previous_year --format csv {SOME}",
        f"query {{metric_by}} --format parquet {SOME}",
        "query {metric_by} --explain",
        "query {metric} --where \"customer = '{stranger}'\" --no-rollups --json",
        "query {metric} --by {near_miss}",
        "query {metric} --where \"{near_miss} = '{stranger}'\"",
        "query {metric_by} --order {near_miss}",
    ),
    "rows": asks(
        f"rows {{metric}} {SOME}",
        f"rows {{metric_cell}} --json {SOME}",
        f"rows {{metric}} --format csv --offset 1 --limit 3 {SOME}",
        "rows {metric} --cell customer:'{stranger}'",
        "rows {metric} --part {near_miss}",
    ),
    "contributions": asks(
        f"contributions {{metric}} {SOME}",
        f"contributions {{metric_by}} --json {SOME}",
        f"contributions {{metric_by}} --format csv {SOME}",
        "contributions {metric} --by {near_miss}",
    ),
    "boards list": asks("boards list", "boards list --json"),
    "metrics list": asks("metrics list", "metrics list --json"),
    "metrics show": asks(
        "metrics show {metric}", "metrics show {metric} --json", "metrics show {near_miss}"
    ),
}
"""A command's words → the command lines that it is asked with, by `--as-user` and `--token`."""
