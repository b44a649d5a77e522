"""What was found in the rows of one feed, put together stretch by stretch."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from vigie.intake.report import Finding

EXAMPLES: Final = 5


@dataclass
class Findings:
    """One finding of each kind: table, column and rule."""

    _found: dict[tuple[str, str, str], Finding] = field(default_factory=dict)

    def add(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            kind = (finding.table, finding.column, finding.rule)
            before = self._found.get(kind)
            self._found[kind] = _together(before, finding) if before else finding

    def all(self) -> list[Finding]:
        """The most frequent first."""
        return sorted(self._found.values(), key=lambda f: (-f.rows, f.column, f.rule))


def _together(before: Finding, more: Finding) -> Finding:
    examples = tuple(dict.fromkeys(before.examples + more.examples))
    return replace(
        before,
        fix=before.fix if before.examples else more.fix,
        rows=before.rows + more.rows,
        examples=examples[:EXAMPLES],
        lines=(before.lines + more.lines)[:EXAMPLES],
    )
