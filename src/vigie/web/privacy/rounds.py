"""The running server's own look at retention, when its time has come."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from threading import Event, Thread
from typing import Final

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from vigie.kit.errors import VigieError
from vigie.people.clock import Clock, now
from vigie.privacy.retention import Retention
from vigie.web.privacy.tasks import RETENTION, Tasks

PATIENCE: Final = 60.0  # seconds between two looks at the clock, and before the first
_log = logging.getLogger(__name__)


class Rounds:
    """Starts retention among the tasks whenever it is due, for as long as the server runs."""

    def __init__(
        self, retention: Callable[[], Retention], tasks: Tasks, clock: Clock = now
    ) -> None:
        self._retention = retention
        self._tasks = tasks
        self._clock = clock
        self._woken = Event()
        self._stopping = False

    def look(self) -> bool:
        """Starts retention where it is due; whether it did."""
        rules, moment = self._retention(), self._clock()
        due = rules.next_run(moment)
        if due is None or due > moment or self._tasks.running:
            return False
        self._tasks.start(lambda: (RETENTION, partial(rules.by_schedule, moment)))
        return True

    def wake(self) -> None:
        """Has the clock looked at now."""
        self._woken.set()

    @asynccontextmanager
    async def living(self, app: FastAPI) -> AsyncIterator[None]:  # noqa: ARG002
        """Looks now and then while an application lives; then lets the work end a step."""
        thread = Thread(target=self._go_round, name="retention", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopping = True
            self.wake()
            await run_in_threadpool(self._tasks.stop)
            await run_in_threadpool(thread.join)

    def _go_round(self) -> None:
        while not self._stopping:
            self._woken.wait(PATIENCE)
            self._woken.clear()
            if not self._stopping:
                self._try()

    def _try(self) -> None:
        try:
            self.look()
        except VigieError as error:
            # A privacy.yaml that cannot be read: said on the page too; the server goes on.
            _log.warning("Retention was not looked at: %s", error)
        except Exception:
            _log.exception("Retention was not looked at")
