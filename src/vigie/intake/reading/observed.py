"""What is known of one column while it is being recognised."""

from dataclasses import dataclass, field

from vigie.intake.reading import date_columns, dates, number_columns
from vigie.intake.reading.date_columns import DateReading
from vigie.intake.reading.evidence import Suggestion
from vigie.intake.reading.formats import ReadOptions
from vigie.intake.reading.number_columns import NumberReading, agrees
from vigie.intake.reading.parse import literal, matches
from vigie.intake.reading.staging import is_blank
from vigie.intake.reading.words import FALSE, TRUE
from vigie.warehouse.names import quote


@dataclass(slots=True)
class Observed:
    """A column's sample, what it suggests, what was counted over all values, and the readings."""

    name: str
    sample: list[str]
    suggestion: Suggestion
    counts: dict[str, int] = field(default_factory=dict)
    number: NumberReading | None = None
    date: DateReading | None = None

    @property
    def filled(self) -> int:
        """How many cells hold a value; blank words do not, in a column of values."""
        return self.counts["filled"] - self.counts.get("blank", 0)

    @property
    def boolean(self) -> bool:
        """Whether the column says yes and no."""
        return self.suggestion.boolean and agrees(self.counts["boolean"], self.filled)

    def first_questions(self) -> dict[str, str]:
        """Conditions to count over every value, by name."""
        quoted = quote(self.name)
        asked = {
            **number_columns.questions(quoted, self.suggestion),
            **date_columns.questions(quoted, self.suggestion),
        }
        if self.suggestion.boolean:
            words = ", ".join(literal(word) for word in (*TRUE, *FALSE))
            asked["boolean"] = f"lower(trim({quoted})) IN ({words})"
        return asked or {"padded": f"{quoted} LIKE ' %' OR {quoted} LIKE '% '"}

    def second_questions(self, options: ReadOptions) -> dict[str, str]:
        """What to count of the values that the first answers leave unexplained."""
        quoted = quote(self.name)
        asked = {"blank": is_blank(quoted)}
        if self.suggestion.numeric:
            asked |= number_columns.contest(quoted, options.decimal)
        if dates.ISO in self.suggestion.date_formats:
            asked[f"rest {dates.ISO}"] = matches(quoted, dates.ISO_SHAPE)
        return asked

    def explained(self) -> str:
        """The condition that values satisfy which need no second look; FALSE for none."""
        quoted = quote(self.name)
        if dates.ISO in self.suggestion.date_formats:
            return matches(quoted, dates.ISO_LOCAL)
        return number_columns.plain_condition(quoted, self.suggestion) or "FALSE"

    def is_explained(self) -> bool:
        """Whether the first answers account for every value, or no reading was suggested."""
        counted = [self.counts[f"shape {form}"] for form in self.suggestion.date_formats]
        counted += [self.counts[label] for label in ("plain", "boolean") if label in self.counts]
        unread = self.suggestion.numeric and "plain" not in self.counts and not counted
        return not unread and (not counted or max(counted) == self.filled)
