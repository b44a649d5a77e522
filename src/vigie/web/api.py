"""Figures, definitions and imports as JSON, in the words of the command line."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from vigie.intake.account import account
from vigie.intake.report import ImportReport
from vigie.kit.errors import NotFound, UsageError
from vigie.kit.i18n import Label
from vigie.kit.spelling import nearest
from vigie.lineage import account as account_of_lineage
from vigie.metrics.answers.cells import cell as cell_of
from vigie.metrics.answers.cells import cut_by
from vigie.metrics.answers.result import Result
from vigie.metrics.catalog.card import card
from vigie.metrics.language.comparison import Align
from vigie.metrics.language.definition import Metric
from vigie.metrics.question import query as words
from vigie.web.cockpit import Cockpit, Here
from vigie.web.export import as_csv, as_parquet
from vigie.web.lineage import told
from vigie.web.people.received import report_seen
from vigie.web.schema import (
    REFUSALS,
    Answer,
    ImportAccount,
    MetricDetail,
    MetricSummary,
    Names,
    Refusal,
    RowsBehind,
)
from vigie.web.uploads import receive

QUERY_WORDS: Final = (
    "metric", "by", "where", "from", "to", "last", "compare", "align", "as_of", "order", "limit",
    "show", "totals", "format", "explain", "rollups", "cache",
)  # fmt: skip
ROWS_WORDS: Final = (
    "metric", "cell", "column", "part", "where", "from", "to", "last", "compare", "show", "align",
    "as_of", "limit", "offset", "format",
)  # fmt: skip
FILES: Final = "application/octet-stream"
LARGEST: Final = 2**31 - 1
TYPES: Final = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "plan": "text/plain; charset=utf-8",
}
Repeated = Annotated[list[str], Query()]


BUSY: Final[dict[int | str, dict[str, Any]]] = {
    409: {"model": Refusal, "description": "Another import is running, or rows moved on since."}
}
FORM: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "array",
                            "minItems": 1,
                            "items": {"type": "string", "contentMediaType": FILES},
                        }
                    },
                }
            }
        },
    }
}
Format = Literal["json", "csv", "parquet"]
Whole = Annotated[int | None, Query(ge=1, le=LARGEST)]
router = APIRouter(prefix="/api/v1", tags=["v1"], responses=REFUSALS)


@router.get(
    "/query",
    response_class=Response,
    summary="Ask for figures",
    responses={
        200: {"model": Answer, "content": {kind.partition(";")[0]: {} for kind in TYPES.values()}},
        304: {"description": "The answer that the caller has is still right."},
    },
)
def query(
    request: Request,
    here: Here,
    metric: Repeated,
    by: Repeated = [],  # noqa: B006 - FastAPI copies it
    where: Repeated = [],  # noqa: B006
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
    last: str | None = None,
    compare: Repeated = [],  # noqa: B006
    align: str = Align.DAYS,
    as_of: date | None = None,
    order: Repeated = [],  # noqa: B006
    limit: Whole = None,
    show: Repeated = [],  # noqa: B006
    totals: bool = False,
    format: Format = "json",
    explain: bool = False,
    rollups: bool = True,
    cache: bool = True,
) -> Response:
    """The answer to a question; every parameter that takes several values may be repeated."""
    _known(request)
    question = words.Query(
        tuple(metric),
        by=tuple(by),
        where=tuple(where),
        date_from=from_,
        date_to=to,
        last=last,
        compare=tuple(compare),
        align=align,
        as_of=as_of,
        order=tuple(order),
        limit=limit,
        show=tuple(show),
        totals=totals,
    )
    if explain:
        plan = here.layer.explain(question, rollups=rollups)
        return Response(plan, media_type=TYPES["plan"])
    if totals and format != "json":
        raise UsageError("Totals stand in a table or in JSON, where no one takes them for a row.")
    mark = _mark(question, format, here)
    if cache and request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers={"ETag": mark})
    result = here.layer.query(question, cache=cache, rollups=rollups)
    headers = {"ETag": mark, "Cache-Control": "private, no-cache"}
    return Response(_written(result, format), media_type=TYPES[format], headers=headers)


@router.get(
    "/rows",
    response_class=Response,
    summary="Open the rows behind a figure",
    responses={200: {"model": RowsBehind, "content": {TYPES["csv"].partition(";")[0]: {}}}},
)
def rows(
    request: Request,
    here: Here,
    metric: str,
    cell: Repeated = [],  # noqa: B006 - FastAPI copies it
    column: str | None = None,
    part: str | None = None,
    where: Repeated = [],  # noqa: B006
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
    last: str | None = None,
    compare: Repeated = [],  # noqa: B006
    show: Repeated = [],  # noqa: B006
    align: str = Align.DAYS,
    as_of: date | None = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST)] = 100,
    offset: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    format: Literal["json", "csv"] = "json",
) -> Response:
    """A page of rows whose sum, over all pages, is the figure of a cell."""
    _known(request, ROWS_WORDS)
    place = cell_of(cell)
    question = words.Query(
        (metric,),
        by=cut_by(place),
        where=tuple(where),
        date_from=from_,
        date_to=to,
        last=last,
        compare=tuple(compare),
        align=align,
        as_of=as_of,
        show=tuple(show),
    )
    found = here.layer.rows_behind(
        question, column or metric, place, part=part, limit=limit, offset=offset
    )
    return Response(_written(found, format), media_type=TYPES[format])


def _written(result: Result, form: Format) -> str | bytes:
    match form:
        case "csv":
            return as_csv(result)
        case "parquet":
            return as_parquet(result)
        case "json":
            return result.json()


@router.get("/metrics", summary="List the indicators")
def metrics(here: Here) -> list[MetricSummary]:
    """Every indicator that can be asked for."""
    return [MetricSummary(**_summary(metric)) for metric in here.layer.catalog.shown]


@router.get("/metrics/{metric_id}", summary="Define an indicator")
def metric(here: Here, metric_id: str) -> MetricDetail:
    """What an indicator means, from which files it comes, and whether the data allow it."""
    found = here.metric(metric_id)
    catalog = here.layer.catalog
    said = card(found, catalog, here.layer.readiness(found.id))
    lines = account_of_lineage(told(found, here))
    return MetricDetail.model_validate({**said, "lineage": lines})


@router.get("/imports", summary="List the imports", response_model=list[ImportAccount])
def imports(here: Here) -> JSONResponse:
    """Every import, the latest first."""
    return JSONResponse(
        [account(report_seen(report, here)) for report in here.workspace.intake.imports()]
    )


@router.get("/imports/{import_id}", summary="Show an import", response_model=ImportAccount)
def show_import(here: Here, import_id: str) -> JSONResponse:
    """One import's account."""
    return JSONResponse(account(report_seen(here.workspace.intake.show(import_id), here)))


@router.post(
    "/imports",
    summary="Import files",
    status_code=201,
    response_model=ImportAccount,
    responses={200: {"model": ImportAccount, "description": "What would happen."}, **BUSY},
    openapi_extra=FORM,
)
async def new_import(
    request: Request, here: Here, dry_run: bool = False, as_table: str | None = None
) -> JSONResponse:
    """Imports the files of a multipart form with the proposed or saved mapping.

    `dry_run` tells what would happen and changes nothing.
    """
    received = await receive(request, here.drafts.new_folder())
    try:
        report = await run_in_threadpool(_import, here, received.files, as_table, dry_run)
    finally:
        received.discard()
    return JSONResponse(account(report_seen(report, here)), 200 if dry_run else 201)


@router.post(
    "/imports/{import_id}/undo",
    summary="Undo an import",
    response_model=ImportAccount,
    responses=BUSY,
)
def undo(here: Here, import_id: str) -> JSONResponse:
    """Puts every row back as it was."""
    return JSONResponse(account(report_seen(here.workspace.intake.undo(import_id), here)))


@router.get("/{path:path}", include_in_schema=False)
def nothing(path: str) -> Response:
    """Anything else under this address."""
    raise NotFound("There is nothing at /api/v1/{path}.", path=path)


def _import(here: Cockpit, files: list[Path], table: str | None, dry_run: bool) -> ImportReport:
    plan = here.workspace.intake.plan(files, as_table=table)
    return here.workspace.intake.dry_run(plan) if dry_run else here.workspace.intake.commit(plan)


def _known(request: Request, known: Sequence[str] = QUERY_WORDS) -> None:
    for name in request.query_params:
        if name not in known:
            raise UsageError(
                "'{name}' is not a parameter of a query; did you mean '{nearest}'?",
                name=name,
                nearest=nearest(name, known) or ", ".join(known),
            )


def _mark(question: words.Query, form: str, here: Cockpit) -> str:
    told = (question, form, here.version, here.layer.settings.today(), here.layer.sight)
    digest = sha256(repr(told).encode()).hexdigest()
    return f'"{digest[:20]}"'


def _summary(metric: Metric) -> dict[str, Any]:
    return {
        "id": metric.id,
        "family": metric.family,
        "label": _names(metric.label),
        "unit": metric.unit.value,
        "direction": metric.direction.value,
    }


def _names(label: Label) -> Names:
    return Names(en=label.en, fr=label.fr)
