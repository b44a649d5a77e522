"""Which questions are asked this time: all of them, or a share of them that leaves nothing out.

The share is another one every day; whoever fails names its seed.
"""

import os
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Final, TypeVar

THOROUGH: Final = bool(os.environ.get("VIGIE_THOROUGH_LEAKS"))
"""Everybody asks everything, not each their share of it."""
SEED: Final = int(os.environ.get("VIGIE_LEAKS_SEED") or datetime.now(UTC).toordinal())
AGAIN: Final = f"The same is asked again with VIGIE_LEAKS_SEED={SEED}."
TIMES: Final = 2  # everything that questions are about is asked about so often, when not thorough
Question = TypeVar("Question")


def covering(
    questions: Sequence[Question], about: Callable[[Question], Iterable[Hashable]]
) -> list[Question]:
    """So many of `questions` that all that they are about is asked about."""
    if THOROUGH:
        return list(questions)
    told: Counter[Hashable] = Counter()
    kept = []
    for question in _chance().sample(questions, len(questions)):
        if any(told[one] < TIMES for one in about(question)):
            kept.append(question)
            told.update(about(question))
    return kept


def one_of(words: Sequence[Question], of: str) -> Sequence[Question]:
    """All of `words` when thorough, else one of them."""
    return words if THOROUGH else [_chance(of).choice(words)]


class Turns:
    """Who asks a question: everybody able to when thorough, else each of them by turns."""

    def __init__(self) -> None:
        self._asked: Counter[Hashable] = Counter()

    def of(self, able: Sequence[Question]) -> Sequence[Question]:
        """Who of those able to ask does so now."""
        place = self._asked[tuple(able)] + SEED
        self._asked[tuple(able)] += 1
        return able if THOROUGH else [able[place % len(able)]]


def _chance(of: str = "") -> Random:
    return Random(f"{SEED} {of}")  # noqa: S311 - no secret is made
