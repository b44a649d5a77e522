"""What every part of a board has: a name, a title, a place, and perhaps a question of its own."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from vigie.kit.i18n import Label
from vigie.web.filters import Span

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
GRID, NARROWEST, TALLEST = 6, 2, 3  # columns of a board, and the fewest of a panel; rows


class Strict(BaseModel):
    """Nothing but what is declared, and nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Names(Strict):
    """A name in both languages."""

    en: str
    fr: str

    @property
    def label(self) -> Label:
        return Label(self.en, self.fr)


class Scope(Strict):
    """What a part asks instead of what the reader has chosen for the whole board."""

    period: Literal[Span.MONTH, Span.QUARTER, Span.YEAR, Span.TRAILING] | None = None
    compare: Literal["previous_year", "previous_period", "target"] | None = None
    where: Mapping[str, tuple[str, ...]] = {}  # keys of members, by dimension

    def __hash__(self) -> int:
        """Boards are remembered by what they declare, and a mapping alone has no hash."""
        return hash((self.period, self.compare, tuple(self.where.items())))


class Frame(Strict):
    """What every panel has."""

    id: Word
    label: Names
    columns: Annotated[int, Field(ge=NARROWEST, le=GRID)] = 3  # of the six of a board
    rows: Annotated[int, Field(ge=1, le=TALLEST)] = 1  # as tall as so many panels beside it
    scope: Scope | None = None


class Tile(Strict):
    """One figure; in YAML a word alone stands for the figure of that indicator."""

    metric: str
    id: Word
    label: Names | None = None  # instead of the indicator's own name
    scope: Scope | None = None

    @model_validator(mode="before")
    @classmethod
    def _spelled_out(cls, held: Any) -> Any:
        """A figure is named after its indicator unless it says otherwise."""
        if isinstance(held, str):
            return {"metric": held, "id": held}
        is_bare = isinstance(held, Mapping) and "metric" in held and "id" not in held
        return {**held, "id": held["metric"]} if is_bare else held
