"""What is wrong in the rows of one feed, collected as rows of a temporary table."""

from dataclasses import dataclass

from vigie.intake.findings import EXAMPLES
from vigie.intake.literal import literal
from vigie.intake.messages import explain, remedy
from vigie.intake.report import Finding
from vigie.model.schema import Table
from vigie.warehouse.engine import Session
from vigie.warehouse.names import quote


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of mistake: the column where it shows, the rule that it breaks, what follows."""

    column: str
    rule: str
    reject: bool


@dataclass(frozen=True)
class Faults:
    """The mistakes found in one feed's rows."""

    session: Session
    number: int

    @property
    def relation(self) -> str:
        """Columns: row, reject, column, rule, value (as text), line (another one, or null)."""
        return quote(f"fault_{self.number}")

    @property
    def rejected(self) -> str:
        """A query for the rows that must wait in quarantine."""
        return f"SELECT DISTINCT row FROM {self.relation} WHERE reject"

    def open(self) -> None:
        self.session.execute(
            f'CREATE TEMP TABLE {self.relation} (row BIGINT, reject BOOLEAN, "column" VARCHAR, '
            "rule VARCHAR, value VARCHAR, line BIGINT)"
        )

    def add(self, found: str, fault: Fault) -> None:
        """Notes the rows of the query `found`: row, value, other line."""
        self.session.execute(
            f"INSERT INTO {self.relation} SELECT f.a, {fault.reject}, {literal(fault.column)}, "
            f"{literal(fault.rule)}, f.b, f.c FROM ({found}) f(a, b, c)"
        )

    def any_rejected(self) -> bool:
        return self.session.row(f"{self.rejected} LIMIT 1") is not None

    def close(self) -> None:
        self.session.execute(f"DROP TABLE {self.relation}")

    def findings(self, table: Table, reject: bool) -> list[Finding]:
        """The mistakes grouped by column and rule, the most frequent first."""
        groups = self.session.rows(
            f'SELECT "column", rule, count(DISTINCT row), '
            f"list(value ORDER BY row)[1:{EXAMPLES}], list(row ORDER BY row)[1:{EXAMPLES}] "
            f'FROM {self.relation} WHERE reject = ? GROUP BY "column", rule '
            'ORDER BY 3 DESC, "column", rule',
            [reject],
        )
        return [
            finding(table, column, rule, rows, values, lines)
            for column, rule, rows, values, lines in groups
        ]


def finding(
    table: Table, column: str, rule: str, rows: int, values: list[str | None], lines: list[int]
) -> Finding:
    """A group of mistakes, in words."""
    said = tuple(value for value in values if value is not None)
    return Finding(
        table=table.name,
        column=column,
        rule=rule,
        message=explain(table, column, rule),
        fix=remedy(table, column, rule, said[0] if said else None),
        rows=rows,
        examples=tuple(dict.fromkeys(said)),
        lines=tuple(lines),
    )
