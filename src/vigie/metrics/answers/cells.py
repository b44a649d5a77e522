"""A cell of an answer in words: `region:Bretagne`, `customer.key:C1`, `month:2026-01-01`."""

from collections.abc import Iterable

from vigie.kit.errors import Invalid
from vigie.kit.periods import Grain, parse_date
from vigie.metrics.answers.result import Cell
from vigie.metrics.question.filters import KEY_SUFFIX

SEPARATOR = ":"


def cell(words: Iterable[str]) -> Cell:
    """Where a figure stands; nothing after the colon names what has no member."""
    found: dict[str, object] = {}
    for one in words:
        name, separator, value = one.partition(SEPARATOR)
        if not separator:
            raise Invalid("'{word}' names no cell: write 'dimension:value'.", word=one)
        is_period = name in list(Grain)
        found[name] = parse_date(value) if is_period else value or None
    return found


def cut_by(place: Cell) -> tuple[str, ...]:
    """The words that a question is cut by whose answer has the cell."""
    return tuple(dict.fromkeys(word.removesuffix(KEY_SUFFIX) for word in place))
