"""A table whose last part waits, so that rows known only at the end share its file."""

from collections.abc import Callable
from dataclasses import dataclass

from vigie.demo.frame import Frame, stack


@dataclass
class Held:
    """Writes frames one behind the other, the last two together."""

    write: Callable[[Frame], None]
    waiting: Frame | None = None

    def add(self, rows: Frame) -> None:
        """Takes one part, and writes the one before."""
        if self.waiting is not None:
            self.write(self.waiting)
        self.waiting = rows

    def close(self, rows: Frame) -> None:
        """Takes the last rows of all."""
        self.write(rows if self.waiting is None else stack([self.waiting, rows]))
