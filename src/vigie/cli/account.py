"""An import's plan and report, as lines for a terminal."""

from collections.abc import Iterable, Iterator
from typing import Final

from vigie.intake.mapping import Fill, FillKind
from vigie.intake.plan import Plan, SourcePlan, TablePlan
from vigie.intake.reading import FileFormat
from vigie.intake.report import Finding, ImportReport, KpiEffect
from vigie.kit.formats import Formatter
from vigie.kit.i18n import Locale, text
from vigie.workspace import Workspace

SHOWN: Final = 12  # findings of one kind on a terminal


def plan_lines(plan: Plan, locale: Locale) -> list[str]:
    """What was recognised and where it would go, column by column."""
    lines: list[str] = []
    for source in plan.sources:
        lines += _source_lines(source, locale)
    return lines


def report_lines(report: ImportReport, workspace: Workspace) -> list[str]:
    """Rows by table, what was refused and why, and what became of the figures."""
    locale = workspace.settings.locale
    lines = [f"{report.import_id}  {report.status}"]
    if report.message:
        lines.append(report.message.to(locale))
    lines += [
        text(
            "  {table}: {read} read, {created} created, {updated} changed, {unchanged} unchanged, "
            "{quarantined} refused, {skipped} skipped, {placeholders} placeholders",
            table=counts.table,
            read=counts.read,
            created=counts.created,
            updated=counts.updated,
            unchanged=counts.unchanged,
            quarantined=counts.quarantined,
            skipped=counts.skipped,
            placeholders=counts.placeholders,
        ).to(locale)
        for counts in report.tables
    ]
    lines += _rejected_lines(report, locale)
    if report.settled:
        settled = text("Rows that have left the quarantine: {count}", count=report.settled)
        lines.append("  " + settled.to(locale))
    lines += _finding_lines(text("Refused rows").to(locale), report.rejected, locale)
    lines += _finding_lines(text("Worth a look").to(locale), report.warnings, locale)
    return [*lines, *_effect_lines(report.effects, workspace)]


def finding_words(finding: Finding, locale: Locale) -> str:
    """Where a mistake is, what it is, and a few of the values or lines that have it."""
    named = ".".join(name for name in (finding.table, finding.column) if name)
    where = f"{named}: " if named else ""
    shown = ", ".join(finding.examples)
    if not shown and finding.lines:
        shown = text("lines {lines}", lines=", ".join(map(str, finding.lines))).to(locale)
    return f"{where}{finding.message.to(locale)}" + (f" ({shown})" if shown else "")


def _source_lines(source: SourcePlan, locale: Locale) -> Iterator[str]:
    file = source.source
    rows = text("{rows} rows", rows=file.rows).to(locale)
    yield f"{file.name}: {_format_words(file.format)}, {rows}"
    for warning in file.warnings:
        yield f"  ! {warning.to(locale)}"
    if not source.tables:
        yield "  " + text("No table of the model fits: name one with --as.").to(locale)
    for table in source.tables:
        yield from _table_lines(table, locale)


def _format_words(recognised: FileFormat) -> str:
    delimiter = {"\t": "tab", " ": "space"}.get(recognised.delimiter or "", recognised.delimiter)
    parts = [recognised.kind.value, recognised.compression, recognised.encoding, delimiter]
    return " ".join(part for part in parts if part)


def _table_lines(table: TablePlan, locale: Locale) -> Iterator[str]:
    evidence = table.evidence
    yield f"  → {table.mapping.table}  {evidence.confidence:.0%}  {evidence.reason.to(locale)}"
    for column, fill in table.mapping.columns.items():
        reason = table.columns.get(column)
        words = f"{reason.confidence:4.0%}  {reason.reason.to(locale)}" if reason else ""
        yield f"      {column:<24} ← {_fill_words(fill):<40} {words}".rstrip()
    if table.mapping.keep:
        yield "      " + text(
            "kept as attributes: {columns}", columns=", ".join(table.mapping.keep)
        ).to(locale)


def _fill_words(fill: Fill) -> str:
    """Where a value comes from: a source column by its name, the rest as a mapping says it."""
    if fill.kind is FillKind.COLUMN:
        return fill.source
    return f"{fill.kind.value}: {', '.join(fill.group) or fill.source}"


def _rejected_lines(report: ImportReport, locale: Locale) -> Iterator[str]:
    for file in report.files:
        if file.rejected:
            yield "  " + text(
                "{file}: {count} lines could not be read as rows",
                file=file.name,
                count=file.rejected,
            ).to(locale)


def _finding_lines(title: str, findings: Iterable[Finding], locale: Locale) -> Iterator[str]:
    found = list(findings)
    if found:
        yield f"{title}:"
    for finding in found[:SHOWN]:
        yield f"  {finding.rows:>7}  {finding_words(finding, locale)}"
        yield f"           → {finding.fix.to(locale)}"


def _effect_lines(effects: Iterable[KpiEffect], workspace: Workspace) -> Iterator[str]:
    moved = [effect for effect in effects if effect.before != effect.after]
    locale = workspace.settings.locale
    formatter = Formatter(locale, workspace.settings.currency)
    if moved:
        yield text("What the figures become (all time):").to(locale)
    for effect in moved:
        metric = workspace.metrics.catalog.metrics[effect.metric]
        before = formatter.value(effect.before, metric.unit)
        after = formatter.value(effect.after, metric.unit)
        yield f"  {metric.label.to(locale):<36} {before:>18} → {after:>18}"
