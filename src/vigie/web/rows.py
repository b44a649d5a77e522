"""The rows behind a figure: their sum is the figure, each leads to its document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from vigie.kit.i18n import Label, Text, text
from vigie.metrics.answers.cells import cell as words_of
from vigie.metrics.answers.cells import cut_by
from vigie.metrics.answers.result import NOT_FILLED, Cell, Result
from vigie.metrics.language.definition import Metric
from vigie.metrics.question.filters import KEY_SUFFIX
from vigie.web.address import with_parameters
from vigie.web.cockpit import Cockpit, Here
from vigie.web.documents import DOCUMENTS
from vigie.web.export import as_csv
from vigie.web.printed import Printed, document, printed_cell
from vigie.web.scene import Scene

router = APIRouter(include_in_schema=False)
PAGE: Final = 50  # rows
MOST_EXPORTED: Final = 1_000_000  # rows, what a spreadsheet opens
OPEN: Final = text("open")


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the reader is among the pages."""

    first: int
    last: int
    total: int
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a ratio."""

    label: Label
    href: str
    current: bool


@router.get("/rows")
def rows(
    request: Request,
    here: Here,
    metric: str,
    cell: list[str] = Query([]),  # noqa: B008 - FastAPI's way
    part: str | None = None,
    page: int = Query(1, ge=1),
) -> HTMLResponse:
    """One page of the rows behind a figure; `cell` is `dimension:value`, repeatable."""
    found = here.metric(metric)
    scene = here.scene(request)
    place = words_of(cell)
    answer = _behind(here, scene, metric, place, part, PAGE, (page - 1) * PAGE)
    return here.pages.render(
        request,
        "rows.html",
        metric=found,
        shown=_shown(here, found, answer, part),
        scene=scene,
        bar=here.bar(scene, request.url.path, [found.id]),
        place=list(_named(here, scene, place)),
        answer=answer,
        columns=[column for column in answer.columns if column.name not in DOCUMENTS],
        parts=_parts(here, request, answer, part),
        table=[_row(answer, row, scene) for row in answer.rows],
        pager=_pager(request, answer, page),
    )


@router.get("/rows.csv")
def export(
    here: Here,
    request: Request,
    metric: str,
    cell: list[str] = Query([]),  # noqa: B008
    part: str | None = None,
) -> Response:
    """All the rows behind a figure as CSV."""
    scene = here.scene(request)
    answer = _behind(here, scene, metric, words_of(cell), part, MOST_EXPORTED, 0)
    headers = {"Content-Disposition": f'attachment; filename="{here.metric(metric).id}.csv"'}
    return Response(as_csv(answer), media_type="text/csv; charset=utf-8", headers=headers)


def _behind(
    here: Cockpit,
    scene: Scene,
    metric: str,
    place: Cell,
    part: str | None,
    limit: int,
    offset: int,
) -> Result:
    query = scene.filters.query(metric, by=cut_by(place))
    return here.layer.rows_behind(query, metric, place, part=part, limit=limit, offset=offset)


def _shown(here: Cockpit, metric: Metric, answer: Result, part: str | None) -> Metric:
    """The metric whose rows are listed: the figure itself, or one side of a ratio."""
    name = part or next(iter(answer.parts), metric.id)
    return here.layer.catalog.metrics.get(name.rpartition(".")[2], metric)


def _row(answer: Result, row: tuple[Any, ...], scene: Scene) -> list[Printed]:
    cells: list[Printed] = []
    address = None
    for column, value in zip(answer.columns, row, strict=True):
        if column.name in DOCUMENTS:
            address = document(DOCUMENTS[column.name], value) if value is not None else None
        else:
            cells.append(printed_cell(value, column, scene.formatter))
    if address:
        cells[0] = replace(
            cells[0], words=cells[0].words or OPEN.to(scene.reader.locale), href=address
        )
    return cells


def _named(here: Cockpit, scene: Scene, place: Cell) -> Iterator[tuple[Label, str | Text]]:
    """The cell in words: each dimension's label and its member's name."""
    for word, value in place.items():
        name = word.removesuffix(KEY_SUFFIX)
        dimension = here.layer.catalog.dimensions.get(name)
        label = dimension.label if dimension else Label(name, name)
        if value is None:
            yield label, NOT_FILLED
        else:
            by_key = dimension and word != name
            locale = scene.reader.locale
            yield label, here.members.name(name, value, here.version, locale) if by_key else value


def _pager(request: Request, answer: Result, page: int) -> Pager:
    total = answer.total_rows or 0
    first = (page - 1) * PAGE

    def at(number: int) -> str:
        return with_parameters(request.url, {"page": str(number)})

    return Pager(
        first=min(first + 1, total),
        last=min(first + len(answer.rows), total),
        total=total,
        previous=at(page - 1) if page > 1 else None,
        next=at(page + 1) if first + len(answer.rows) < total else None,
    )


def _called(part: str, metrics: Mapping[str, Metric]) -> Label:
    """A side by its metric and, where that is read over other days, by what reads it."""
    labels = [metrics[one].label for one in reversed(part.split(".")) if one in metrics]
    return Label(", ".join(one.en for one in labels), ", ".join(one.fr for one in labels))


def _parts(here: Cockpit, request: Request, answer: Result, part: str | None) -> list[Part]:
    """The sides of a ratio; each is a figure with rows of its own."""
    metrics = here.layer.catalog.metrics
    return [
        Part(
            _called(name, metrics),
            with_parameters(request.url, {"part": name, "page": None}),
            name == (part or answer.parts[0]),
        )
        for name in answer.parts
    ]
