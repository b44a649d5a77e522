"""What the YAML of a board may hold."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, ValidationError

from vigie.kit.errors import VigieError
from vigie.kit.i18n import text
from vigie.metrics.question.shows import shows
from vigie.model.checks import unknown
from vigie.model.document import Document, Place, parse, read
from vigie.web.boards.frame import Frame, Names, Scope, Strict, Tile
from vigie.web.filters import Span

Plan = Literal["target", "budget"]


def _showable(word: str | None) -> str | None:
    """A word of `show` is one that the metric layer knows; raises ValueError."""
    try:
        shows((word,) if word else ())
    except VigieError as error:
        raise ValueError(str(error)) from error
    return word


Show = Annotated[str | None, AfterValidator(_showable)]  # as in 'trailing 12 months'


class Course(Frame):
    """One indicator in time."""

    chart: Literal["columns"]
    metric: str
    by: str
    targets: bool = False
    show: Show = None

    @property
    def metrics(self) -> tuple[str, ...]:
        return (self.metric,)


class Breakdown(Frame):
    """One indicator by the members of one dimension."""

    chart: Literal["map", "ranking", "buckets"]
    metric: str
    by: str
    limit: Annotated[int, Field(ge=3, le=100)] = 10
    targets: bool = False  # whether targets are set for what is drawn
    smallest: bool = False  # whether the smallest come first
    filters: str | None = None  # the dimension that a click narrows the board by
    show: Show = None
    trend: bool = False  # of a ranking: the course of a year beside each name
    # Of a ranking: rising sizes of a change that shade its cell.
    bands: Annotated[tuple[Decimal, ...], Field(max_length=2)] = ()

    @property
    def metrics(self) -> tuple[str, ...]:
        return (self.metric,)


class Steps(Frame):
    """The stages of a funnel, a second figure beside them."""

    chart: Literal["funnel"]
    metric: str
    by: str
    amount: str | None = None

    @property
    def metrics(self) -> tuple[str, ...]:
        return (self.metric, self.amount) if self.amount else (self.metric,)


class Progress(Frame):
    """How far each member, or each of several indicators, is from its plan."""

    chart: Literal["bullets"]
    metric: str
    by: str
    against: Plan = "target"
    limit: Annotated[int, Field(ge=3, le=50)] = 20
    filters: str | None = None

    @property
    def metrics(self) -> tuple[str, ...]:
        return (self.metric,)


class Causes(Frame):
    """From a plan or the past to today, by the members that make the difference."""

    chart: Literal["bridge"]
    metric: str
    by: str
    against: Literal["previous_year", "previous_period", "target", "budget"] = "previous_year"
    limit: Annotated[int, Field(ge=3, le=20)] = 8
    filters: str | None = None

    @property
    def metrics(self) -> tuple[str, ...]:
        return (self.metric,)


class Pace(Frame):
    """One indicator added up over the year, against the last one and the plan."""

    chart: Literal["pace"]
    metric: str
    by: Literal["day", "week", "month"] = "month"
    against: Plan = "target"

    @property
    def metrics(self) -> tuple[str, ...]:
        return (self.metric,)


class Scorecard(Frame):
    """Several indicators side by side, one row a member."""

    chart: Literal["scorecard"]
    metrics: Annotated[tuple[str, ...], Field(min_length=2, max_length=8)]
    by: str
    smallest: bool = False  # whether those of the smallest first indicator come first
    limit: Annotated[int, Field(ge=3, le=50)] = 15
    filters: str | None = None


class Group(Strict):
    """Indicators that belong together."""

    label: Names
    metrics: Annotated[tuple[str, ...], Field(min_length=1, max_length=12)]


class Indicators(Frame):
    """Indicators in groups: value, variances, course."""

    chart: Literal["indicators"]
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=6)]

    @property
    def metrics(self) -> tuple[str, ...]:
        return tuple(metric for group in self.groups for metric in group.metrics)


class Grid(Frame):
    """One indicator by two dimensions, shaded."""

    chart: Literal["heatmap"]
    metric: str
    by: str
    across: str
    limit: Annotated[int, Field(ge=3, le=40)] = 15
    filters: str | None = None

    @property
    def metrics(self) -> tuple[str, ...]:
        return (self.metric,)


class Crossing(Frame):
    """One indicator of several members over time."""

    chart: Literal["curves", "multiples", "shares", "stacked"]
    metric: str
    by: str
    across: Literal["day", "week", "month", "quarter", "year"] = "month"
    limit: Annotated[int, Field(ge=2, le=12)] = 5
    filters: str | None = None

    @property
    def metrics(self) -> tuple[str, ...]:
        return (self.metric,)


class Pairs(Frame):
    """Two indicators of the same members: who falls out of what is usual."""

    chart: Literal["scatter"]
    x: str
    y: str
    by: str
    limit: Annotated[int, Field(ge=3, le=200)] = 100
    filters: str | None = None

    @property
    def metrics(self) -> tuple[str, ...]:
        return (self.y, self.x)


class Cohorts(Frame):
    """How many of those who ordered first in one month order again later."""

    chart: Literal["cohort"]
    months: Annotated[int, Field(ge=3, le=24)] = 12

    @property
    def metrics(self) -> tuple[str, ...]:
        return ("new_customers",)


class Listing(Frame):
    """The rows behind an indicator that weigh most: what to act on."""

    chart: Literal["list"]
    metric: str
    limit: Annotated[int, Field(ge=3, le=30)] = 8

    @property
    def metrics(self) -> tuple[str, ...]:
        return (self.metric,)


class Words(Frame):
    """Text between the figures, in a small part of Markdown."""

    chart: Literal["text"]
    body: Names

    @property
    def metrics(self) -> tuple[str, ...]:
        return ()


KINDS: Final[Mapping[str, type[Frame]]] = {
    "bridge": Causes,
    "buckets": Breakdown,
    "bullets": Progress,
    "cohort": Cohorts,
    "columns": Course,
    "curves": Crossing,
    "funnel": Steps,
    "heatmap": Grid,
    "indicators": Indicators,
    "list": Listing,
    "map": Breakdown,
    "multiples": Crossing,
    "pace": Pace,
    "ranking": Breakdown,
    "scatter": Pairs,
    "scorecard": Scorecard,
    "shares": Crossing,
    "stacked": Crossing,
    "text": Words,
}
Panel = Annotated[
    Course
    | Breakdown
    | Steps
    | Progress
    | Causes
    | Pace
    | Scorecard
    | Indicators
    | Grid
    | Crossing
    | Pairs
    | Cohorts
    | Listing
    | Words,
    Field(discriminator="chart"),
]
FEWEST, IDEAL, USUAL_MOST = 5, 7, 9  # tiles that can be read at a glance
LONGEST: Final = 60  # parts of either kind: beyond that nobody reads a board


class Dashboard(Strict):
    """A whole board."""

    label: Names
    question: Names | None = None  # what it answers, in a sentence
    place: int = 100  # among the boards
    period: Span = Span.YEAR
    cards: tuple[Literal["team", "sales_rep"], ...] = ()  # whose cards it leads to
    tiles: Annotated[tuple[Tile, ...], Field(max_length=LONGEST)] = ()
    panels: Annotated[tuple[Panel, ...], Field(max_length=LONGEST)] = ()

    @property
    def metrics(self) -> frozenset[str]:
        """Every indicator that it shows."""
        tiles = (tile.metric for tile in self.tiles)
        return frozenset(tiles).union(*(panel.metrics for panel in self.panels))

    @property
    def names(self) -> frozenset[str]:
        """The names of its parts."""
        return frozenset(part.id for part in (*self.tiles, *self.panels))


def load_dashboard(file: Path) -> Dashboard:
    """Reads a board; raises `Invalid` with file, line and the closest valid word."""
    return _checked(read(file))


def read_dashboard(written: str, name: str) -> Dashboard:
    """The board that a text declares; `name` stands for the file in what it raises: `Invalid`."""
    return _checked(parse(written, Path(name)))


def _checked(document: Document) -> Dashboard:
    try:
        board = Dashboard.model_validate(document.content)
    except ValidationError as error:
        raise _explained(document, error) from error
    _checked_names(document, board)
    return board


def _checked_names(document: Document, board: Dashboard) -> None:
    seen: set[str] = set()
    tiles = [(("tiles", index), tile.id) for index, tile in enumerate(board.tiles)]
    panels = [(("panels", index, "id"), panel.id) for index, panel in enumerate(board.panels)]
    where: Place
    for where, name in (*tiles, *panels):
        if name in seen:
            problem = text("the name '{word}' is taken by another part.", word=name)
            raise document.error(where, problem)
        seen.add(name)


def _explained(document: Document, error: ValidationError) -> Exception:
    first = error.errors()[0]
    # The kind of a panel stands in the place that pydantic names, not in the file.
    where: Place = tuple(
        step for i, step in enumerate(first["loc"]) if not (i == 2 and step in KINDS)
    )
    if first["type"] == "extra_forbidden":
        models: tuple[type[Strict], ...] = (Dashboard, Names, Group, Tile, Scope, *KINDS.values())
        known = sorted({name for model in models for name in model.model_fields})
        return document.error(where, unknown(str(where[-1]), known))
    if first["type"] == "union_tag_invalid":
        return document.error((*where, "chart"), unknown(str(first["ctx"]["tag"]), sorted(KINDS)))
    word = where[-1] if where else document.file.name
    return document.error(where, text("'{word}': {reason}.", word=word, reason=first["msg"]))
