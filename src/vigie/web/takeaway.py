"""What a chart becomes when it leaves the page: an image or a file, with how it was asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from starlette.responses import Response

from vigie.charts.export.raster import png
from vigie.charts.export.sheet import Sheet, image
from vigie.kit.errors import Refused
from vigie.kit.i18n import text
from vigie.metrics.answers.result import Result
from vigie.metrics.language.definition import Metric
from vigie.web.boards.drawn import Drawn
from vigie.web.cockpit import Cockpit
from vigie.web.export import as_csv
from vigie.web.scene import Scene
from vigie.web.workbook import workbook


class Kind(StrEnum):
    """How a chart can be taken away."""

    SVG = "svg"
    PNG = "png"
    XLSX = "xlsx"
    CSV = "csv"


MEDIA: Final = {
    Kind.SVG: "image/svg+xml",
    Kind.PNG: "image/png",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.CSV: "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A drawn chart with its title, and the indicators that it is of."""

    name: str  # of the file
    title: str
    metrics: Sequence[Metric]
    drawn: Drawn
    answer: Result | None  # the figures of a file


def response(kind: Kind, taken: Taken, scene: Scene, here: Cockpit) -> Response:
    """The file; raises `Refused` where there is nothing of that kind to take."""
    return Response(
        _content(kind, taken, scene, here),
        media_type=MEDIA[kind],
        headers={"Content-Disposition": f'attachment; filename="{_file(taken.name)}.{kind}"'},
    )


def _content(kind: Kind, taken: Taken, scene: Scene, here: Cockpit) -> str | bytes:
    if kind in (Kind.CSV, Kind.XLSX):
        if taken.answer is None:
            raise Refused("There are no figures here to take away.")
        if kind is Kind.CSV:
            return as_csv(taken.answer)
        return workbook(taken.answer, list(_told(taken, scene, here)), scene.formatter)
    if not taken.drawn.charts:
        raise Refused("There is no chart here to take away: take the figures.")
    svg = image(taken.drawn.charts, _sheet(taken, scene, here))
    return svg if kind is Kind.SVG else png(svg)


def _sheet(taken: Taken, scene: Scene, here: Cockpit) -> Sheet:
    drawn = taken.drawn
    basis = scene.say(drawn.basis) if drawn.basis else ""
    return Sheet(
        title=taken.title,
        message=drawn.message or "",
        subtitle=" · ".join(part for part in (drawn.dates, basis) if part),
        notes=(*_chosen(scene, here), *(scene.say(warning) for warning in drawn.warnings)),
        source=f"Vigie · {here.workspace.settings.company} · {_made(scene, here)}",
    )


def _told(taken: Taken, scene: Scene, here: Cockpit) -> Iterator[tuple[str, str]]:
    """The second sheet of a workbook: what the figures are and how they were asked."""
    say = scene.say
    yield say(text("Title")), taken.title
    if taken.drawn.message:
        yield say(text("In a sentence")), taken.drawn.message
    yield say(text("Dates")), taken.drawn.dates
    yield say(text("Compared with")), scene.versus(scene.filters.against)
    for line in _chosen(scene, here):
        yield say(text("Filters")), line
    for metric in taken.metrics:
        yield from _definition(metric, scene, here)
    if taken.drawn.basis:
        yield say(text("Basis")), say(taken.drawn.basis)
    for warning in taken.drawn.warnings:
        yield say(text("To know")), say(warning)
    yield say(text("Source")), f"Vigie · {here.workspace.settings.company}"
    yield say(text("Made")), _made(scene, here)


def _definition(metric: Metric, scene: Scene, here: Cockpit) -> Iterator[tuple[str, str]]:
    name = scene.say(metric.label)
    parts = [scene.say(words) for words in (metric.description, metric.formula) if words]
    if last := here.ages.of(metric, here.version).last:
        parts.append(scene.say(text("Data to {day}.", day=scene.formatter.date(last))))
    yield name, "\n".join(parts)


def _chosen(scene: Scene, here: Cockpit) -> list[str]:
    """The filters in words."""
    chips = here.bar(scene, scene.path).chips
    said = ((scene.say(chip.label), chip) for chip in chips)
    return [
        scene.say(text("{name}: all but {member}", name=name, member=chip.name))
        if chip.excepted
        else f"{name}: {chip.name}"
        for name, chip in said
    ]


def _made(scene: Scene, here: Cockpit) -> str:
    moment = here.standing(scene).imported
    if moment is None:
        return scene.formatter.date(here.ages.today)
    return scene.say(
        text(
            "data as imported on {moment}, taken on {day}",
            moment=scene.formatter.instant(moment),
            day=scene.formatter.date(here.ages.today),
        )
    )


def _file(name: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-") or "vigie"
