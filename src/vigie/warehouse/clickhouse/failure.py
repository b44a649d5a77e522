"""What a ClickHouse says when it cannot."""

import re
from typing import Final

from vigie.kit.errors import VigieError

_MESSAGE: Final = re.compile(r"DB::Exception: (?P<words>.*?)(?: \((?P<code>[A-Z_]+)\))?$", re.S)


class ClickHouseError(VigieError):
    """ClickHouse refused a statement or cannot be reached."""


def refused(words: str) -> ClickHouseError:
    """The error for what the engine answered with."""
    match = _MESSAGE.search(words.strip())
    reason = match["words"] if match else words.strip()
    return ClickHouseError("ClickHouse refused: {reason}", reason=reason[:400])
