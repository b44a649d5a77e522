"""The rows of an answer cut by one dimension: names, figures, where a click leads."""

from dataclasses import dataclass
from typing import Any, Final

from vigie.charts.ranking import Ranking, RankingRow
from vigie.kit.i18n import text
from vigie.metrics.answers.result import NOT_FILLED, Result
from vigie.metrics.language.comparison import Against
from vigie.metrics.language.definition import Metric
from vigie.model.words import word
from vigie.web.boards.shown import shown
from vigie.web.scene import Scene, series

TOTAL: Final = text("Total")


@dataclass(frozen=True, slots=True)
class Member:
    """One row of an answer cut by one dimension."""

    name: str
    value: Any
    previous: Any
    plan: Any
    href: str | None
    selected: bool


@dataclass(frozen=True, slots=True)
class Cutting:
    """Which indicator is cut by what, and what a click on a member does."""

    metric: Metric
    by: str
    filters: str | None = None
    plan: Against | None = None  # None: the reader's
    show: str | None = None

    def link(self, key: object, scene: Scene) -> str | None:
        """A click narrows the whole page, or widens it again; else it opens the rows."""
        if key is None:
            return None
        if self.filters is None:
            return rows_link(self.metric.id, self.by, key, scene)
        return scene.filters.toggled(self.filters, str(key)).at(scene.path)

    def members(self, answer: Result, scene: Scene) -> list[Member]:
        """The rows of `answer` with their figures of now, before and as planned."""
        told = shown(self.metric, answer, self.show)
        figures = zip(
            answer.rows,
            answer.keys,
            told.series(answer),
            told.series(answer, scene.earlier),
            told.series(answer, self.plan or scene.plan),
            strict=True,
        )
        return [
            Member(
                name=name(row[0], self.by, scene),
                value=value,
                previous=previous,
                plan=plan,
                href=self.link(key[0], scene),
                selected=key[0] in scene.filters.chosen(self.by),
            )
            for row, key, value, previous, plan in figures
        ]

    def table(self, answer: Result, members: list[Member], scene: Scene) -> Ranking:
        """The members as a ranked table under their total."""
        told = shown(self.metric, answer, self.show)
        return Ranking(
            name=scene.say(told.label),
            heading=heading(self.by, scene),
            unit=told.unit,
            rows=tuple(
                RankingRow(m.name, m.value, m.previous, m.plan, m.href, m.selected) for m in members
            ),
            direction=told.direction,
            reference=scene.reference,
            total=None if self.show else _total(self.metric, scene),
        )


def compared(scene: Scene, has_targets: bool) -> tuple[Against, ...]:
    """Targets are asked for where the board expects them, or where the reader does."""
    if has_targets or scene.filters.against.is_planned:
        return scene.compared
    return (scene.earlier,)


def heading(dimension: str, scene: Scene) -> str:
    """What the members of a dimension are called."""
    return scene.say(scene.layer.catalog.dimensions[dimension].label)


def name(value: object, by: str, scene: Scene) -> str:
    """A member of the dimension `by` as people read it."""
    if value is None:
        return scene.say(NOT_FILLED)
    dimension = scene.layer.catalog.dimensions[by]
    if dimension.key != dimension.name or by not in scene.layer.catalog.enumerated:
        return str(value)
    return scene.say(word(str(value), dimension.table, dimension.key))


def rows_link(metric: str, by: str, key: object, scene: Scene) -> str | None:
    """The rows behind one member's figure."""
    if key is None:
        return None
    return scene.filters.at("/rows", ("metric", metric), ("cell", f"{by}.key:{key}"))


def _total(metric: Metric, scene: Scene) -> RankingRow | None:
    """The whole that the rows are parts of, where parts add up to a whole."""
    if not metric.is_additive:
        return None
    answer = scene.layer.query(scene.filters.query(metric.id, compare=scene.compared))
    value, previous, plan = (
        next(iter(series(answer, metric.id, comparison)), None)
        for comparison in (None, scene.earlier, scene.plan)
    )
    return RankingRow(TOTAL.to(scene.reader.locale), value, previous, plan)
