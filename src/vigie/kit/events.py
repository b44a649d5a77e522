"""Small notices between threads and open pages: something happened, look again."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

BACKLOG = 64


@dataclass(frozen=True, slots=True)
class Event:
    """One notice: a topic that pages listen to, a payload, and a mark to resume from."""

    topic: str
    data: str = ""
    id: str = ""


@dataclass(eq=False)
class Subscription:
    """The notices one listener has yet to read; belongs to the event loop that opened it."""

    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[Event] = field(default_factory=lambda: asyncio.Queue(BACKLOG))

    async def next(self, patience: float) -> Event | None:
        """The next notice, or None when none came within `patience` seconds."""
        try:
            return await asyncio.wait_for(self.queue.get(), patience)
        except TimeoutError:
            return None

    def offer(self, event: Event) -> None:
        """Adds a notice; a listener too slow to follow loses the oldest ones, never the newest."""
        if self.queue.full():
            self.queue.get_nowait()
        self.queue.put_nowait(event)


class Hub:
    """Hands every notice to every listener; publishing never waits and works from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listeners: set[Subscription] = set()

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    def publish(self, event: Event) -> None:
        """Hands `event` to all who listen now."""
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            # A loop that has just closed has no page left to tell.
            if not listener.loop.is_closed():
                listener.loop.call_soon_threadsafe(listener.offer, event)

    @contextmanager
    def subscribe(self) -> Iterator[Subscription]:
        """Listens for as long as the block runs; to be called inside a running event loop."""
        subscription = Subscription(asyncio.get_running_loop())
        with self._lock:
            self._listeners.add(subscription)
        try:
            yield subscription
        finally:
            with self._lock:
                self._listeners.discard(subscription)
