"""Erases a person and is killed at the step that is named: started by test_killed."""

import os
import signal
import sys
from pathlib import Path

from vigie.kit.i18n import Text
from vigie.privacy.finding import anchor
from vigie.workspace import Workspace


def main(folder: str, step: int, *rows: str) -> None:
    workspace = Workspace.open(Path(folder))

    def die(stage: Text, done: int, total: int | None) -> None:
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    workspace.privacy.requests.erase([anchor(row) for row in rows], progress=die)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
