"""What a page says comes back, held against what does."""

import re
from dataclasses import dataclass, field

ELISION = "..."  # stands for any number of lines, but for no complaint
COMPLAINT = "vigie: "
CUT = "…"  # ends a line that goes on
COUNT = re.compile(r"\b\d+ (metrics|dimensions)\b")  # the catalogue grows
# An import, a request of a person, or a token.
IMPORT_ID = re.compile(r"\b(?:\d{8}(?:T\d{6})?-[0-9a-f]{8}\b|vigie_[\w-]{43}(?![\w-]))")
MOMENT = re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?")


@dataclass
class Names:
    """The ids and tokens on the page, and those that this run has given instead."""

    actual: dict[str, str] = field(default_factory=dict)

    def typed(self, words: str) -> str:
        """Words of the page as they must be typed in this run."""
        return IMPORT_ID.sub(lambda match: self.actual.get(match[0], match[0]), words)

    def shown(self, line: str) -> str:
        """A line of this run as the page would write it."""
        known = {actual: shown for shown, actual in self.actual.items()}
        return IMPORT_ID.sub(lambda match: known.get(match[0], match[0]), line)

    def same(self, expected: str, line: str) -> bool:
        """Whether both lines say the same; binds ids that the page shows for the first time."""
        if not _alike(expected, line):
            return False
        pairs = zip(IMPORT_ID.findall(expected), IMPORT_ID.findall(line), strict=True)
        return all(self.actual.setdefault(shown, actual) == actual for shown, actual in pairs)


def difference(expected: tuple[str, ...], lines: list[str], names: Names) -> str | None:
    """Where the output leaves the page, or None."""
    place, skipping = 0, False
    for wanted in expected:
        if wanted.strip() == ELISION:
            skipping = True
            continue
        while skipping and place < len(lines) and not _alike(wanted, lines[place]):
            if lines[place].startswith(COMPLAINT):
                return f"the page leaves out {lines[place]!r}"
            place += 1
        if place >= len(lines):
            return f"the page says {wanted!r}, and nothing more comes"
        if not names.same(wanted, lines[place]):
            return f"the page says {wanted!r}, what comes is {lines[place]!r}"
        place, skipping = place + 1, False
    left = lines[place:] if not skipping else _complaints(lines[place:])
    return f"the page does not show {left[0]!r}" if left else None


def _complaints(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith(COMPLAINT)]


def _alike(expected: str, line: str) -> bool:
    wanted, given = _blank(expected), _blank(line)
    if wanted.endswith(CUT):
        return given.startswith(wanted.removesuffix(CUT))
    return given == wanted


def _blank(line: str) -> str:
    """A line without what differs from run to run."""
    return COUNT.sub(r"N \1", MOMENT.sub("MOMENT", IMPORT_ID.sub("ID", line))).rstrip()
