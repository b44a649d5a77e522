"""The company's own definitions: whether they have changed since a server last started."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Final

from vigie.people.audit import COMMAND_LINE, Action, Audit, Wish
from vigie.people.declaration import OWN
from vigie.settings import FILE_NAME

FOLDERS: Final = ("metrics", "dashboards", "mappings")


def note_changes(audit: Audit, workspace: Path) -> None:
    """Writes down which files of rights, settings and figures are not what they were."""
    found = dict(_digests(workspace))
    last = next(iter(audit.entries(Wish(action=Action.DEFINITIONS_CHANGED.value, limit=1))), None)
    known: dict[str, str] = json.loads(last.detail)["files"] if last else {}
    changed = sorted(name for name in {*found, *known} if found.get(name) != known.get(name))
    if changed:
        subject = ", ".join(changed)
        audit.record(Action.DEFINITIONS_CHANGED, COMMAND_LINE, subject, "", files=found)


def _digests(workspace: Path) -> list[tuple[str, str]]:
    files = [workspace / FILE_NAME, workspace / OWN]
    for folder in FOLDERS:
        files += sorted((workspace / folder).rglob("*.yaml"))
    return [
        (str(file.relative_to(workspace)), sha256(file.read_bytes()).hexdigest()[:16])
        for file in files
        if file.is_file()
    ]
