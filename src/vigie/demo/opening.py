"""The demo company as a workspace: generated, then imported like anybody's files."""

import tempfile
from contextlib import suppress
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from vigie.demo.company import NAME, generate
from vigie.demo.visitors import let_in
from vigie.entrance import Entrance, SignInSettings
from vigie.intake.report import ImportStatus
from vigie.kit.errors import Refused
from vigie.kit.i18n import Locale
from vigie.kit.progress import Progress, silent
from vigie.settings import FILE_NAME, Settings
from vigie.workspace import Workspace


def open_demo(
    directory: Path,
    *,
    until: date,
    seed: int = 32,
    scale: float = 1.0,
    locale: Locale = "fr",
    progress: Progress = silent,
) -> Workspace:
    """Opens the demo company's workspace in `directory`, made and filled where it is not yet.

    Its files go through the intake, so every row has its import and can be taken back. A first
    attempt that was cut short is taken up again.
    """
    if (directory / FILE_NAME).exists():
        workspace = Workspace.open(directory)
    else:
        door = Entrance(sign_in=SignInSettings(one_click=True))
        settings = Settings(company=NAME, locale=locale, entrance=door)
        workspace = Workspace.create(directory, settings)
    try:
        if not any(r.status is ImportStatus.COMMITTED for r in workspace.intake.imports()):
            _fill(workspace, until=until, seed=seed, scale=scale, progress=progress)
        let_in(workspace)
    except BaseException:
        workspace.close()
        raise
    return workspace


def _fill(
    workspace: Workspace, *, until: date, seed: int, scale: float, progress: Progress
) -> None:
    with tempfile.TemporaryDirectory(prefix="vigie-demo-") as folder:
        generate(Path(folder), until=until, seed=seed, scale=scale, progress=progress)
        workspace.intake.take([Path(folder)], progress)
    # A company made very small has too few customers to value, and the numerics are an extra.
    if find_spec("scipy") is not None:
        with suppress(Refused):
            _value(workspace, until)


def _value(workspace: Workspace, day: date) -> None:
    """What customers are worth, as 'vigie lifetime' keeps it."""
    # Loaded where it is used: the numerics are heavy.
    from vigie.analysis.lifetime.histories import histories
    from vigie.analysis.lifetime.table import TABLE, write
    from vigie.analysis.lifetime.valuation import Horizon, value

    worth = value(histories(workspace.metrics, day), day, Horizon())
    with tempfile.TemporaryDirectory(prefix="vigie-values-") as folder:
        plan = workspace.intake.plan([write(worth, Path(folder))], as_table=TABLE)
        workspace.intake.commit(plan)
