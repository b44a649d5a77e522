"""What gives a person away in any text: names, addresses, numbers."""

import re
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Self

from vigie.privacy import pattern


@dataclass(frozen=True)
class Traces:
    """Those to look for everywhere, and `words` that count in the person's own rows only.

    A first name alone, or a name that somebody else bears too, says nothing elsewhere.
    """

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # pages of networks, identifiers, streets
    words: tuple[str, ...] = ()

    @cached_property
    def everywhere(self) -> tuple[str, ...]:
        """The patterns that hold in any text."""
        return (
            *map(pattern.email, self.emails),
            *map(pattern.phone, self.phones),
            *map(pattern.name, self.names),
            *map(pattern.literal, self.others),
        )

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The patterns that hold in the person's own rows."""
        return (*self.everywhere, *map(pattern.word, self.words))

    @cached_property
    def _compiled(self) -> list[re.Pattern[str]]:
        return [re.compile(one) for one in self.everywhere]

    def are_in(self, text: str) -> bool:
        """Whether any of them stands in `text`."""
        return any(one.search(text) for one in self._compiled)

    def distinct(self) -> Self:
        """Each of them once, however it was spelled; what is too short to tell is left out."""
        keep = {
            "names": [n for n in self.names if len(pattern.words_of(n)) > 1],
            "emails": [e for e in self.emails if "@" in e.strip("@ ")],
            "phones": [p for p in self.phones if len(pattern.national(p)) >= pattern.LEAST_DIGITS],
            "others": [o for o in self.others if len(pattern.folded(o)) >= 8],
            "words": [w for w in self.words if len(pattern.folded(w)) >= 3],
        }
        norms = {"phones": pattern.national}
        return replace(
            self,
            **{
                kind: tuple({norms.get(kind, pattern.folded)(s.strip()): s for s in said}.values())
                for kind, said in keep.items()
            },
        )

    def __add__(self, other: "Traces") -> "Traces":
        both = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        return Traces(**both)
