"""Lines of log, as text or JSON, without personal data.

What the words of an exception quote may be rows of the company's; places in the code are not.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Literal

from vigie.kit.errors import VigieError

Form = Literal["text", "json"]
request_id: Final[ContextVar[str]] = ContextVar("request_id", default="")
EXTRA: Final = ("method", "route", "status", "ms")  # of the line of a request


def configure(form: Form) -> None:
    """Sends everything that is logged to stderr: warnings as text, requests too as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson() if form == "json" else AsText())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("vigie").setLevel(logging.INFO if form == "json" else logging.WARNING)


class AsText(logging.Formatter):
    """For a person at a terminal or in a journal."""

    def format(self, record: logging.LogRecord) -> str:
        number = f" [{request_id.get()}]" if request_id.get() else ""
        line = f"{record.levelname} {record.name}: {_message(record)}{number}"
        return "\n".join([line, *(f"  {place}" for place in _places(record))])


class AsJson(logging.Formatter):
    """For a program: one object a line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        told |= {name: vars(record)[name] for name in EXTRA if name in vars(record)}
        if number := request_id.get():
            told["request_id"] = number
        if places := list(_places(record)):
            told["trace"] = places
        return json.dumps(told, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """One line, whatever it is about: nobody forges another one by a line feed."""
    return "".join(letter if letter.isprintable() else " " for letter in record.getMessage())


def _places(record: logging.LogRecord) -> Iterator[str]:
    if record.exc_info and record.exc_info[1]:
        yield from _chain(record.exc_info[1])


def _chain(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause:
        yield from _chain(cause)
    yield from _frames(error.__traceback__)
    # Our own sentences hold no personal data; anybody else's may.
    yield f"{type(error).__name__}: {error}" if _is_ours(error) else type(error).__name__
    for inner in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _chain(inner)


def _frames(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace):
        yield f"{frame.filename}:{frame.lineno} in {frame.name}"


def _is_ours(error: BaseException) -> bool:
    return isinstance(error, VigieError)
