"""A role's words for the rows that it sees: a plain filter, or a set that depends on the reader."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vigie.kit.errors import Invalid
from vigie.kit.i18n import text
from vigie.metrics.question.condition import parse_condition


class Set(StrEnum):
    """The sets that are made for each person."""

    ME = "me"
    TEAM = "team(me)"
    TEAMS = "my teams"
    TERRITORIES = "my territories"


@dataclass(frozen=True, slots=True)
class Wording:
    """`dimension in set`, or (no set) a filter that is the same for everybody."""

    words: str
    dimension: str
    of: Set | None = None


_SETS: Final = "|".join(re.escape(one.value).replace(r"\ ", r"\s+") for one in Set)
_OF_A_PERSON: Final = re.compile(rf"\s*(?P<dimension>\w+)\s+in\s+(?P<set>{_SETS})\s*")


def wording(words: str) -> Wording:
    """Reads one line of a role's `rows`; raises ValueError with the sentence to show.

    >>> wording("sales_rep in team(me)").of
    <Set.TEAM: 'team(me)'>
    >>> wording("region = Bretagne").of is None
    True
    """
    if found := _OF_A_PERSON.fullmatch(words):
        return Wording(words, found["dimension"], Set(" ".join(found["set"].split())))
    try:
        condition = parse_condition(words)
    except Invalid as error:
        raise ValueError(
            text(
                "'{words}' is neither a filter nor one of the sets of a person: {sets}.",
                words=words,
                sets=", ".join(f"'{one.value}'" for one in Set),
            )
        ) from error
    return Wording(words, condition.field)
