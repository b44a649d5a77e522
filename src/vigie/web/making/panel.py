"""The settings of one part, ready to print: what can be chosen, and what is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vigie.kit.i18n import Label, Text, text
from vigie.kit.periods import Grain
from vigie.metrics.language.comparison import Comparison
from vigie.metrics.language.definition import Metric
from vigie.metrics.language.reach import possible
from vigie.metrics.question.grains import PERIOD_LABELS
from vigie.web.boards.declaration import KINDS, Dashboard, Words
from vigie.web.boards.edit import Piece, piece
from vigie.web.boards.frame import Names, Tile
from vigie.web.boards.suggestion import GRAINS, MOST_MEASURES
from vigie.web.cockpit import Cockpit
from vigie.web.filters import SPANS, Span
from vigie.web.making.kinds import LABELS
from vigie.web.making.settings import NARROWED, Form, chosen, kind_of, offered, question_of
from vigie.web.metric import DIRECTIONS, NATURES
from vigie.web.scene import Scene, series
from vigie.web.tile import limits

OFFERED: Final = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)
AGAINST: Final = {
    "previous_year": text("Previous year"),
    "previous_period": text("Previous period"),
    "target": text("Target"),
    "budget": text("Budget"),
}
COMPARED: Final = ("previous_year", "previous_period", "target")


@dataclass(frozen=True, slots=True)
class Option:
    """One of several alternatives of a field."""

    value: str
    label: Text | Label | str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What an indicator is: said where it is chosen."""

    metric: Metric
    direction: Text
    nature: Text
    target: str | None  # of the period shown, where one is set
    band: str  # where the company wants it, in words


@dataclass(frozen=True, slots=True)
class Settings:
    """The form of one part."""

    id: str
    label: Label
    chart: str
    is_text: bool
    body: Names | None
    kinds: list[Option]
    metrics: list[Metric]  # chosen ones
    full: bool  # no further indicator
    catalogue: list[tuple[Label, list[Metric]]]
    cuts: list[Option]
    across: list[Option]
    amounts: list[Option]
    against: list[Option]
    periods: list[Option]
    compared: list[Option]
    narrowed: list[tuple[str, Label, list[Option]]]  # dimensions with their members
    narrowing: list[Option]  # dimensions that could be narrowed
    limit: int | None
    targets: bool | None  # None: not for this chart
    filters: bool | None
    title: tuple[str, str]  # en, fr; empty where the usual one stands
    usual: Label  # what it is called otherwise
    columns: int | None
    rows: int | None
    facts: list[Facts]
    known: frozenset[str]  # the indicators that the maker's role shows


def settings(here: Cockpit, scene: Scene, shown: Dashboard, name: str, asked: Form) -> Settings:
    """The form of the part called `name`, filled with what is being tried."""
    part = piece(shown, name)
    question = question_of(part)
    catalog = here.layer.catalog
    # What the maker's role does not show stays on the board for those whose role does.
    asked_for = chosen(question, here)
    known = [metric for metric in asked_for if metric.id in catalog.metrics]
    chart = kind_of(part)
    possible_kinds = offered(question, here)
    if chart not in possible_kinds:
        possible_kinds.insert(0, chart)
    usual = asked_for[0].label if asked_for else Label("Text", "Texte")
    return Settings(
        id=name,
        label=part.label.label if part.label else usual,
        chart=chart,
        is_text=isinstance(part, Words),
        body=part.body if isinstance(part, Words) else None,
        kinds=[Option(kind, LABELS.get(kind, kind), kind == chart) for kind in possible_kinds],
        metrics=asked_for,
        full=len(question.metrics) >= MOST_MEASURES,
        catalogue=_catalogue(here),
        cuts=list(_cuts(known, question.by, scene)),
        across=list(_cuts(known, question.across, scene)) if question.by else [],
        amounts=list(_amounts(part, here)),
        against=list(_against(part)),
        periods=list(_periods(part)),
        compared=list(_compared(part)),
        narrowed=list(_narrowed(part, asked, here, scene)),
        narrowing=list(_narrowing(part, known, scene)),
        limit=getattr(part, "limit", None),
        targets=getattr(part, "targets", None),
        filters=_filters(part, scene),
        title=_title(part, usual),
        usual=usual,
        columns=getattr(part, "columns", None),
        rows=getattr(part, "rows", None),
        known=frozenset(catalog.metrics),
        facts=[_facts(metric, here, scene) for metric in known],
    )


def _catalogue(here: Cockpit) -> list[tuple[Label, list[Metric]]]:
    catalog = here.layer.catalog
    return [
        (label, [metric for metric in catalog.shown if metric.family == family])
        for family, label in catalog.families.items()
    ]


def _cuts(metrics: list[Metric], chosen: str, scene: Scene) -> Iterator[Option]:
    """Lengths of time, then the dimensions that all indicators carry."""
    yield Option("", text("not cut"), not chosen)
    for grain in OFFERED:
        yield Option(grain.value, PERIOD_LABELS[grain], grain.value == chosen)
    catalog = scene.layer.catalog
    common = [set(possible(metric.id, catalog)) for metric in metrics]
    carried = set.intersection(*common) if common else set()
    for name, dimension in catalog.dimensions.items():
        if name in carried:
            yield Option(name, dimension.label, name == chosen)


def _amounts(part: Piece, here: Cockpit) -> Iterator[Option]:
    if isinstance(part, Tile) or part.chart != "funnel":
        return
    chosen = part.amount or ""
    yield Option("", text("none"), not chosen)
    for metric in here.layer.catalog.shown:
        if part.by in possible(metric.id, here.layer.catalog):
            yield Option(metric.id, metric.label, metric.id == chosen)


def _against(part: Piece) -> Iterator[Option]:
    if isinstance(part, Tile) or "against" not in KINDS[part.chart].model_fields:
        return
    chosen: str = part.against  # type: ignore[union-attr]
    words = AGAINST if part.chart == "bridge" else ("target", "budget")
    for word in words:
        yield Option(word, AGAINST[word], word == chosen)


def _periods(part: Piece) -> Iterator[Option]:
    chosen = part.scope.period if part.scope else None
    yield Option("", text("as the board"), chosen is None)
    for span, words in SPANS.items():
        if span is not Span.CUSTOM:
            yield Option(span.value, words, span == chosen)


def _compared(part: Piece) -> Iterator[Option]:
    chosen = part.scope.compare if part.scope else None
    yield Option("", text("as the board"), chosen is None)
    for word in COMPARED:
        yield Option(word, AGAINST[word], word == chosen)


def _narrowed(
    part: Piece, asked: Form, here: Cockpit, scene: Scene
) -> Iterator[tuple[str, Label, list[Option]]]:
    """Every dimension that the part narrows itself, and the one that was just chosen."""
    where = dict(part.scope.where) if part.scope else {}
    wanted = str(asked.get("set-narrow", ""))
    dimensions = scene.layer.catalog.dimensions
    for name in dict.fromkeys((*where, wanted)):
        if name not in dimensions:
            continue
        chosen = where.get(name, ())
        names = dict(here.members.like(name, "", here.version, scene.reader.locale))
        for key in chosen:
            names.setdefault(key, here.members.name(name, key, here.version, scene.reader.locale))
        options = [Option(key, label, key in chosen) for key, label in names.items()]
        yield f"{NARROWED}{name}", dimensions[name].label, options


def _narrowing(part: Piece, metrics: list[Metric], scene: Scene) -> Iterator[Option]:
    where = part.scope.where if part.scope else {}
    yield Option("", text("Choose a dimension"), True)
    for option in _cuts(metrics, "", scene):
        if option.value and option.value not in GRAINS and option.value not in where:
            yield option


def _filters(part: Piece, scene: Scene) -> bool | None:
    """Whether a click narrows the board; None where it cannot."""
    if isinstance(part, Tile) or "filters" not in KINDS[part.chart].model_fields:
        return None
    by: str = part.by  # type: ignore[union-attr]
    if by not in scene.layer.catalog.dimensions:
        return None
    return bool(part.filters)  # type: ignore[union-attr]


def _title(part: Piece, usual: Label) -> tuple[str, str]:
    if part.label is None or part.label.label == usual:
        return ("", "")
    return (part.label.en, part.label.fr)


def _facts(metric: Metric, here: Cockpit, scene: Scene) -> Facts:
    return Facts(
        metric=metric,
        direction=DIRECTIONS[metric.direction],
        nature=NATURES[metric.nature],
        target=_target(metric, scene),
        band=limits(metric, here.band(metric, scene.filters.dates.end), scene),
    )


def _target(metric: Metric, scene: Scene) -> str | None:
    """The target of the period shown, written out."""
    answer = scene.layer.query(scene.filters.query(metric.id, compare=(Comparison.TARGET,)))
    target = next(iter(series(answer, metric.id, Comparison.TARGET)), None)
    return None if target is None else scene.formatter.value(target, metric.unit)
