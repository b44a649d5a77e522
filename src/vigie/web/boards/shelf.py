"""The boards there are: the shipped ones, the workspace's own instead or beside, people's own."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vigie.kit.errors import NotFound, VigieError
from vigie.kit.i18n import Text
from vigie.kit.spelling import nearest
from vigie.personal.boards import Kept
from vigie.web.boards.declaration import Dashboard, load_dashboard, read_dashboard
from vigie.web.memory import Memory

SHIPPED: Final = Path(__file__).parent.parent.parent / "catalog" / "dashboards"
HOME: Final = "home"


@dataclass(frozen=True, slots=True)
class Broken:
    """A file of the workspace that is not a board, and why."""

    id: str
    error: VigieError

    @property
    def problem(self) -> Text:
        return self.error.text


class Shelf:
    """Reads boards when they are asked for, again whenever they have changed."""

    def __init__(self, own: Path) -> None:
        self._own = own
        self._read: Memory[Dashboard | Broken] = Memory(200)
        self._kept: Mapping[str, Kept] = {}

    def beside(self, kept: Iterable[Kept]) -> "Shelf":
        """The same shelf with the boards that one reader made or was given."""
        shelf = copy(self)
        shelf._kept = {board.id: board for board in kept}
        return shelf

    def all(self) -> dict[str, Dashboard]:
        """Every sound board by its name: the first page, people's own, then by their places."""
        sound = {k: b for k, b in self._found().items() if isinstance(b, Dashboard)}
        ranked = sorted(sound.items(), key=lambda item: (*self._rank(item[0]), item[1].place))
        return dict(ranked)

    def broken(self) -> tuple[Broken, ...]:
        """The files that could not be read; the other boards stay open."""
        return tuple(b for b in self._found().values() if isinstance(b, Broken))

    def board(self, name: str) -> Dashboard:
        """The board of that name; raises NotFound with the nearest, or what is wrong with it."""
        found = self._found()
        if name not in found:
            raise NotFound(
                "There is no board '{word}'; did you mean '{nearest}'?",
                word=name,
                nearest=nearest(name, self._files()) or HOME,
            )
        if isinstance(board := found[name], Broken):
            raise board.error
        return board

    def kept(self, name: str) -> Kept | None:
        """How somebody's own board is kept; None for one of the company's."""
        return self._kept.get(name)

    def file(self, name: str) -> Path:
        """Where the company's own board of that name lies, or would."""
        return self._own / f"{name}.yaml"

    def is_shipped(self, name: str) -> bool:
        """Whether a board of that name comes with Vigie."""
        return (SHIPPED / f"{name}.yaml").exists()

    def _rank(self, name: str) -> tuple[int, int]:
        if name == HOME:
            return (0, 0)
        kept = [*self._kept]
        return (1, kept.index(name)) if name in kept else (2, 0)

    def _files(self) -> dict[str, Path]:
        shipped = {file.stem: file for file in SHIPPED.glob("*.yaml")}
        own = {file.stem: file for file in self._own.glob("*.yaml")}
        return shipped | own

    def _found(self) -> dict[str, Dashboard | Broken]:
        files = {name: self._remembered(file) for name, file in self._files().items()}
        return files | {name: self._parsed(kept) for name, kept in self._kept.items()}

    def _remembered(self, file: Path) -> Dashboard | Broken:
        return self._read.get((file, file.stat().st_mtime_ns), lambda: _read(file))

    def _parsed(self, kept: Kept) -> Dashboard | Broken:
        return self._read.get((kept.id, kept.number), lambda: _parse(kept))


def _read(file: Path) -> Dashboard | Broken:
    try:
        return load_dashboard(file)
    except VigieError as error:
        return Broken(file.stem, error)


def _parse(kept: Kept) -> Dashboard | Broken:
    try:
        return read_dashboard(kept.content, kept.id)
    except VigieError as error:
        return Broken(kept.id, error)
