"""The page of how long personal data stay, of what is over today, and of who looks when."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from vigie.kit.i18n import Text, text
from vigie.kit.retention import Pace
from vigie.people.audit import COMMAND_LINE
from vigie.people.clock import now
from vigie.privacy.runs import SCHEDULE
from vigie.web.cockpit import Cockpit, Here
from vigie.web.people.door import admitted
from vigie.web.privacy.tasks import RETENTION

router = APIRouter(include_in_schema=False)
PAGE: Final = "/privacy/retention"
OFTEN: Final = {
    Pace.DAILY: text("every day at {time}"),
    Pace.WEEKLY: text("every Monday at {time}"),
    Pace.MONTHLY: text("on the first of every month at {time}"),
}


@router.get(PAGE)
def retention(request: Request, here: Here) -> HTMLResponse:
    """Every rule, since when it counts, how much is over; the last look and the next one."""
    task, rules = here.tasks.last(RETENTION), here.workspace.privacy.retention
    moment = now()
    return here.pages.render(
        request,
        "privacy/retention.html",
        due=rules.due(),
        tables=here.workspace.model.tables,
        applies=rules.settings.retention.apply,
        often=_often(here),
        last=rules.runs.last(),
        next_run=rules.next_run(moment),
        moment=moment,
        actors=_actors(here),
        headway=task.headway if task and task.is_running else None,
        error=task.error if task else None,
    )


@router.post(PAGE)
def run(request: Request, here: Here) -> Response:
    """Makes nameless what is over."""
    rules, actor = here.workspace.privacy.retention, admitted(request).owner.id
    here.tasks.start(
        lambda: (RETENTION, lambda progress: rules.run(actor=actor, progress=progress))
    )
    return RedirectResponse(PAGE, status_code=303)


def _often(here: Cockpit) -> Text | None:
    """How often the server looks; None: never."""
    form = here.workspace.settings.retention
    words = OFTEN.get(form.schedule)
    return Text(words.template, {"time": f"{form.at:%H:%M}"}) if words else None


def _actors(here: Cockpit) -> dict[str, str | Text]:
    known = {person.id: person.name for person in here.workspace.people.directory.all()}
    return {**known, SCHEDULE: text("the schedule"), COMMAND_LINE: text("command line")}
