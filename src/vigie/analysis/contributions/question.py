"""What is to be explained, in the words of `vigie query`."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from vigie.kit.errors import Invalid
from vigie.metrics.language.comparison import comparisons
from vigie.metrics.question.query import Query

USUAL_LENGTH: Final = "12 months"
USUAL_COMPARISON: Final = "previous_year"


@dataclass(frozen=True, slots=True)
class Question:
    """Why one metric differs from what it is compared with.

    Without `by`, every dimension that the metric carries is looked at, and the most telling ones
    are told. Without days, the last twelve months. `top` members are named, the others summed.
    """

    metric: str
    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    last: str | None = None
    compare: str = USUAL_COMPARISON
    as_of: date | None = None
    top: int = 10

    def __post_init__(self) -> None:
        if self.top < 1:
            raise Invalid("The count of members is {top}: ask for one or more.", top=self.top)
        comparisons((self.compare,))

    def query(self, *metrics: str, by: tuple[str, ...] = (), **more: Any) -> Query:
        """This question about other figures, put to the metric layer."""
        words: dict[str, Any] = {
            "where": self.where,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "last": self.last if self.last or self.date_from or self.date_to else USUAL_LENGTH,
            "compare": (self.compare,),
            "as_of": self.as_of,
        }
        return Query(tuple(dict.fromkeys(metrics)), by=by, **{**words, **more})
