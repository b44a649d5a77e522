"""The bytes by which a person would be found in a file that nothing opens."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from vigie.privacy import pattern
from vigie.privacy.traces import Traces

_CHUNK: Final = 1 << 24
_LONGEST: Final = 1 << 10


def needles(traces: Traces) -> frozenset[bytes]:
    """What to look for, in small letters."""
    return frozenset(_spelled(traces))


def _spelled(traces: Traces) -> Iterator[bytes]:
    said = [one.strip().lower() for one in (*traces.emails, *traces.phones, *traces.others)]
    said += [pattern.national(one) for one in traces.phones]
    for one in traces.names:
        parts = re.findall(r"[^\W_]+", one.lower())
        for turned in (parts, parts[::-1]):
            said += [" ".join(turned), pattern.folded(" ".join(turned))]
    for one in dict.fromkeys(said):
        for encoding in ("utf-8", "latin-1", "utf-16-le"):
            for spelled in (one, one.upper()):
                yield spelled.encode(encoding, "ignore").lower()


def holds(path: Path, wanted: Collection[bytes]) -> bool:
    """Whether one of the needles lies in the bytes of a file."""
    before = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            block = before + chunk.lower()
            if any(one in block for one in wanted):
                return True
            before = block[-_LONGEST:]
    return False
