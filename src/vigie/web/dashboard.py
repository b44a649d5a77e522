"""Boards as data: which tiles and charts stand on a page, in which order."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vigie.kit.i18n import Label, text
from vigie.model.checks import unknown
from vigie.model.document import Document, Place, read
from vigie.web.filters import DIMENSIONS, Span

SHIPPED: Final = Path(__file__).parent.parent / "catalog" / "dashboards"


class Names(BaseModel):
    """A name in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: str
    fr: str

    @property
    def label(self) -> Label:
        return Label(self.en, self.fr)


class Panel(BaseModel):
    """One chart: what it measures, how it is cut, how it is drawn."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    chart: Literal["columns", "map", "ranking", "funnel"]
    metric: str
    by: str
    label: Names
    amount: str | None = None  # a second metric printed beside the steps of a funnel
    limit: Annotated[int, Field(ge=3, le=50)] = 10
    wide: bool = False
    targets: bool = False  # whether targets are set for what is drawn
    filters: str | None = None  # the dimension that a click narrows the board by


class Dashboard(BaseModel):
    """A whole board."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Names
    period: Span = Span.YEAR
    tiles: Annotated[tuple[str, ...], Field(min_length=1, max_length=10)]
    panels: tuple[Panel, ...]


@lru_cache
def load_dashboard(file: Path = SHIPPED / "home.yaml") -> Dashboard:
    """Reads a board; raises `Invalid` with file, line and the closest valid word."""
    document = read(file)
    try:
        board = Dashboard.model_validate(document.content)
    except ValidationError as error:
        raise _explained(document, error) from error
    for index, panel in enumerate(board.panels):
        if panel.filters and panel.filters not in DIMENSIONS:
            where: Place = ("panels", index, "filters")
            raise document.error(where, unknown(panel.filters, DIMENSIONS))
    return board


def _explained(document: Document, error: ValidationError) -> Exception:
    first = error.errors()[0]
    where: Place = first["loc"]
    if first["type"] == "extra_forbidden":
        known = [*Dashboard.model_fields, *Panel.model_fields, *Names.model_fields]
        return document.error(where, unknown(str(where[-1]), known))
    problem = text("'{word}': {reason}.", word=where[-1], reason=first["msg"])
    return document.error(where, problem)
