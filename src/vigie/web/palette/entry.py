"""One thing that the palette finds, and how well it answers what was typed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vigie.kit.spelling import folded


@dataclass(frozen=True, slots=True)
class Entry:
    """A place to go; `words` are searched beside the label, in either language."""

    label: str
    href: str
    hint: str = ""
    words: tuple[str, ...] = ()
    opens: str = ""  # the dialog of the page that it opens instead

    def rank(self, asked: str) -> int | None:
        """How near it is, 0 for the nearest; None where a word that was typed is missing."""
        wanted = folded(asked).split()
        names = [folded(self.label), *map(folded, self.words)]
        whole = " ".join([*names, folded(self.hint)])
        if not all(word in whole for word in wanted):
            return None
        typed = " ".join(wanted)
        if any(name == typed for name in names):
            return 0
        if any(name.startswith(typed) for name in names):
            return 1
        return 2 if all(re.search(rf"\b{re.escape(word)}", whole) for word in wanted) else 3


def best(entries: Iterable[Entry], asked: str, most: int) -> tuple[Entry, ...]:
    """The nearest entries, the nearest first; all in their own order where nothing was typed."""
    ranked = [(entry.rank(asked), entry) for entry in entries]
    found = [(rank, entry) for rank, entry in ranked if rank is not None]
    return tuple(entry for _, entry in sorted(found, key=lambda pair: pair[0])[:most])
