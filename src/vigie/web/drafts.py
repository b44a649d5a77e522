"""Imports in the making: received files, what they would become, and how far the work is."""

import logging
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from threading import Lock, Thread

from vigie.intake.mapping import SourceMapping
from vigie.intake.plan import Plan
from vigie.intake.reading import ReadOptions
from vigie.intake.report import ImportReport
from vigie.intake.service import Intake
from vigie.kit.errors import NotFound, VigieError
from vigie.kit.events import Event, Hub
from vigie.kit.i18n import Text, text
from vigie.web.headway import Headway
from vigie.web.mapping_form import retabled

_log = logging.getLogger(__name__)


class Stage(StrEnum):
    """How far a draft has come."""

    READING = "reading"
    READY = "ready"  # the mapping can be looked at
    CHECKING = "checking"
    CHECKED = "checked"  # the effect can be looked at
    COMMITTING = "committing"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_busy(self) -> bool:
        return self in (Stage.READING, Stage.CHECKING, Stage.COMMITTING)


@dataclass
class Draft:
    """One upload on its way in; written by its job, read by pages."""

    id: str
    folder: Path
    paths: tuple[Path, ...]
    headway: Headway
    stage: Stage = Stage.READING
    plan: Plan | None = None
    report: ImportReport | None = None
    error: VigieError | None = None

    def now(self) -> "Draft":
        """A copy that stands still while a page is drawn.

        The stage is copied first and set last by a job: what it promises is there.
        """
        return replace(self, headway=replace(self.headway))


Job = Callable[[Draft], None]


class Drafts:
    """The drafts of this process. Their files are removed when they are done or given up."""

    def __init__(self, intake: Intake, hub: Hub, folder: Path) -> None:
        self._intake = intake
        self._hub = hub
        self._folder = folder
        self._lock = Lock()
        self._drafts: dict[str, Draft] = {}
        # What an earlier process left behind belongs to nobody.
        shutil.rmtree(folder, ignore_errors=True)

    def new_folder(self) -> Path:
        """Where the files of the next upload go."""
        return self._folder / secrets.token_hex(8)

    def open(self, folder: Path, paths: list[Path], as_table: str | None) -> Draft:
        """Begins to read received files."""
        headway = Headway(f"draft-{folder.name}", text("Reading the files"))
        draft = Draft(folder.name, folder, tuple(paths), headway)
        with self._lock:
            self._drafts[draft.id] = draft
        self.read(draft, as_table)
        return draft

    def get(self, draft_id: str) -> Draft:
        """The draft of that name; raises NotFound."""
        if draft := self._drafts.get(draft_id):
            return draft
        raise NotFound("This import is no longer being prepared: send the files again.")

    def read(
        self, draft: Draft, as_table: str | None = None, options: ReadOptions | None = None
    ) -> None:
        """Reads the files and proposes a mapping."""

        def job(draft: Draft) -> None:
            draft.plan = self._plan(draft, as_table=as_table, options=options)
            draft.stage = Stage.READY

        self._start(draft, Stage.READING, text("Reading the files"), job)

    def retable(self, draft: Draft, index: int, table: str | None) -> None:
        """Proposes again for one relation, whose rows are said to be of `table`."""

        def job(draft: Draft) -> None:
            plan = _planned(draft)
            again = self._plan(draft, as_table=table, options=plan.options)
            several = len(plan.sources) > 1
            draft.plan = (
                self._plan(draft, mapping=retabled(plan, index, again), options=plan.options)
                if several
                else again
            )
            draft.stage = Stage.READY

        self._start(draft, Stage.READING, text("Reading the files"), job)

    def check(self, draft: Draft, mapping: SourceMapping) -> None:
        """Finds out what importing with `mapping` would do."""

        def job(draft: Draft) -> None:
            plan = _planned(draft)
            if mapping != plan.mapping:
                draft.plan = self._plan(draft, mapping=mapping, options=plan.options)
            draft.report = self._intake.dry_run(_planned(draft), draft.headway.teller(self._hub))
            draft.stage = Stage.CHECKED

        self._start(draft, Stage.CHECKING, text("Trying the import"), job)

    def commit(self, draft: Draft, *, remember: bool) -> None:
        """Imports, and keeps the mapping for the next files when asked to."""

        def job(draft: Draft) -> None:
            plan = _planned(draft)
            draft.report = self._intake.commit(plan, draft.headway.teller(self._hub))
            if remember and plan.sources:
                self._intake.save_mapping(plan, draft.paths[0].name.split(".")[0])
            draft.stage = Stage.DONE
            shutil.rmtree(draft.folder, ignore_errors=True)

        self._start(draft, Stage.COMMITTING, text("Importing"), job)

    def drop(self, draft: Draft) -> None:
        """Gives the draft up."""
        with self._lock:
            self._drafts.pop(draft.id, None)
        shutil.rmtree(draft.folder, ignore_errors=True)

    def _plan(
        self,
        draft: Draft,
        *,
        as_table: str | None = None,
        mapping: SourceMapping | None = None,
        options: ReadOptions | None = None,
    ) -> Plan:
        return self._intake.plan(
            draft.paths,
            as_table=as_table,
            mapping=mapping,
            options=options,
            progress=draft.headway.teller(self._hub),
        )

    def _start(self, draft: Draft, stage: Stage, doing: Text, job: Job) -> None:
        with self._lock:
            # A second click while the first still works changes nothing.
            if draft.stage.is_busy and draft.plan is not None:
                return
            draft.stage, draft.error = stage, None
            draft.headway.begin(doing)
        Thread(target=self._run, args=(draft, job), name=draft.headway.topic, daemon=True).start()

    def _run(self, draft: Draft, job: Job) -> None:
        try:
            job(draft)
        except VigieError as error:
            draft.error, draft.stage = error, Stage.FAILED
        except Exception:
            _log.exception("The import %s failed", draft.id)
            draft.error = VigieError("The import failed; nothing was changed. See the log.")
            draft.stage = Stage.FAILED
        self._hub.publish(Event(draft.headway.topic))


def _planned(draft: Draft) -> Plan:
    if draft.plan is None:
        raise NotFound("The files have not been read yet.")
    return draft.plan
