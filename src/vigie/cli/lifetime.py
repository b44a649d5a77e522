"""`vigie lifetime`: what customers are still worth, estimated and kept."""

import json
import tempfile
from datetime import datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from vigie.cli.console import progress_on
from vigie.cli.desk import Desk, json_option, pass_desk, workspace_option
from vigie.intake.report import ImportReport
from vigie.kit.errors import Refused
from vigie.kit.formats import Formatter, Unit
from vigie.kit.i18n import text
from vigie.workspace import Workspace

if TYPE_CHECKING:
    from vigie.analysis.lifetime.valuation import Valuation

MONTHS: Final = 36
DISCOUNT: Final = 0.10


@click.command()
@click.option(
    "--as-of",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day to estimate on (default: today, or where old data end).",
)
@click.option(
    "--months",
    default=MONTHS,
    show_default=True,
    type=click.IntRange(1, 120),
    help="How far ahead margins are counted.",
)
@click.option(
    "--discount",
    default=DISCOUNT,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="What money a year ahead is worth less.",
)
@click.option("--dry-run", is_flag=True, help="Tell the estimate, keep nothing.")
@json_option
@workspace_option
@pass_desk
def lifetime(
    desk: Desk,
    as_of: datetime | None,
    months: int,
    discount: float,
    dry_run: bool,
    as_json: bool,
    directory: Path,
) -> None:
    """Estimate every customer's lifetime value and keep it for 'customer_lifetime_value'."""
    if find_spec("scipy") is None:
        raise Refused(
            "The library for lifetime values is not installed: run pip install 'vigie[analysis]'."
        )
    # Loaded where it is used: the numerics are heavy.
    from vigie.analysis.lifetime.histories import histories
    from vigie.analysis.lifetime.valuation import Horizon, value

    with desk.workspace(directory) as workspace:
        day = as_of.date() if as_of else workspace.metrics.settings.today()
        known = histories(workspace.metrics, day)
        found = value(known, day, Horizon(months, discount))
        report = None if dry_run else _kept(found, desk, workspace)
        if as_json:
            desk.console.out(json.dumps(_described(found, report)))
        else:
            _tell(found, report, desk, workspace)


def _kept(found: "Valuation", desk: Desk, workspace: Workspace) -> ImportReport:
    from vigie.analysis.lifetime.table import TABLE, write

    progress = progress_on(desk.console, workspace.settings.locale)
    with tempfile.TemporaryDirectory(prefix="vigie-values-") as folder:
        plan = workspace.intake.plan([write(found, Path(folder))], as_table=TABLE)
        report = workspace.intake.commit(plan, progress)
    desk.console.status("")
    return report


def _tell(
    found: "Valuation", report: ImportReport | None, desk: Desk, workspace: Workspace
) -> None:
    settings = workspace.settings
    write = Formatter(settings.locale, settings.currency)
    mean = Decimal(float(found.values.mean()))
    sentences = [
        text(
            "{customers} customers on {day}: {mean} of margin to come of each in {months} months.",
            customers=len(found.customers),
            day=found.day,
            mean=write.value(mean, Unit.CURRENCY),
            months=found.horizon.months,
        ),
        text(
            "{alive} % of them are thought to buy still.",
            alive=round(100 * float(found.alive.mean())),
        ),
    ]
    if report is None:
        sentences.append(text("Nothing was kept."))
    else:
        sentences.append(
            text(
                "Kept as import {import_id}: 'vigie imports undo {import_id}' takes it back.",
                import_id=report.import_id,
            )
        )
    for sentence in sentences:
        desk.say(sentence, settings.locale)


def _described(found: "Valuation", report: ImportReport | None) -> dict[str, object]:
    dropout, spending = found.dropout, found.spending
    return {
        "day": found.day.isoformat(),
        "customers": len(found.customers),
        "mean": round(float(found.values.mean()), 2),
        "alive": round(float(found.alive.mean()), 4),
        "bg_nbd": {name: float(getattr(dropout, name)) for name in ("r", "alpha", "a", "b")},
        "gamma_gamma": {name: float(getattr(spending, name)) for name in ("p", "q", "gamma")},
        "import_id": report.import_id if report else None,
    }


COMMANDS: Final = (lifetime,)
