"""What a Spark says when it cannot."""

import logging
from typing import Any, Final

_log: Final = logging.getLogger(__name__)
_LONGEST: Final = 400


def failures() -> tuple[type[Exception], ...]:
    """Whatever PySpark may raise: its own kinds, what Java threw, a Java that is gone."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return PySparkException, Py4JError, OSError


def reason(error: Exception) -> str:
    """One line of what went wrong; the stack goes to the log."""
    _log.debug("Spark refused.", exc_info=error)
    thrown: Any = getattr(error, "java_exception", None)  # where PySpark has no kind for it
    words = str(error) if thrown is None else str(thrown.toString())
    told = (line.strip() for line in words.splitlines())
    return next((line for line in told if line), type(error).__name__)[:_LONGEST]
