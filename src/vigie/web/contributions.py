"""Why a figure moved, for programs: in the words of `vigie contributions`."""

from datetime import date
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from vigie.analysis.contributions.explain import contributions as explained
from vigie.analysis.contributions.question import USUAL_COMPARISON, Question
from vigie.analysis.contributions.table import as_json, flat
from vigie.kit.errors import UsageError
from vigie.kit.i18n import SOURCE_LOCALE, Locale
from vigie.kit.spelling import nearest
from vigie.web.cockpit import Here
from vigie.web.export import as_csv
from vigie.web.pages import formatter
from vigie.web.reader import Reader
from vigie.web.schema import REFUSALS, Explanation

router = APIRouter(prefix="/api/v1", tags=["v1"], responses=REFUSALS)
WORDS: Final = (
    "metric", "by", "where", "from", "to", "last", "compare", "as_of", "top", "lang", "format",
)  # fmt: skip
Repeated = Annotated[list[str], Query()]


@router.get(
    "/contributions",
    response_class=Response,
    summary="Explain a change",
    responses={200: {"model": Explanation, "content": {"application/json": {}, "text/csv": {}}}},
)
def contributions(
    request: Request,
    here: Here,
    metric: str,
    by: Repeated = [],  # noqa: B006 - FastAPI copies it
    where: Repeated = [],  # noqa: B006
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
    last: str | None = None,
    compare: str = USUAL_COMPARISON,
    as_of: date | None = None,
    top: Annotated[int, Query(ge=1)] = 10,
    lang: Locale = SOURCE_LOCALE,
    format: Literal["json", "csv"] = "json",
) -> Response:
    """Which members of which dimensions made a metric move; `lang` is that of the sentences."""
    _known(request)
    question = Question(
        metric,
        by=tuple(by),
        where=tuple(where),
        date_from=from_,
        date_to=to,
        last=last,
        compare=compare,
        as_of=as_of,
        top=top,
    )
    found = explained(here.layer, question)
    headers = {"Cache-Control": "private, no-cache"}
    if format == "csv":
        written = as_csv(flat(found))
        return Response(written, media_type="text/csv; charset=utf-8", headers=headers)
    f = formatter(Reader(lang), here.workspace.settings)
    return Response(as_json(found, f), media_type="application/json", headers=headers)


def _known(request: Request) -> None:
    for name in request.query_params:
        if name not in WORDS:
            raise UsageError(
                "'{name}' is not a parameter of a query; did you mean '{nearest}'?",
                name=name,
                nearest=nearest(name, WORDS) or ", ".join(WORDS),
            )
