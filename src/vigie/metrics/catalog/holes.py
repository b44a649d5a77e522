"""What a definition leaves to the company: `{contact_limit}` in the catalogue's YAML."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from vigie.settings import Agreed

_HOLE: Final = re.compile(r"\{([a-z_]+)\}")


def filled(content: Any, agreed: Agreed) -> Any:
    """What a YAML file holds, every hole that `agreed` has a word for filled in SQL's own words."""
    return _filled(content, {name: _sql(value) for name, value in asdict(agreed).items()})


def _filled(content: Any, words: Mapping[str, str]) -> Any:
    match content:
        case str() if "{" in content:
            return _HOLE.sub(lambda hole: words.get(hole[1], hole[0]), content)
        case dict():
            return {key: _filled(value, words) for key, value in content.items()}
        case list():
            return [_filled(value, words) for value in content]
        case _:
            return content


def _sql(value: int | str | None) -> str:
    if value is None:
        return "null"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
