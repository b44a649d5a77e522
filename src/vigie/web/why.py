"""Why did it move: the panel of an indicator's page, and its own page without scripts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from fastapi import APIRouter, Query
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from vigie.analysis.contributions.explain import contributions
from vigie.analysis.contributions.question import Question
from vigie.analysis.contributions.result import Breakdown, Contributions, Flag, Kind, Part
from vigie.analysis.contributions.sentence import sentences
from vigie.charts.bridge import Bridge, BridgeStep, bridge
from vigie.charts.scenario import Scenario
from vigie.kit.errors import VigieError
from vigie.kit.i18n import Label, Text, text
from vigie.metrics.language.definition import Metric
from vigie.web.cockpit import Here
from vigie.web.filters import Span
from vigie.web.scene import Scene, direction
from vigie.web.versus import word

router = APIRouter(include_in_schema=False)
NAMED: Final = 8  # members, at first
MOST: Final = 100
ROWS: Final = text("rows")
LINK: Final = Markup('<a href="{}" aria-label="{}">{}</a>')


@dataclass(frozen=True, slots=True)
class Tab:
    """One dimension to explain by."""

    label: Label
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Why:
    """The explanation, drawn."""

    sentences: tuple[str, ...]
    tabs: tuple[Tab, ...]
    members: Markup | None
    effects: Markup | None
    drivers: Markup | None
    left_out: tuple[tuple[Label, Text], ...]
    warnings: tuple[Text, ...]


@router.get("/metrics/{metric_id}/why")
def why(
    request: Request,
    here: Here,
    metric_id: str,
    by: str = "",
    top: int = Query(NAMED, ge=1, le=MOST),
) -> HTMLResponse:
    """Which members made an indicator move; `by` chooses the dimension, `top` how many."""
    metric = here.metric(metric_id)
    page = f"/metrics/{metric.id}"
    asked = here.scene(request)
    scene = replace(asked, path=page, filters=replace(asked.filters, kept=()))
    try:
        told: Why | VigieError = _why(metric, scene, by, top)
    except VigieError as error:
        told = error
    return here.pages.render(
        request,
        "why.html",
        metric=metric,
        scene=scene,
        bar=here.bar(asked, request.url.path, [metric.id]),
        why=told,
        page=scene.filters.at(page),
        again=address(scene, metric, by, top),
    )


def address(scene: Scene, metric: Metric, by: str = "", top: int = NAMED) -> str:
    """Where the panel is found."""
    more = [("by", by)] if by else []
    if top != NAMED:
        more.append(("top", str(top)))
    return scene.filters.at(f"/metrics/{metric.id}/why", *more)


def _why(metric: Metric, scene: Scene, by: str, top: int) -> Why:
    question = Question(
        metric.id,
        where=scene.filters.conditions(),
        date_from=scene.filters.dates.start,
        date_to=scene.filters.dates.end,
        compare=word(scene.filters.against),
        top=top,
    )
    found = contributions(scene.layer, question)
    chosen = next((one for one in found.breakdowns if by in ("", one.dimension)), None)
    if by and chosen is None:
        only = contributions(scene.layer, replace(question, by=(by,)))
        chosen = only.breakdowns[0]
    told = replace(found, breakdowns=(chosen,) if chosen else ())
    return _Panel(told, chosen, metric, scene, top).drawn()


@dataclass(frozen=True, slots=True)
class _Panel:
    """What is drawn, and for whom; `chosen` is the dimension that is looked at."""

    found: Contributions
    chosen: Breakdown | None
    metric: Metric
    scene: Scene
    top: int

    def drawn(self) -> Why:
        found, chosen = self.found, self.chosen
        return Why(
            sentences=tuple(sentences(found, self.scene.formatter)),
            tabs=tuple(self._tabs()),
            members=self._bridge(self._members(chosen)) if chosen else None,
            effects=self._bridge(self._effects(chosen)) if chosen and chosen.effects else None,
            drivers=self._bridge(self._drivers()) if found.drivers else None,
            left_out=tuple((one.label, one.reason) for one in found.left_out),
            warnings=found.warnings,
        )

    def _tabs(self) -> Iterator[Tab]:
        for one in self.found.ranking:
            if one.members < 2:
                continue  # a single member tells nothing
            current = self.chosen is not None and one.dimension == self.chosen.dimension
            yield Tab(one.label, address(self.scene, self.metric, one.dimension), current)

    def _members(self, chosen: Breakdown) -> Iterator[BridgeStep]:
        for part in chosen.parts:
            yield BridgeStep(
                name=part.called(self.scene.reader.locale),
                effect=part.change,
                href=self._link(part, chosen),
                selected=part.key in self.scene.filters.chosen(chosen.dimension),
                note=self._note(part, chosen),
                is_faint=Flag.USUAL in part.flags,
            )

    def _effects(self, chosen: Breakdown) -> Iterator[BridgeStep]:
        for effect, value in chosen.effects:
            yield BridgeStep(self.scene.say(effect.label), value)

    def _drivers(self) -> Iterator[BridgeStep]:
        f = self.scene.formatter
        for part in self.found.drivers:
            unit = part.unit or self.metric.unit
            figures = f"{f.compact(part.before, unit)} → {f.compact(part.after, unit)}"
            yield BridgeStep(part.called(f.locale), part.change, note=figures)

    def _bridge(self, steps: Iterator[BridgeStep]) -> Markup:
        reference = self.scene.reference
        chart = Bridge(
            name=self.scene.say(self.metric.label),
            unit=self.metric.unit,
            start_name=self.scene.say(reference.label),
            start=self.found.before,
            steps=tuple(steps),
            end_name=self.scene.say(Scenario.AC.label),
            start_scenario=reference,
            direction=direction(self.metric),
        )
        return bridge(chart, self.scene.formatter)

    def _link(self, part: Part, chosen: Breakdown) -> str | None:
        """A click narrows the page to a member; on the others, it names more of them."""
        if part.kind is Kind.OTHERS:
            more = min(MOST, 4 * self.top)
            larger = address(self.scene, self.metric, chosen.dimension, more)
            return larger if more > self.top else None
        if part.key is not None and chosen.dimension in self.scene.layer.catalog.dimensions:
            return self.scene.filters.toggled(chosen.dimension, part.key).at(self.scene.path)
        return self._rows(part, chosen)

    def _rows(self, part: Part, chosen: Breakdown) -> str | None:
        """The rows behind a part; of a member that has gone, those of the days before."""
        cell, filters, before = chosen.cell(part), self.scene.filters, self.found.compared
        if cell is None:
            return None
        if Flag.LOST in part.flags and before is not None:
            filters = replace(filters, span=Span.CUSTOM, dates=before)
        places = [("cell", f"{word}:{key or ''}") for word, key in cell.items()]
        return filters.at("/rows", ("metric", self.metric.id), *places)

    def _note(self, part: Part, chosen: Breakdown) -> str | None:
        """What is to be known of a part, and the way to its rows."""
        say = self.scene.say
        if part.kind is Kind.OTHERS:
            return say(text("{count} members", count=part.members))
        words = [escape(say(flag.label)) for flag in Flag if flag in part.flags]
        rows = self._rows(part, chosen)
        if rows is not None and rows != self._link(part, chosen):
            named = say(text("Rows behind {name}", name=part.called(self.scene.reader.locale)))
            words.append(LINK.format(rows, named, say(ROWS)))
        return Markup(" · ").join(words) or None
