"""Addresses with other parameters."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from starlette.datastructures import URL, QueryParams

Values = str | Sequence[str] | None


def with_parameters(url: URL, changes: Mapping[str, Values]) -> str:
    """The path of `url` with some parameters replaced; None takes a parameter away.

    >>> with_parameters(URL("http://h/rows?page=2&region=X"), {"page": "3", "region": None})
    '/rows?page=3'
    """
    kept = [(k, v) for k, v in QueryParams(url.query).multi_items() if k not in changes]
    return address(url.path, kept + _pairs(changes))


def address(path: str, parameters: Mapping[str, Values] | list[tuple[str, str]]) -> str:
    """`path` with a query string.

    >>> address("/rows", {"metric": "revenue", "region": ["A", "B"], "page": None})
    '/rows?metric=revenue&region=A&region=B'
    """
    pairs = parameters if isinstance(parameters, list) else _pairs(parameters)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _pairs(parameters: Mapping[str, Values]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in parameters.items():
        if isinstance(value, str):
            pairs.append((name, value))
        else:
            pairs.extend((name, item) for item in value or ())
    return pairs
