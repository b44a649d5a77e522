"""A word-sized line: the shape of a series, its last point marked."""

from dataclasses import dataclass

from vigie.kit.formats import Number


@dataclass(frozen=True, slots=True)
class Spark:
    """Values oldest first, None where missing; `plan` is a second, dashed line."""

    values: tuple[Number | None, ...]
    plan: tuple[Number | None, ...] = ()
    description: str = ""  # read aloud; empty when the figures stand beside
    height: int = 28
