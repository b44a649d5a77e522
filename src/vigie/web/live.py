"""The stream that tells open pages to look again."""

from collections.abc import AsyncIterator
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import StreamingResponse

from vigie.kit.events import Event
from vigie.web.cockpit import Cockpit, Here
from vigie.workspace import DATA

HEARTBEAT: Final = 15.0  # seconds
router = APIRouter(include_in_schema=False)


@router.get("/events")
async def events(request: Request, here: Here) -> StreamingResponse:
    """Server-sent events: `data` whenever the rows change, and jobs by topics of their own."""
    notices = stream(here, request.headers.get("last-event-id"))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(notices, media_type="text/event-stream", headers=headers)


async def stream(cockpit: Cockpit, seen: str | None) -> AsyncIterator[str]:
    """Notices as they travel, until the process stops; `seen` is the last one the page knows."""
    with cockpit.events.subscribe() as subscription:
        yield _greeting(cockpit, seen)
        while not cockpit.stopping:
            event = await subscription.next(HEARTBEAT)
            yield _frame(event) if event else ": still here\n\n"


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
