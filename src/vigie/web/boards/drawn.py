"""What a panel becomes: charts, the sentence above them, what to know about their figures."""

from dataclasses import dataclass

from markupsafe import Markup

from vigie.charts.message import say
from vigie.kit.i18n import Text
from vigie.kit.periods import Period
from vigie.metrics.answers.result import Result
from vigie.web.boards.flagged import Note
from vigie.web.boards.zoom import Crumb
from vigie.web.scene import Scene


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn panel, ready to print."""

    charts: tuple[Markup, ...]
    message: str | None
    dates: str
    empty: bool
    warnings: tuple[Text, ...]
    basis: Text | None
    notes: tuple[Note, ...] = ()  # what happened on its days, numbered as its flags are
    trail: tuple[Crumb, ...] = ()  # the way out of a zoom
    answer: Result | None = None  # the figures behind it, for whoever takes them away

    @property
    def withheld(self) -> bool:
        """Whether a figure is kept from the reader, which has to be said."""
        return bool(self.answer and self.answer.holds_back)

    @property
    def said(self) -> tuple[Text, ...]:
        """What to know about what is shown, or why nothing is."""
        return self.warnings if self.withheld or not self.empty else ()


def drawn(scene: Scene, answer: Result, chart: object, dates: Period, *charts: Markup) -> Drawn:
    """The charts of one answer; `chart` is the one that the sentence is about."""
    figures = [i for i, c in enumerate(answer.columns) if c.role in ("metric", "comparison")]
    return Drawn(
        charts=charts,
        message=say(chart, scene.formatter),
        dates=scene.formatter.span(dates),
        empty=all(row[figure] is None for row in answer.rows for figure in figures),
        warnings=answer.warnings,
        basis=answer.basis,
        answer=answer,
    )
