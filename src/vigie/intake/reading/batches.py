"""Many small files of one shape (a day's sales each) read together, as one relation."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from vigie.intake.reading.formats import FileKind
from vigie.intake.reading.received import Received

_FIRST_LINE: Final = 1 << 16
_COUNTED: Final = re.compile(r"[0-9]+")


def batches(received: Iterable[Received]) -> list[list[Received]]:
    """Files in the order they came, those of one shape together.

    One shape: delimited, in one folder or archive, the same name but for its digits, the same
    first line to the byte.
    """
    found: dict[object, list[Received]] = {}
    for file in received:
        found.setdefault(_shape(file), []).append(file)
    return list(found.values())


def batch_name(batch: Sequence[Received]) -> str:
    """What people call files read together: "by-day/*.csv (305)"."""
    place = batch[0].name.removesuffix(batch[0].own_name)
    return f"{place}{pattern(batch)} ({len(batch)})"


def pattern(batch: Sequence[Received]) -> str:
    """The file pattern that the names of a batch share."""
    return re.sub(r"[0-9]+(?:[-_. ][0-9]+)*", "*", batch[0].own_name)


def _shape(file: Received) -> object:
    if file.kind is not FileKind.DELIMITED:
        return file.path
    with file.path.open("rb") as content:
        first = content.readline(_FIRST_LINE).removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")
    return file.container, _COUNTED.sub("", file.own_name), first
