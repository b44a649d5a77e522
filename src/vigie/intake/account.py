"""An import's report in plain values, for JSON."""

from decimal import Decimal

from vigie.intake.report import Finding, ImportReport


def account(report: ImportReport) -> dict[str, object]:
    """The report; figures as strings, so that no digit is lost."""
    return {
        "import_id": report.import_id,
        "source": report.source_id,
        "status": report.status.value,
        "started_at": report.started_at.isoformat(),
        "finished_at": report.finished_at.isoformat() if report.finished_at else None,
        "message": str(report.message) if report.message else None,
        "files": [
            {"name": f.name, "sha256": f.sha256, "rows": f.rows, "rejected": f.rejected}
            for f in report.files
        ],
        "tables": [
            {name: getattr(counts, name) for name in counts.__slots__} for counts in report.tables
        ],
        "settled": report.settled,
        "rejected": [finding_account(finding) for finding in report.rejected],
        "warnings": [finding_account(finding) for finding in report.warnings],
        "effects": [
            {"metric": e.metric, "before": _figure(e.before), "after": _figure(e.after)}
            for e in report.effects
        ],
    }


def finding_account(finding: Finding) -> dict[str, object]:
    """One kind of trouble, with its examples as they were received."""
    return {
        "table": finding.table,
        "column": finding.column,
        "rule": finding.rule,
        "rows": finding.rows,
        "message": str(finding.message),
        "fix": str(finding.fix),
        "examples": list(finding.examples),
        "lines": list(finding.lines),
    }


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
