"""Long work on personal data, in a thread of its own: pages start it and show how far it is."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event as Flag
from threading import Lock, Thread
from typing import Final

from vigie.kit.errors import Busy, VigieError
from vigie.kit.events import Event, Hub
from vigie.kit.i18n import Text, text
from vigie.kit.progress import Progress
from vigie.web.headway import Headway

PATIENCE: Final = 20  # seconds that a step may take to its end once the server stops
RETENTION: Final = "retention"
_log = logging.getLogger(__name__)

Job = Callable[[Progress], object]


class Stopped(VigieError):  # noqa: N818
    """The server stops: what is left to do is done when it runs again."""

    code = "stopped"


@dataclass
class Task:
    """One piece of work; written by its thread, read by pages."""

    name: str  # of the request, or `RETENTION`
    headway: Headway
    is_running: bool = True
    error: VigieError | None = None


class Tasks:
    """The work of this process, one at a time; the last one is remembered."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._lock = Lock()
        self._stopping = Flag()
        self._last: Task | None = None
        self._thread: Thread | None = None

    @property
    def running(self) -> Task | None:
        """What is at work now, as it stands still for a page."""
        last = self._last
        return _still(last) if last and last.is_running else None

    def last(self, *names: str) -> Task | None:
        """The last piece of work, where it is of one of these names."""
        last = self._last
        return _still(last) if last and last.name in names else None

    def start(self, prepare: Callable[[], tuple[str, Job]]) -> str:
        """Begins what `prepare` gives, named; raises Busy while something is at work."""
        with self._lock:
            if self.running or self._stopping.is_set():
                raise Busy("Personal data are being erased already: wait until that has ended.")
            name, job = prepare()
            task = Task(name, Headway(f"privacy-{name}", text("Beginning")))
            self._last = task
            self._thread = Thread(target=self._run, args=(task, job), name=name, daemon=True)
            self._thread.start()
        return name

    def wait(self, patience: float | None = None) -> None:
        """Returns when nothing is at work any more, or after so many seconds."""
        if self._thread:
            self._thread.join(patience)

    def stop(self, patience: float = PATIENCE) -> None:
        """Lets the step that is at work end, within so many seconds, and no other begin."""
        self._stopping.set()
        self.wait(patience)

    def _run(self, task: Task, job: Job) -> None:
        try:
            job(self._progress(task))
        except VigieError as error:
            task.error = error
        except Exception:
            _log.exception("Work on personal data failed")
            task.error = VigieError("It failed before its end; see the log, then go on.")
        task.is_running = False
        self._hub.publish(Event(task.headway.topic))

    def _progress(self, task: Task) -> Progress:
        teller = task.headway.teller(self._hub)

        def tell(stage: Text, done: int, total: int | None) -> None:
            if self._stopping.is_set():
                raise Stopped("The server was stopped before the end: go on when it runs again.")
            teller(stage, done, total)

        return tell


def _still(task: Task) -> Task:
    return replace(task, headway=replace(task.headway))
