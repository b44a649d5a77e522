"""The rows behind an indicator that weigh most, each leading to its document."""

from collections.abc import Iterator
from datetime import date

from vigie.charts.listing import ListCell, Listing, ListRow, listing
from vigie.kit.formats import Unit
from vigie.kit.i18n import text
from vigie.metrics.answers.result import Result
from vigie.web.boards import declaration
from vigie.web.boards.drawn import Drawn
from vigie.web.documents import DOCUMENTS
from vigie.web.printed import document, printed_cell
from vigie.web.scene import Scene


def draw(panel: declaration.Listing, scene: Scene) -> Drawn:
    """Asks and draws; raises what the metric layer raises."""
    metric = scene.layer.catalog.metrics[panel.metric]
    question = scene.filters.query(metric.id)
    answer = scene.layer.rows_behind(question, metric.id, {}, limit=panel.limit)
    shown = [i for i, column in enumerate(answer.columns) if column.name not in DOCUMENTS]
    if metric.unit is Unit.COUNT and all(row[-1] == 1 for row in answer.rows):
        shown = shown[:-1]  # that each row counts as one goes without saying
    chart = Listing(
        name=scene.say(panel.label.label),
        columns=tuple(scene.say(answer.columns[index].label) for index in shown),
        rows=tuple(_rows(answer, shown, scene)),
    )
    return Drawn(
        charts=(listing(chart),),
        message=_message(answer, metric.unit, scene),
        dates=scene.formatter.span(scene.filters.dates),
        empty=not answer.rows,
        warnings=(),
        basis=answer.basis,
        answer=answer,
    )


def _rows(answer: Result, shown: list[int], scene: Scene) -> Iterator[ListRow]:
    keys = [i for i, column in enumerate(answer.columns) if column.name in DOCUMENTS]
    for row in answer.rows:
        cells = [
            (printed_cell(row[i], answer.columns[i], scene.formatter), isinstance(row[i], date))
            for i in shown
        ]
        link = next((i for i in keys if row[i] is not None), None)
        yield ListRow(
            cells=tuple(ListCell(cell.words, cell.number, is_day) for cell, is_day in cells),
            href=None
            if link is None
            else document(DOCUMENTS[answer.columns[link].name], row[link]),
        )


def _message(answer: Result, unit: Unit, scene: Scene) -> str | None:
    """How many there are, and what they come to."""
    if not answer.total_rows:
        return None
    written = scene.formatter
    if unit is Unit.COUNT:
        shown = written.number(len(answer.rows))
        count = written.number(answer.total_rows)
        if len(answer.rows) == answer.total_rows:
            return scene.say(text("{count} in all.", count=count))
        return scene.say(text("{count} in all, the first {shown} here.", count=count, shown=shown))
    return scene.say(
        text(
            "{count} in all, {total} together.",
            count=written.number(answer.total_rows),
            total=written.compact(answer.total, unit),
        )
    )
