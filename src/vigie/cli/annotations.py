"""`vigie annotations`: notes on dates, shown on every chart in time."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.cli.users import open_people
from vigie.kit.errors import NotFound
from vigie.kit.i18n import Label, text
from vigie.kit.spelling import nearest
from vigie.metrics.catalog.loader import load_catalog
from vigie.model.loader import load_model
from vigie.people.audit import COMMAND_LINE, Action
from vigie.personal.annotations import About, Annotation, Annotations

DAY: Final = click.DateTime(["%Y-%m-%d"])


@click.group()
def annotations() -> None:
    """The notes on dates that charts in time show."""


@annotations.command("list")
@json_option
@workspace_option
@pass_desk
def list_annotations(desk: Desk, as_json: bool, directory: Path) -> None:
    """List every note with its days and its name."""
    with open_people(desk, directory) as people:
        found = Annotations(people.store).all()
        if as_json:
            told = [_told(one) for one in found]
            desk.console.out(json.dumps(told, ensure_ascii=False))
            return
        locale = people.settings.locale
        for one in found:
            desk.console.out(f"{one.id}  {one.start} {one.end}  {one.words.to(locale)}")


@annotations.command()
@click.argument("start", type=DAY)
@click.argument("words")
@click.option("--until", type=DAY, help="The last day, included.")
@click.option("--fr", default="", help="The same words in French.")
@click.option("--metric", default="", help="The only indicator that it is about.")
@click.option("--only", default="", help="The only member it is about, as in region=Bretagne.")
@workspace_option
@pass_desk
def add(desk: Desk, /, directory: Path, **said: Any) -> None:
    """Note what happened on the day START: `add 2026-03-12 "Strike at the carrier"`."""
    with open_people(desk, directory) as people:
        name = Annotations(people.store).add(
            said["start"].date(),
            said["until"].date() if said["until"] else None,
            Label(said["words"], said["fr"]),
            _about(said, desk.path(directory)),
        )
        people.audit.record(Action.ANNOTATION_MADE, COMMAND_LINE, name)
        desk.console.out(name)


@annotations.command()
@click.argument("name")
@workspace_option
@pass_desk
def remove(desk: Desk, name: str, directory: Path) -> None:
    """Take the note called NAME away."""
    with open_people(desk, directory) as people:
        Annotations(people.store).remove(name)
        people.audit.record(Action.ANNOTATION_REMOVED, COMMAND_LINE, name)
        desk.say(text("The note was taken away."), people.settings.locale)


def _about(said: Mapping[str, Any], workspace: Path) -> About:
    # The definitions alone: the data may belong to a server that runs.
    catalog = load_catalog(load_model(), extra=[workspace / "metrics"])
    metric, only = said["metric"], said["only"]
    dimension, _, member = only.partition("=")
    if metric:
        _require(metric, {one.id for one in catalog.shown})
    if dimension:
        _require(dimension, set(catalog.dimensions))
    return About(metric or None, dimension or None, member or None)


def _require(word: str, known: set[str]) -> None:
    if word not in known:
        raise NotFound(
            "There is no '{word}'; did you mean '{nearest}'?",
            word=word,
            nearest=nearest(word, known) or "revenue",
        )


def _told(one: Annotation) -> dict[str, object]:
    days: tuple[date, date] = (one.start, one.end)
    return {
        "id": one.id,
        "from": days[0].isoformat(),
        "to": days[1].isoformat(),
        "words": {"en": one.words.en, "fr": one.words.fr},
        "metric": one.about.metric,
        "dimension": one.about.dimension,
        "member": one.about.member,
        "author": one.author,
    }


COMMANDS: Final = (annotations,)
