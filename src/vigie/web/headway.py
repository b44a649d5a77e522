"""How far a long piece of work is: told by its thread, shown by pages."""

import time
from dataclasses import dataclass
from typing import Final

from vigie.kit.events import Event, Hub
from vigie.kit.i18n import Text
from vigie.kit.progress import Progress

OFTEN: Final = 0.25  # seconds between two notices of progress


@dataclass
class Headway:
    """What is being done, and how much of it is behind; `topic` names its notices."""

    topic: str
    doing: Text
    done: int = 0
    total: int | None = None

    @property
    def share(self) -> int | None:
        """Per cent done, when the whole is known."""
        return min(100, 100 * self.done // self.total) if self.total else None

    def begin(self, doing: Text) -> None:
        """Starts again from nothing."""
        self.doing, self.done, self.total = doing, 0, None

    def teller(self, hub: Hub) -> Progress:
        """What the work calls: open pages are told, not too often."""
        last = 0.0

        def tell(stage: Text, done: int, total: int | None) -> None:
            nonlocal last
            self.doing, self.done, self.total = stage, done, total
            if time.monotonic() - last > OFTEN:
                last = time.monotonic()
                hub.publish(Event(self.topic))

        return tell
