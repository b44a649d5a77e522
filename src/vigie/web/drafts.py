"""Imports in the making: received files, what they would become, and how far the work is."""

import logging
import secrets
import shutil
from collections.abc import Callable, Sequence
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
from vigie.personal.uploads import Asked, Upload, Uploads
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
    owner: str  # the id of whoever sent the files: nobody else sees the draft
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
    """Imports in the making, by their owners; a server that starts again goes on with them.

    Their files are removed when they are done, given up, or kept too long.
    """

    def __init__(self, intake: Intake, hub: Hub, folder: Path, uploads: Uploads) -> None:
        self._intake = intake
        self._hub = hub
        self._folder = folder
        self._uploads = uploads
        self._lock = Lock()
        self._drafts: dict[str, Draft] = {}
        self._tidy()

    def new_folder(self) -> Path:
        """Where the files of the next upload go."""
        return self._folder / secrets.token_hex(8)

    def open(self, owner: str, folder: Path, paths: list[Path], as_table: str | None) -> Draft:
        """Begins to read received files."""
        asked = Asked(as_table)
        self._uploads.keep(owner, folder.name, [path.name for path in paths], asked)
        draft = _draft(owner, folder, [path.name for path in paths])
        with self._lock:
            self._drafts[draft.id] = draft
        self._read(draft, lambda: asked)
        return draft

    def get(self, owner: str, draft_id: str) -> Draft:
        """The draft of that name, read again after a restart; raises NotFound."""
        with self._lock:
            draft = self._drafts.get(draft_id)
            kept = None if draft else self._kept(owner, draft_id)
            if kept:
                draft = self._drafts[kept.id] = _draft(owner, self._folder / kept.id, kept.files)
        if draft is None or draft.owner != owner:
            raise NotFound("This import is no longer being prepared: send the files again.")
        if kept:
            self._read(draft, lambda: Asked.of(kept.asked))
        return draft

    def of(self, owner: str) -> tuple[Upload, ...]:
        """What waits for the decision of `owner`, the latest first."""
        for upload_id in self._uploads.over():
            self.drop(upload_id)
        return self._uploads.of(owner)

    def read(self, draft: Draft, options: ReadOptions) -> None:
        """Reads the files again, otherwise, and proposes a mapping."""
        self._read(draft, lambda: Asked(options=options))

    def retable(self, draft: Draft, index: int, table: str | None) -> None:
        """Proposes again for one relation, whose rows are said to be of `table`."""

        def asked() -> Asked:
            plan = _planned(draft)
            alone = Asked(table, None, plan.options)
            if len(plan.sources) == 1:
                return alone
            mapping = retabled(plan, index, self._plan(draft, alone))
            return Asked(None, mapping, plan.options)

        self._read(draft, asked)

    def check(self, draft: Draft, mapping: SourceMapping) -> None:
        """Finds out what importing with `mapping` would do."""

        def job(draft: Draft) -> None:
            plan = _planned(draft)
            if mapping != plan.mapping:
                self._settle(draft, Asked(None, mapping, plan.options))
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
            self._remove(draft.id)

        self._start(draft, Stage.COMMITTING, text("Importing"), job)

    def drop(self, draft_id: str) -> None:
        """Gives the draft up."""
        with self._lock:
            self._drafts.pop(draft_id, None)
        self._remove(draft_id)

    def _read(self, draft: Draft, asked: Callable[[], Asked]) -> None:
        def job(draft: Draft) -> None:
            self._settle(draft, asked())
            draft.stage = Stage.READY

        self._start(draft, Stage.READING, text("Reading the files"), job)

    def _settle(self, draft: Draft, asked: Asked) -> None:
        """Plans as was asked; a restart will ask the same."""
        draft.plan = self._plan(draft, asked)
        self._uploads.ask(draft.id, asked)

    def _plan(self, draft: Draft, asked: Asked) -> Plan:
        return self._intake.plan(
            draft.paths,
            as_table=asked.as_table,
            mapping=asked.mapping,
            options=asked.options,
            progress=draft.headway.teller(self._hub),
        )

    def _kept(self, owner: str, draft_id: str) -> Upload | None:
        return next((one for one in self._uploads.of(owner) if one.id == draft_id), None)

    def _remove(self, draft_id: str) -> None:
        self._uploads.forget(draft_id)
        shutil.rmtree(self._folder / draft_id, ignore_errors=True)

    def _tidy(self) -> None:
        """What an earlier process left behind without an owner, or an owner without it, goes."""
        for upload_id in self._uploads.over():
            self._remove(upload_id)
        there = {path.name for path in self._folder.iterdir()} if self._folder.is_dir() else set()
        for draft_id in there ^ self._uploads.ids():
            self._remove(draft_id)

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


def _draft(owner: str, folder: Path, files: Sequence[str]) -> Draft:
    headway = Headway(f"draft-{folder.name}", text("Reading the files"))
    return Draft(folder.name, owner, folder, tuple(folder / name for name in files), headway)


def _planned(draft: Draft) -> Plan:
    if draft.plan is None:
        raise NotFound("The files have not been read yet.")
    return draft.plan
