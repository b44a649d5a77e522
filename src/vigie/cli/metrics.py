"""`vigie metrics`: what can be asked, what it means, whether the definitions are sound."""

import json
from pathlib import Path
from typing import Final

import click

from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.cli.interchange import export_metrics, import_metrics
from vigie.kit.errors import Invalid, NotFound
from vigie.kit.i18n import Label, Locale, Text, text
from vigie.kit.spelling import nearest
from vigie.metrics.definition import Metric
from vigie.metrics.layer import Readiness
from vigie.metrics.loader import read_catalog
from vigie.model.loader import load_model
from vigie.settings import FILE_NAME, Settings, load_settings
from vigie.workspace import Workspace


@click.group()
def metrics() -> None:
    """The indicators: their definitions, and whether the data carry them."""


@metrics.command("list")
@json_option
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
@workspace_option
@pass_desk
def show(desk: Desk, metric_id: str, as_json: bool, directory: Path) -> None:
    """Show what a metric means, how it is computed, and how it can mislead."""
    with desk.workspace(directory) as workspace:
        metric = _found(metric_id, workspace)
        if as_json:
            desk.console.out(json.dumps(_described(metric, workspace), ensure_ascii=False))
            return
        for line in _lines(metric, workspace, workspace.settings.locale):
            desk.console.out(line)


@metrics.command()
@json_option
@workspace_option
@pass_desk
def check(desk: Desk, as_json: bool, directory: Path) -> int:
    """Check the shipped definitions and the workspace's own; names file, line and mend."""
    place = desk.path(directory)
    # Without the data: definitions are checked while a server runs, or where there is none.
    own = [place / "metrics"] if (place / FILE_NAME).is_file() else []
    settings = load_settings(place / FILE_NAME) if own else Settings()
    catalog, found = read_catalog(
        load_model(), revenue_basis=settings.revenue_basis, agreed=settings.agreed, extra=own
    )
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
        mistakes = [
            {
                "file": fault.text.values["file"],
                "line": fault.text.values["line"],
                "problem": str(fault.text.values["problem"]),
            }
            for fault in found
        ]
        desk.console.out(json.dumps({"ok": False, "mistakes": mistakes}, ensure_ascii=False))
        return
    for fault in found:
        desk.console.note(fault.to(locale))
    desk.console.note(text("Mistakes: {count}.", count=len(found)).to(locale))


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
            return text("partial: {share} % of rows", share=round(100 * (readiness.coverage or 0)))
        case "missing":
            return text("no data: {missing}", missing=", ".join(readiness.missing))


def _lines(metric: Metric, workspace: Workspace, locale: Locale) -> list[str]:
    sentences = [
        text("Formula: {formula}", formula=metric.formula),
        text("Unit: {unit}", unit=metric.unit.value),
        text("Expected fresh: {refresh}", refresh=metric.refresh.value),
        text("Owner: {owner}", owner=metric.owner),
        text("Decision it serves: {decision}", decision=metric.decision),
        text("How it can mislead: {misleads}", misleads=metric.misleads),
        text(
            "On this workspace: {state}", state=_readiness(workspace.metrics.readiness(metric.id))
        ),
    ]
    head = [f"{metric.label.to(locale)} ({metric.id})", metric.description.to(locale), ""]
    return [*head, *(sentence.to(locale) for sentence in sentences)]


def _described(metric: Metric, workspace: Workspace) -> dict[str, object]:
    readiness = workspace.metrics.readiness(metric.id)
    return {
        "id": metric.id,
        "label": _both(metric.label),
        "description": _both(metric.description),
        "formula": _both(metric.formula),
        "type": metric.type.value,
        "unit": metric.unit.value,
        "direction": metric.direction.value,
        "nature": metric.nature.value,
        "stratum": metric.stratum.value,
        "refresh": metric.refresh.value,
        "readiness": {
            "state": readiness.state,
            "coverage": readiness.coverage,
            "missing": list(readiness.missing),
        },
    }


def _both(label: Label) -> dict[str, str]:
    return {"en": label.en, "fr": label.fr}


metrics.add_command(export_metrics)
metrics.add_command(import_metrics)
COMMANDS: Final = (metrics,)
