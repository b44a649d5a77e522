"""What was imported and what waits, as its reader may know it: received rows are rows too.

How many rows came and what is wrong with them everybody learns who may see imports. What stood in
them is told of tables that the reader sees whole, and what it did to figures of figures they see.
"""

from collections.abc import Iterable
from dataclasses import replace

from vigie.intake.quarantine import QuarantinedRow
from vigie.intake.report import Finding, ImportReport
from vigie.kit.errors import Forbidden
from vigie.metrics.language.policy import Sight
from vigie.model.schema import Model
from vigie.web.cockpit import Cockpit


def is_open(table: str, sight: Sight, model: Model) -> bool:
    """Whether a reader may see whole rows of `table`, as files hold them.

    A line that could not be read as a row of any table is shown to those who see everything.
    """
    if sight.rows.filters:
        return False
    if table not in model.tables:
        return not (sight.hidden or sight.veiled)
    names = (*model.tables[table].columns, "attributes")
    return not any(sight.hides(table, name) for name in names)


def report_seen(report: ImportReport, here: Cockpit) -> ImportReport:
    """An import without examples and effects that its reader may not see."""
    if here.layer.sight.is_whole:
        return report
    known = here.layer.catalog.metrics
    is_narrowed = not here.layer.sight.sees_all_rows
    return replace(
        report,
        rejected=findings_seen(report.rejected, here),
        warnings=findings_seen(report.warnings, here),
        effects=tuple(e for e in report.effects if e.metric in known and not is_narrowed),
    )


def findings_seen(findings: Iterable[Finding], here: Cockpit) -> tuple[Finding, ...]:
    """What is wrong with rows, its examples left out where they are not the reader's."""
    sight, model = here.layer.sight, here.workspace.model
    return tuple(
        one if is_open(one.table, sight, model) else replace(one, examples=()) for one in findings
    )


def rows_seen(rows: Iterable[QuarantinedRow], here: Cockpit) -> list[QuarantinedRow]:
    """Waiting rows: what is wrong with each, and its words where its table is open."""
    sight, model = here.layer.sight, here.workspace.model
    return [one if is_open(one.table, sight, model) else _closed(one) for one in rows]


def whole_only(here: Cockpit, tables: Iterable[str]) -> None:
    """Raises Forbidden where rows of `tables` may not leave whole for this reader."""
    sight, model = here.layer.sight, here.workspace.model
    for table in tables:
        if not is_open(table, sight, model):
            raise Forbidden(
                "The waiting rows of '{table}' hold what is not shown to you: choose one table "
                "that is, or ask whoever sees it whole.",
                table=table,
            )


def _closed(row: QuarantinedRow) -> QuarantinedRow:
    errors = tuple(replace(error, value=None) for error in row.errors)
    return replace(row, raw={}, errors=errors)
