"""`vigie metrics export` and `import`: definitions in the form of other tools."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.interchange.document import load
from vigie.interchange.export import export
from vigie.interchange.import_ import Imported, imported, write
from vigie.interchange.limit import Limit
from vigie.kit.errors import UsageError
from vigie.kit.i18n import Label, Locale, text
from vigie.metrics.catalog.declaration import CatalogFile
from vigie.metrics.catalog.loader import declared, load_catalog
from vigie.metrics.language.definition import Catalog
from vigie.model.loader import load_model
from vigie.settings import FILE_NAME, Settings, load_settings

_SUBJECTS: Final = {
    "metric": Label("metric", "indicateur"),
    "dataset": Label("dataset", "jeu de lignes"),
    "dimension": Label("dimension", "axe"),
}


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format", "format_", type=click.Choice(["ossie"]), default="ossie", show_default=True
)
@json_option
@workspace_option
@pass_desk
def export_metrics(desk: Desk, file: Path, format_: str, as_json: bool, directory: Path) -> None:
    """Write every definition to FILE as Apache Ossie (open semantic interchange)."""
    del format_  # one so far
    settings, catalog, files = _definitions(desk.path(directory))
    found = export(catalog, files)
    try:
        desk.path(file).write_text(found.document.yaml(), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            "{file} cannot be written: {reason}.", file=file, reason=error.strerror
        ) from error
    count = len(found.document.semantic_model[0].metrics or ())
    said = text(
        "{file}: {count} metrics with an expression that any tool can read.",
        file=file.name,
        count=count,
    )
    _tell(
        desk, settings.locale, as_json, {"expressed": count}, said.to(settings.locale), found.limits
    )


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would come in; write nothing.")
@json_option
@workspace_option
@pass_desk
def import_metrics(desk: Desk, file: Path, dry_run: bool, as_json: bool, directory: Path) -> None:
    """Bring the definitions of an Apache Ossie FILE into the workspace's own."""
    place = desk.path(directory)
    settings, catalog, files = _definitions(place)
    if not (place / FILE_NAME).is_file():
        raise UsageError(
            "{directory} is not a Vigie workspace: make one with 'vigie init {directory}', "
            "or name yours with --workspace.",
            directory=place,
        )
    found = imported(load(desk.path(file)), catalog, files)
    written = [] if dry_run else _written(found, place / "metrics", file.stem, settings)
    said = text(
        "{count} definitions come in, {unchanged} are here already.",
        count=found.count,
        unchanged=found.unchanged,
    )
    counted = {
        "new": found.count,
        "unchanged": found.unchanged,
        "files": [path.name for path in written],
    }
    _tell(desk, settings.locale, as_json, counted, said.to(settings.locale), found.limits)


def _written(found: Imported, folder: Path, name: str, settings: Settings) -> Sequence[Path]:
    """Writes the files, or none of them where they would not be sound."""
    written = write(found, folder, name)
    try:
        load_catalog(
            load_model(),
            revenue_basis=settings.revenue_basis,
            agreed=settings.agreed,
            extra=[folder],
        )
    except BaseException:
        for path in written:
            path.unlink()
        raise
    return written


def _definitions(place: Path) -> tuple[Settings, Catalog, list[CatalogFile]]:
    """What the workspace defines, with or without its data."""
    own = [place / "metrics"] if (place / FILE_NAME).is_file() else []
    settings = load_settings(place / FILE_NAME) if own else Settings()
    catalog = load_catalog(
        load_model(), revenue_basis=settings.revenue_basis, agreed=settings.agreed, extra=own
    )
    return settings, catalog, declared(settings.agreed, own)


def _tell(
    desk: Desk,
    locale: Locale,
    as_json: bool,
    counted: dict[str, object],
    said: str,
    limits: Sequence[Limit],
) -> None:
    if as_json:
        told = [
            {"subject": one.subject, "name": one.name, "reason": str(one.reason)} for one in limits
        ]
        desk.console.out(json.dumps({**counted, "limits": told}, ensure_ascii=False))
        return
    desk.console.out(said)
    if limits:
        lost = text("Not understood by the other side as it is meant: {count}.", count=len(limits))
        desk.console.note(lost.to(locale))
    for one in limits:
        subject = _SUBJECTS[one.subject].to(locale)
        desk.console.note(f"  {subject} {one.name}: {one.reason.to(locale)}")
