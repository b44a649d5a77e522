"""`vigie metrics`: what can be asked, what it means, whether the definitions are sound."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from vigie.cli.access import is_allowed, reader_options
from vigie.cli.boards import board_mistakes
from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.cli.interchange import export_metrics, import_metrics
from vigie.kit.errors import Invalid, NotFound
from vigie.kit.i18n import Locale, Text, text
from vigie.kit.spelling import nearest
from vigie.lineage import Lineage, account, lineage, without_origins
from vigie.metrics.catalog.card import card
from vigie.metrics.catalog.loader import read_catalog
from vigie.metrics.language.definition import Metric
from vigie.metrics.language.reach import possible
from vigie.metrics.layer import Readiness
from vigie.model.loader import load_model
from vigie.people.permission import Permission
from vigie.settings import FILE_NAME, Settings, load_settings
from vigie.workspace import Workspace


@click.group()
def metrics() -> None:
    """The indicators: their definitions, and whether the data carry them."""


@metrics.command("list")
@json_option
@reader_options
@workspace_option
@pass_desk
def list_metrics(desk: Desk, as_json: bool, directory: Path) -> None:
    """List every metric with its name and readiness on this workspace."""
    with desk.workspace(directory) as workspace:
        shown = workspace.metrics.catalog.shown
        if as_json:
            described = [_described(metric, workspace) for metric in shown]
            desk.console.out(json.dumps(described, ensure_ascii=False))
            return
        locale = workspace.settings.locale
        for metric in shown:
            state = _readiness(workspace.metrics.readiness(metric.id)).to(locale)
            desk.console.out(f"{metric.id:<26} {metric.label.to(locale):<36} {state}")


@metrics.command()
@click.argument("metric_id", metavar="ID")
@json_option
@reader_options
@workspace_option
@pass_desk
def show(desk: Desk, metric_id: str, as_json: bool, directory: Path) -> None:
    """Show what a metric means, from which columns of which files it comes, how it can mislead."""
    with desk.workspace(directory) as workspace:
        metric = _found(metric_id, workspace)
        if as_json:
            told = {
                **_described(metric, workspace),
                "lineage": account(_lineage(metric, workspace)),
            }
            desk.console.out(json.dumps(told, ensure_ascii=False))
            return
        for line in _lines(metric, workspace, workspace.settings.locale):
            desk.console.out(line)


@metrics.command()
@json_option
@workspace_option
@pass_desk
def check(desk: Desk, as_json: bool, directory: Path) -> int:
    """Check the definitions and the workspace's own boards; names file, line and mend."""
    place = desk.path(directory)
    # Without the data: definitions are checked while a server runs, or where there is none.
    own = [place / "metrics"] if (place / FILE_NAME).is_file() else []
    settings = load_settings(place / FILE_NAME) if own else Settings()
    catalog, found = read_catalog(
        load_model(), revenue_basis=settings.revenue_basis, agreed=settings.agreed, extra=own
    )
    found = found or board_mistakes(place / "dashboards", catalog)
    if found:
        _tell(found, desk, settings.locale, as_json)
        return 1
    counted = {"metrics": len(catalog.shown), "dimensions": len(catalog.dimensions)}
    if as_json:
        desk.console.out(json.dumps({"ok": True, **counted, "mistakes": []}))
    else:
        desk.console.out("{metrics} metrics, {dimensions} dimensions: sound.".format(**counted))
    return 0


def _tell(found: list[Invalid], desk: Desk, locale: Locale, as_json: bool) -> None:
    if as_json:
        told = {"ok": False, "mistakes": _told(found)}
        desk.console.out(json.dumps(told, ensure_ascii=False))
        return
    for fault in found:
        desk.console.note(fault.to(locale))
    raise Invalid("The definitions have mistakes: {count}.", count=len(found))


def _told(found: list[Invalid]) -> list[dict[str, object]]:
    return [
        {
            "file": fault.text.values["file"],
            "line": fault.text.values["line"],
            "problem": str(fault.text.values["problem"]),
        }
        for fault in found
    ]


def _found(metric_id: str, workspace: Workspace) -> Metric:
    known = {metric.id: metric for metric in workspace.metrics.catalog.shown}
    if metric_id not in known:
        raise NotFound(
            "There is no metric '{metric}'; did you mean '{nearest}'?",
            metric=metric_id,
            nearest=nearest(metric_id, known) or "revenue",
        )
    return known[metric_id]


def _readiness(readiness: Readiness) -> Text:
    match readiness.state:
        case "ready":
            return text("ready")
        case "partial":
            share = int(100 * (readiness.coverage or 0))
            return text(
                "partial: {share} % of the rows have {column}", share=share, column=readiness.least
            )
        case "missing":
            return text("no data: {missing}", missing=", ".join(readiness.missing))


def _lines(metric: Metric, workspace: Workspace, locale: Locale) -> list[str]:
    catalog = workspace.metrics.catalog
    watched = [metric.nature, metric.stratum, metric.bsc, metric.aida, metric.basis]
    sentences = [
        text("Formula: {formula}", formula=metric.formula),
        text(
            "Made as: {type} {parts}", type=metric.type, parts=", ".join(catalog.parts(metric.id))
        ),
        text("Unit: {unit}", unit=metric.unit.value),
        text("Good: {direction}", direction=metric.direction.value),
        text("Kind: {words}", words=", ".join(word for word in watched if word)),
        text("Expected fresh: {refresh}", refresh=metric.refresh.value),
        *_purpose(metric),
        text("Can be cut by: {names}", names=", ".join(possible(metric.id, catalog))),
        text(
            "On this workspace: {state}", state=_readiness(workspace.metrics.readiness(metric.id))
        ),
        text("Computed from:"),
    ]
    head = [f"{metric.label.to(locale)} ({metric.id})", metric.description.to(locale), ""]
    said = [sentence.to(locale).rstrip() for sentence in sentences]
    return [*head, *said, *_origins(_lineage(metric, workspace), locale)]


def _purpose(metric: Metric) -> Iterator[Text]:
    """Who answers for it and what it is for, as far as its declaration says so."""
    if metric.owner.en:
        yield text("Owner: {owner}", owner=metric.owner)
    if metric.decision.en:
        yield text("Decision it serves: {decision}", decision=metric.decision)
    if metric.misleads.en:
        yield text("How it can mislead: {misleads}", misleads=metric.misleads)


def _lineage(metric: Metric, workspace: Workspace) -> tuple[Lineage, ...]:
    with workspace.warehouse.read() as session:
        lines = lineage(metric, workspace.metrics.catalog, session)
    sees = is_allowed(Permission.SEE_IMPORTS) and workspace.metrics.sight.sees_all_rows
    return lines if sees else without_origins(lines)


def _origins(lines: tuple[Lineage, ...], locale: Locale) -> Iterator[str]:
    for line in lines:
        yield f"  {line.name} ({line.label.to(locale)})"
        for origin in line.origins:
            filled = text(
                "{rows} rows: {words}, {files} (import {import_id})",
                rows=origin.rows,
                words=origin.words or text("not in the files, worked out where others tell it"),
                files=", ".join(origin.files) or origin.source,
                import_id=origin.import_id,
            )
            yield f"    {filled.to(locale)}"
        if line.further:
            further = text("imports not shown: {count}", count=line.further)
            yield f"    {further.to(locale)}"


def _described(metric: Metric, workspace: Workspace) -> dict[str, object]:
    return card(metric, workspace.metrics.catalog, workspace.metrics.readiness(metric.id))


metrics.add_command(export_metrics)
metrics.add_command(import_metrics)
COMMANDS: Final = (metrics,)
