"""The stream that tells open pages to look again."""

from collections.abc import AsyncIterator, Callable
from typing import Final

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from vigie.kit.events import Event
from vigie.web.cockpit import Cockpit, Here
from vigie.web.people.door import RIGHTS, admitted
from vigie.web.people.visitor import remains
from vigie.workspace import DATA

WATCH: Final = 3.0  # seconds after which a listener's rights are looked at, whatever happens
HEARTBEAT: Final = 5  # of them without a notice: the connection shows that it is alive
router = APIRouter(include_in_schema=False)


@router.get("/events")
async def events(request: Request, here: Here) -> StreamingResponse:
    """Server-sent events: `data` whenever the rows change, and jobs by topics of their own."""
    visitor = admitted(request)
    notices = stream(
        here, request.headers.get("last-event-id"), lambda: remains(visitor, here.workspace)
    )
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(notices, media_type="text/event-stream", headers=headers)


async def stream(
    cockpit: Cockpit, seen: str | None, is_in: Callable[[], bool] = lambda: True
) -> AsyncIterator[str]:
    """Notices as they travel, until the process stops or the listener `is_in` no longer.

    `seen` is the last one that the page knows.
    """
    with cockpit.events.subscribe() as subscription:
        yield _greeting(cockpit, seen)
        quiet = 0
        while True:
            event = await subscription.next(WATCH)
            if cockpit.stopping or not await run_in_threadpool(is_in):
                return
            if event is not None and event.topic != RIGHTS:
                quiet = 0
                yield _frame(event)
            else:
                quiet += 1
                if quiet >= HEARTBEAT:
                    quiet = 0
                    yield ": still here\n\n"


def _greeting(cockpit: Cockpit, seen: str | None) -> str:
    """A page that slept while the data moved is told at once."""
    version = str(cockpit.version)
    moved = seen is not None and seen != version
    return _frame(Event(DATA, version, version)) if moved else f"id: {version}\n\n"


def _frame(event: Event) -> str:
    r"""One event as it travels.

    >>> _frame(Event("data", "two\nlines", "7"))
    'event: data\nid: 7\ndata: two\ndata: lines\n\n'
    """
    lines = "".join(f"data: {line}\n" for line in event.data.split("\n"))
    mark = f"id: {event.id}\n" if event.id else ""
    return f"event: {event.topic}\n{mark}{lines}\n"
