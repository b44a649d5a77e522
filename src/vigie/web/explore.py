"""Any indicators by any dimensions: the question stands in the address, the chart follows it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any, Final

import yaml
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from vigie.kit.errors import Invalid, VigieError
from vigie.kit.figures import decimals
from vigie.kit.formats import Unit, known
from vigie.kit.i18n import Label, Text, text
from vigie.kit.periods import Grain
from vigie.metrics.answers.result import NOT_FILLED, Result, ResultColumn
from vigie.metrics.language.definition import Metric
from vigie.metrics.language.reach import possible
from vigie.metrics.question.grains import PERIOD_LABELS
from vigie.people.permission import Permission
from vigie.web import takeaway
from vigie.web.boards.declaration import Panel
from vigie.web.boards.draw import draw
from vigie.web.boards.drawn import Drawn
from vigie.web.boards.members import name
from vigie.web.boards.suggestion import GRAINS, LABELS, charts, panel
from vigie.web.cockpit import Cockpit, Here
from vigie.web.printed import Printed, printed
from vigie.web.scene import Scene

router = APIRouter(include_in_schema=False)
PATH: Final = "/explore"
MOST_METRICS, MOST_CUTS = 8, 3
SHOWN: Final = 200  # rows of the table on the page; the file holds them all
DRAWN: Final = 20  # members of a chart
ASKED: Final = (["revenue"], ["month"])  # what an empty address asks

NO_CHART: Final = Drawn((), None, "", True, (), None)

Words = list[str]

HELD_BACK: Final = text("withheld")
"""In the place of a figure that would tell a single colleague's."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One chosen word and the way to take it back."""

    label: Label
    href: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One word that can be added."""

    id: str
    label: Label


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of drawing the answer."""

    label: Text
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The answer in figures."""

    columns: tuple[tuple[Label, bool], ...]  # name, whether it holds figures
    rows: tuple[tuple[Printed, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, looked up."""

    metrics: list[Metric]
    by: Words
    scene: Scene

    def at(self, path: str = PATH, **changes: Words) -> str:
        """The address of this question with other words."""
        words = {"metric": [m.id for m in self.metrics], "by": self.by} | changes
        kept = tuple((name, word) for name, held in words.items() for word in held)
        return replace(self.scene.filters, kept=kept).at(path)

    def ask(self) -> Result:
        """The figures and what they were; raises what the metric layer raises."""
        names = [metric.id for metric in self.metrics]
        asked = self.scene.filters.query(*names, by=tuple(self.by), compare=(self.scene.earlier,))
        return self.scene.layer.query(asked)


@router.get(PATH)
def explore(
    request: Request,
    here: Here,
    metric: Words = Query([]),  # noqa: B008 - FastAPI's way
    by: Words = Query([]),  # noqa: B008
    chart: str = "",
) -> HTMLResponse:
    """The question, its best chart, the figures as a table."""
    question = _question(request, here, metric, by)
    kinds = charts(question.metrics, question.by, here.layer.catalog)
    kind, declared = _chosen_chart(question, here, chart)
    try:
        table, problem = _table(question), None
        drawn = draw(declared, question.scene) if declared else None
    except VigieError as error:
        table, drawn, problem = None, None, error
    return here.pages.render(
        request,
        "explore.html",
        scene=question.scene,
        bar=here.bar(question.scene, PATH, [m.id for m in question.metrics]),
        question=question,
        metrics=list(_chosen_metrics(question)),
        cuts=list(_chosen_cuts(question)),
        families=_families(question),
        offers=list(_offers(question)),
        kinds=[Kind(LABELS[k], question.at(chart=[k]), k == kind) for k in kinds],
        drawn=drawn,
        declared=_snippet(declared) if declared else "",
        panel=declared,
        table=table,
        problem=problem,
        take=question.at("/explore/export.{}", chart=[kind]) if _may_take(here) else "",
        mine=_mine(here),
        asked=question.at(chart=[kind]),
        full=len(question.metrics) >= MOST_METRICS,
    )


@router.get("/explore/export.{kind}")
def take(
    request: Request,
    here: Here,
    kind: takeaway.Kind,
    metric: Words = Query([]),  # noqa: B008
    by: Words = Query([]),  # noqa: B008
    chart: str = "",
) -> Response:
    """The chart as an image, or the whole answer as a file."""
    question = _question(request, here, metric, by)
    scene = question.scene
    titles = [scene.say(one.label) for one in question.metrics]
    shown = NO_CHART
    if kind in (takeaway.Kind.SVG, takeaway.Kind.PNG):
        _, declared = _chosen_chart(question, here, chart)
        shown = draw(declared, scene) if declared else NO_CHART
    taken = takeaway.Taken("vigie", ", ".join(titles), question.metrics, shown, question.ask())
    return takeaway.response(kind, taken, scene, here)


def _may_take(here: Cockpit) -> bool:
    return here.visitor is not None and here.visitor.can(Permission.EXPORT)


def _chosen_chart(question: Question, here: Cockpit, chart: str) -> tuple[str, Panel | None]:
    """The kind that is asked for where it fits, else the best one, and its panel."""
    kinds = charts(question.metrics, question.by, here.layer.catalog)
    kind = chart if chart in kinds else next(iter(kinds), "")
    return kind, panel(kind, question.metrics, question.by, DRAWN) if kind else None


def _mine(here: Cockpit) -> list[tuple[str, Label]]:
    """The boards that the visitor may change."""
    return [
        (name, board.label.label)
        for name, board in here.boards.all().items()
        if (kept := here.boards.kept(name)) and kept.may_edit
    ]


def _question(request: Request, here: Cockpit, metric: Words, by: Words) -> Question:
    names = list(dict.fromkeys(metric)) or ASKED[0]
    cuts = [word for word in dict.fromkeys(by) if word] if metric else ASKED[1]
    if len(names) > MOST_METRICS or len(cuts) > MOST_CUTS:
        raise Invalid(
            "Ask for {metrics} indicators at most, cut by {cuts} dimensions at most.",
            metrics=MOST_METRICS,
            cuts=MOST_CUTS,
        )
    metrics = [here.metric(name) for name in names]
    scene = here.scene(request, path=PATH)
    kept = tuple(("metric", name) for name in names) + tuple(("by", word) for word in cuts)
    return Question(metrics, cuts, replace(scene, filters=replace(scene.filters, kept=kept)))


def _chosen_metrics(question: Question) -> Iterator[Choice]:
    names = [metric.id for metric in question.metrics]
    for metric in question.metrics:
        others = [name for name in names if name != metric.id]
        yield Choice(metric.label, question.at(metric=others) if others else "")


def _chosen_cuts(question: Question) -> Iterator[Choice]:
    for word in question.by:
        others = [other for other in question.by if other != word] or [""]
        yield Choice(_name(word, question), question.at(by=others))


def _name(word: str, question: Question) -> Label:
    dimensions = question.scene.layer.catalog.dimensions
    if word in GRAINS:
        return PERIOD_LABELS[Grain(word)]
    return dimensions[word].label if word in dimensions else Label(word, word)


def _families(question: Question) -> list[tuple[Label, list[Metric]]]:
    """The indicators that are not asked yet, by family."""
    catalog = question.scene.layer.catalog
    asked = {metric.id for metric in question.metrics}
    left = (metric for metric in catalog.shown if metric.id not in asked)
    grouped = groupby(left, key=lambda metric: metric.family)
    return [(catalog.families[family], list(metrics)) for family, metrics in grouped]


def _offers(question: Question) -> Iterator[Offer]:
    """The lengths of time, then the dimensions that all indicators carry."""
    if not any(word in GRAINS for word in question.by):
        for grain in (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR):
            yield Offer(grain.value, PERIOD_LABELS[grain])
    catalog = question.scene.layer.catalog
    carried = [set(possible(metric.id, catalog)) for metric in question.metrics]
    common = set.intersection(*carried) - set(question.by)
    for word, dimension in catalog.dimensions.items():
        if word in common:
            yield Offer(word, dimension.label)


def _table(question: Question) -> Table:
    answer = question.ask()
    held_back = Printed(HELD_BACK.to(question.scene.reader.locale), number=True)
    figures = [column.role in ("metric", "comparison") for column in answer.columns]
    rows = tuple(
        tuple(
            held_back
            if (place, column.name) in answer.withheld
            else _printed(value, column, question)
            for column, value in zip(answer.columns, row, strict=False)
        )
        for place, row in enumerate(answer.rows[:SHOWN])
    )
    names = tuple(
        (column.label, is_figure) for column, is_figure in zip(answer.columns, figures, strict=True)
    )
    return Table(names, rows, len(answer.rows))


def _printed(value: Any, column: ResultColumn, question: Question) -> Printed:
    formats = question.scene.formatter
    if column.role == "period" and isinstance(value, date):
        return Printed(formats.period(value, Grain(column.name)))
    if value is None and column.role == "dimension":
        return Printed(NOT_FILLED.to(formats.locale))
    if column.name in question.scene.layer.catalog.enumerated:
        return Printed(name(value, column.name, question.scene))
    if column.measure == "difference":
        unit, gap = column.unit or Unit.NUMBER, known(value)
        # In one unit from top to bottom, as the figures beside it.
        digits = None if gap is None or unit is Unit.RATIO else decimals(gap, unit)
        return Printed(formats.variance(gap, unit, digits), number=True)
    if column.measure == "relative_change":
        return Printed(formats.relative(known(value)), number=True)
    return printed(value, column.unit, formats)


def _snippet(declared: Panel) -> str:
    """The panel as a board's file would declare it."""
    held = declared.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump([held], allow_unicode=True, sort_keys=False, width=100)
