"""Figures as an OData v4 feed: what Excel and Power BI read, with their reader's rights."""

import json
import re
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from vigie.kit.errors import NotFound
from vigie.kit.i18n import Locale
from vigie.kit.spelling import nearest
from vigie.web.cockpit import SIGHTS, Cockpit, Here
from vigie.web.memory import Memory
from vigie.web.odata.csdl import as_json, as_xml
from vigie.web.odata.options import Form, Options, Token, form_of, options_of, page_size
from vigie.web.odata.problems import (
    VERSION,
    FeedRoute,
    Malformed,
    Unacceptable,
    Unsupported,
)
from vigie.web.odata.reading import Page, Reading
from vigie.web.odata.sets import EntitySet, entity_sets
from vigie.web.odata.snapshots import Snapshots
from vigie.web.odata.syntax import Node, parse_filter
from vigie.web.odata.truth import judged
from vigie.web.odata.writing import Writer

PREFIX: Final = "/api/odata/v4"
_ADDRESS: Final = re.compile(r"(?P<table>[^()/]+)(?:\((?P<key>.*)\))?", re.DOTALL)
_PAIR: Final = re.compile(r"([^\W\d]\w*)=('(?:[^']|'')*'|[^,']+)")


class Feed:
    """The tables of one workspace, and the answers that are being read."""

    def __init__(self, cockpit: Cockpit, snapshots: Snapshots) -> None:
        self._cockpit = cockpit
        self.reading = Reading(cockpit.layer, snapshots)
        self.metadata = lru_cache(maxsize=4)(self._metadata)

    @cached_property
    def tables(self) -> dict[str, EntitySet]:
        return entity_sets(self._cockpit.layer.catalog)

    def table(self, name: str) -> EntitySet:
        """The table of that name; raises NotFound with the nearest one."""
        if name in self.tables:
            return self.tables[name]
        raise NotFound(
            "There is no table '{name}' in the feed; did you mean '{near}'?",
            name=name,
            near=nearest(name, self.tables) or next(iter(self.tables)),
        )

    def _metadata(self, locale: Locale, form: str) -> bytes:
        currency = self._cockpit.layer.settings.currency
        if form == "json":
            return as_json(self.tables.values(), currency, locale).encode()
        return as_xml(self.tables.values(), currency, locale)


class Feeds:
    """A feed for each sight: readers who see different things never share a page."""

    def __init__(self) -> None:
        self._known: Memory[Feed] = Memory(SIGHTS)
        self._snapshots = Snapshots()

    def of(self, here: Cockpit) -> Feed:
        """The feed of those who see what the visitor sees."""
        return self._known.get(here.layer.sight, lambda: Feed(here, self._snapshots))


def _feed(request: Request, here: Here) -> Feed:
    feeds: Feeds = request.app.state.feeds
    return feeds.of(here)


def _spoken(request: Request) -> None:
    """Refuses a client that understands older versions only."""
    highest = request.headers.get("odata-maxversion", "4.0")
    if highest.partition(";")[0].strip() not in ("4.0", "4.01"):
        raise Unacceptable("The feed speaks OData 4.0, not {version}.", version=highest)


Tables = Annotated[Feed, Depends(_feed)]
EVERYWHERE: Final[dict[int | str, dict[str, Any]]] = {
    400: {"description": "The address cannot be read, or asks for what would be wrong."},
    401: {"description": "Nobody is signed in."},
    403: {"description": "Not for your role."},
    406: {"description": "A form or a version that the feed does not speak."},
}
router = APIRouter(
    prefix=PREFIX,
    tags=["odata"],
    route_class=FeedRoute,
    dependencies=[Depends(_spoken)],
    responses=EVERYWHERE,
)


def _text(name: str, about: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": about, "schema": {"type": "string"}}


def _whole(name: str, about: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
    return {"name": name, "in": "query", "description": about, "schema": schema}


FILTER: Final = _text("$filter", "Which rows, as in: region eq 'Bretagne' and revenue gt 1000")
OPTIONS: Final = {
    "parameters": [
        _text("$select", "The columns; those that are left out are summed over."),
        FILTER,
        _text("$orderby", "By which chosen columns, as in: month, revenue desc"),
        _whole("$top", "At most so many rows."),
        _whole("$skip", "So many rows less at the beginning."),
        {**_text("$count", "Whether to count all rows."), "schema": {"type": "boolean"}},
        _text("$format", "json, or application/json;odata.metadata=none"),
        _text("$skiptoken", "Where a next page begins: taken from @odata.nextLink."),
    ]
}
ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    404: {"description": "No such table or row."},
    410: {"description": "A later page of data that have changed: begin again."},
    501: {"description": "A part of OData that the feed does without."},
}


@router.get("", include_in_schema=False)
@router.get("/", summary="List the tables", response_class=Response)
def service(request: Request, here: Here, tables: Tables) -> Response:
    """The service document: every table by name."""
    form = _form(request)
    locale = here.pages.reader(request).locale
    listed = [
        {"name": one.name, "title": one.label.to(locale), "kind": "EntitySet", "url": one.name}
        for one in tables.tables.values()
        if not one.free
    ]
    context = {} if form.metadata == "none" else {"@odata.context": f"{_root(request)}$metadata"}
    body = json.dumps({**context, "value": listed}, ensure_ascii=False)
    return Response(body, media_type=form.content_type, headers=VERSION)


@router.get(
    "/$metadata",
    summary="Describe the tables",
    response_class=Response,
    responses={200: {"content": {"application/xml": {}, "application/json": {}}}},
)
def metadata(request: Request, here: Here, tables: Tables) -> Response:
    """The schema in CSDL: XML, or JSON where that is asked for."""
    locale = here.pages.reader(request).locale
    wish = request.query_params.get("$format") or request.headers.get("accept") or ""
    if "json" in wish.lower() and "xml" not in wish.lower():
        headers = {"OData-Version": "4.01"}
        body = tables.metadata(locale, "json")
        return Response(body, media_type="application/json", headers=headers)
    return Response(tables.metadata(locale, "xml"), media_type="application/xml", headers=VERSION)


@router.get(
    "/{table}/$count",
    summary="Count the rows of a table",
    response_class=PlainTextResponse,
    responses=ANSWERS,
    openapi_extra={"parameters": [_text("$select", "The columns."), FILTER]},
)
def count(request: Request, here: Here, tables: Tables, table: str) -> PlainTextResponse:
    """How many rows pass the filter."""
    found = tables.table(table)
    options = options_of(found, request.query_params.multi_items())
    page = tables.reading.page(found, options, here.version, 1)
    return PlainTextResponse(str(page.total), headers=VERSION)


@router.get(
    "/{table}",
    summary="Read a table",
    response_class=Response,
    responses={200: {"content": {"application/json": {}}}, **ANSWERS},
    openapi_extra=OPTIONS,
)
def rows(request: Request, here: Here, tables: Tables, table: str) -> Response:
    """The rows of a table, page by page, or the one row that a key in brackets names."""
    match = _ADDRESS.fullmatch(table)
    found = tables.table(match["table"] if match else table)
    form = _form(request)
    if match and match["key"] is not None:
        return _entity(request, here, tables, found, match["key"], form)
    options = options_of(found, request.query_params.multi_items())
    size, preferred = page_size(request.headers.get("prefer"))
    page = tables.reading.page(found, options, here.version, size)
    headers = _headers(request, page, here, form, size)
    if preferred:
        headers["Preference-Applied"] = f"odata.maxpagesize={size}"
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    writer = Writer(found, options.select, form, here.workspace.settings.zone)
    body = writer.collection(
        _root(request),
        page.rows,
        count=page.total if options.count else None,
        following=_following(request, page),
    )
    return Response(body, media_type=form.content_type, headers=headers)


@router.get("/{rest:path}", include_in_schema=False)
def nothing(rest: str) -> Response:
    """Anything else under this address."""
    raise Unsupported("The feed has tables and their rows, nothing at '{path}'.", path=rest)


def _entity(
    request: Request,
    here: Cockpit,
    tables: Feed,
    table: EntitySet,
    key: str,
    form: Form,
) -> Response:
    asked = [name for name in request.query_params if name.startswith("$") and name != "$format"]
    if table.free or asked:
        raise Unsupported("One row is read whole, and from a table with a key of its own.")
    columns = tuple(table.properties.values())
    options = Options(columns, judged(_key(table, key), table), (), 1, 0, False, None)
    page = tables.reading.page(table, options, here.version, 1)
    if not page.rows:
        raise NotFound("There is no row '{key}' in '{table}'.", key=key, table=table.name)
    writer = Writer(table, columns, form, here.workspace.settings.zone)
    body = writer.entity(_root(request), page.rows[0])
    return Response(body, media_type=form.content_type, headers=VERSION)


def _key(table: EntitySet, written: str) -> Node:
    """The condition that `month=2025-01-01,region='Bretagne'`, or one value alone, stands for."""
    pairs = _PAIR.findall(written)
    if len(table.key) == 1 and not pairs:
        pairs = [(table.key[0], written)]
    if sorted(name for name, _ in pairs) != sorted(table.key):
        raise Malformed(
            "A row of '{table}' is named by {key}.", table=table.name, key=", ".join(table.key)
        )
    return parse_filter(" and ".join(f"({name} eq {value})" for name, value in pairs))


def _following(request: Request, page: Page) -> str | None:
    """The address of the next page: the same question, and where it goes on."""
    if page.next_rows is None:
        return None
    token = str(Token(page.version, page.next_rows, page.today))
    asked = [(n, v) for n, v in request.query_params.multi_items() if n != "$skiptoken"]
    return str(request.url.replace(query=urlencode([*asked, ("$skiptoken", token)], safe="$,()")))


def _headers(request: Request, page: Page, here: Cockpit, form: Form, size: int) -> dict[str, str]:
    asked = (str(request.url.query), page.version, page.today, here.layer.sight, form, size)
    digest = sha256(repr(asked).encode()).hexdigest()
    return {**VERSION, "ETag": f'W/"{digest[:20]}"', "Cache-Control": "private, no-cache"}


def _form(request: Request) -> Form:
    return form_of(request.query_params.get("$format"), request.headers.get("accept"))


def _root(request: Request) -> str:
    return f"{str(request.base_url).rstrip('/')}{PREFIX}/"
