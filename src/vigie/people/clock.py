"""What time it is: asked in one place, so that tests can wait without waiting."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """This moment, with its zone."""
    return datetime.now(UTC)
