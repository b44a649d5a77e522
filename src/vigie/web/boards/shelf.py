"""The boards there are: the shipped ones, and the workspace's own beside or instead of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vigie.kit.errors import NotFound, VigieError
from vigie.kit.i18n import Text
from vigie.kit.spelling import nearest
from vigie.web.boards.declaration import Dashboard, load_dashboard
from vigie.web.memory import Memory

SHIPPED: Final = Path(__file__).parent.parent.parent / "catalog" / "dashboards"
HOME: Final = "home"


@dataclass(frozen=True, slots=True)
class Broken:
    """A file of the workspace that is not a board, and why."""

    id: str
    problem: Text


class Shelf:
    """Reads boards when they are asked for, again whenever their file has changed."""

    def __init__(self, own: Path) -> None:
        self._own = own
        self._read: Memory[Dashboard | Broken] = Memory(200)

    def all(self) -> dict[str, Dashboard]:
        """Every sound board by its name, in the order of their places."""
        sound = {k: b for k, b in self._found().items() if isinstance(b, Dashboard)}
        return dict(sorted(sound.items(), key=lambda item: (item[1].place, item[0])))

    def broken(self) -> tuple[Broken, ...]:
        """The files that could not be read; the other boards stay open."""
        return tuple(b for b in self._found().values() if isinstance(b, Broken))

    def board(self, name: str) -> Dashboard:
        """The board of that name; raises NotFound with the nearest, or what is wrong with it."""
        files = self._files()
        if name in files:
            return load_dashboard(files[name])
        raise NotFound(
            "There is no board '{word}'; did you mean '{nearest}'?",
            word=name,
            nearest=nearest(name, files) or HOME,
        )

    def _files(self) -> dict[str, Path]:
        shipped = {file.stem: file for file in SHIPPED.glob("*.yaml")}
        own = {file.stem: file for file in self._own.glob("*.yaml")}
        return shipped | own

    def _found(self) -> dict[str, Dashboard | Broken]:
        return {name: self._remembered(file) for name, file in self._files().items()}

    def _remembered(self, file: Path) -> Dashboard | Broken:
        return self._read.get((file, file.stat().st_mtime_ns), lambda: _read(file))


def _read(file: Path) -> Dashboard | Broken:
    try:
        return load_dashboard(file)
    except VigieError as error:
        return Broken(file.stem, error.text)
