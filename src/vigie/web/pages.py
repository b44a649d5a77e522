"""Templates and what all of them know: the reader, the company, the words, the numbers."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from vigie.charts.marks import DEFINITIONS
from vigie.kit.formats import Formatter
from vigie.kit.i18n import Label, Text
from vigie.personal.views import View, Views
from vigie.settings import Settings
from vigie.web.address import address, with_parameters
from vigie.web.bundles import Bundles
from vigie.web.reader import Reader, reader_of, remember
from vigie.workspace import Workspace

HERE: Final = Path(__file__).parent
SPOKEN: Final = ("lang", "brightness")  # of the reader, not of what is asked
STATIC: Final = HERE / "static"


@dataclass(frozen=True, slots=True)
class Saved:
    """The saved views that somebody may open, and the page that opens first for them."""

    all: tuple[View, ...]
    first: str | None


class Pages:
    """Renders a template for one request in its reader's language."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def reader(self, request: Request) -> Reader:
        """Who is looking."""
        return reader_of(request, self._workspace.settings.locale)

    def render(
        self, request: Request, template: str, *, status: int = 200, **view: object
    ) -> HTMLResponse:
        """The page (or the fragment, when the template's name begins with `_`)."""
        response = HTMLResponse(self.fragment(request, template, status=status, **view), status)
        remember(request, self.reader(request), response)
        return response

    def fragment(self, request: Request, template: str, **view: object) -> Markup:
        """Rendered HTML, to be sent or put into a page."""
        settings = self._workspace.settings
        reader = self.reader(request)
        html = (
            _templates()
            .get_template(template)
            .render(
                reader=reader,
                formats=formatter(reader, settings),
                path=request.url.path,
                here=lambda **changes: with_parameters(request.url, changes),
                company=settings.company,
                visitor=getattr(request.state, "visitor", None),
                address=_address(request),
                views=lambda: self._views(request),
                **view,
            )
        )
        return Markup(html)  # noqa: S704 - made by an autoescaping template

    def _views(self, request: Request) -> "Saved":
        """The saved views of whoever looks, read only where a page shows them."""
        kept, person = Views(self._workspace.people.store), request.state.visitor.person
        return Saved(kept.of(person), kept.first(person))


@cache
def _templates() -> Environment:
    """Compiled once for all workspaces of a process: nothing in them is anybody's."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    static = _Fingerprints()
    environment.globals |= {
        "_": _say,
        "static": static,
        "icon": lambda name, size=16: _icon(static("icons.svg"), name, size),
        "patterns": DEFINITIONS,
    }
    environment.filters["said"] = _said
    return environment


def _address(request: Request) -> str:
    """The page with its question, whoever looks at it: neither language nor brightness."""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] not in SPOKEN]
    return address(request.url.path, kept)


@pass_context
def _say(context: Context, message: str, **values: object) -> str:
    reader: Reader = context["reader"]
    return reader.say(message, **values)


@pass_context
def _said(context: Context, words: Text | Label | str) -> str:
    """A sentence or a label in the reader's language."""
    reader: Reader = context["reader"]
    return words if isinstance(words, str) else words.to(reader.locale)


def _icon(sprite: str, name: str, size: int) -> Markup:
    """A drawing beside words; it says nothing by itself."""
    return Markup(
        '<svg class="icon" viewBox="0 0 24 24" width="{0}" height="{0}" aria-hidden="true">'
        '<use href="{1}#{2}"/></svg>'
    ).format(size, sprite, name)


def formatter(reader: Reader, settings: Settings) -> Formatter:
    """Writes figures and dates for `reader`."""
    return Formatter(reader.locale, settings.currency, settings.calendar, settings.zone)


class _Fingerprints:
    """The address of a static file, with a mark that changes with its content."""

    def __init__(self) -> None:
        self._bundles = Bundles(STATIC)

    def __call__(self, name: str) -> str:
        return f"/static/{name}?v={self._bundles.get(name).fingerprint}"
