"""Folders, archives and compressed files opened, member by member, under guard."""

import gzip
import hashlib
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path, PurePosixPath
from typing import IO, Final

from vigie.intake.reading.formats import FileKind
from vigie.intake.reading.kinds import Packing, is_tabular, password_protected, recognise
from vigie.intake.reading.limits import Budget
from vigie.intake.reading.received import INSIDE, Received
from vigie.kit.errors import NotFound, UnreadableFile
from vigie.kit.i18n import Text, text

_CHUNK: Final = 1 << 20
_PATTERN: Final = re.compile(r"[*?\[\]{}]")
_DAMAGED: Final = (
    gzip.BadGzipFile, zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError,
)  # fmt: skip


@dataclass(slots=True)
class Unpacker:
    """Opens whatever holds files, into `folder`, and remembers what it left aside."""

    folder: Path
    budget: Budget = field(default_factory=Budget)
    warnings: list[Text] = field(default_factory=list)
    _serial: Iterator[int] = field(default_factory=count)

    def open(self, path: Path) -> Iterator[Received]:
        """Every readable file at `path`, in the order of names.

        Raises `NotFound` or `UnreadableFile`; within a folder or archive, what is not a table is
        left aside with a warning.
        """
        if path.is_symlink():
            raise UnreadableFile(
                "{file} is a symbolic link, which is not followed: give the file itself.",
                file=path.name,
            )
        if path.is_dir():
            yield from self._some(path.name, self._folder(path))
        elif path.is_file():
            item = _Item(path, path, None, path.name, digest(path))
            yield from self._known(item, recognise(path, path.name))
        else:
            raise NotFound("There is no file {file}.", file=str(path))

    def _folder(self, folder: Path) -> Iterator[Received]:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            name = f"{folder.name}/{inside.as_posix()}"
            if _is_hidden(inside.parts):
                continue
            if path.is_symlink():
                self._aside(name, text("it is a symbolic link"))
            elif path.is_file():
                self.budget.member(folder.name)
                yield from self._member(_Item(path, folder, inside.as_posix(), name, ""))

    def _member(self, item: "_Item") -> Iterator[Received]:
        """A file among others: one that holds no table does not stop the rest."""
        if not is_tabular(item.name):
            self._aside(item.name, text("its name is not that of a table"))
            return
        try:
            kind = recognise(item.path, item.name)
        except UnreadableFile as error:
            self.warnings.append(error.text)
            return
        yield from self._known(item if item.sha256 else item.with_digest(), kind)

    def _known(self, item: "_Item", kind: FileKind | Packing) -> Iterator[Received]:
        if isinstance(kind, FileKind):
            yield item.received(kind, self._readable(item.path))
        elif item.depth >= self.budget.limits.depth:
            raise UnreadableFile(
                "{file} holds archives within archives within archives: unpack it first.",
                file=item.name,
            )
        else:
            try:
                yield from self._packed(item, kind)
            except _DAMAGED as error:
                raise UnreadableFile(
                    "{file} is damaged or cut short: send or export it again.", file=item.name
                ) from error

    def _readable(self, path: Path) -> Path:
        """A path to the same bytes that the engine does not take for a pattern."""
        if not _PATTERN.search(str(path)):
            return path
        link = self.folder / f"{next(self._serial)}.link"
        link.symlink_to(path.resolve())
        return link

    def _packed(self, item: "_Item", kind: Packing) -> Iterator[Received]:
        if kind is Packing.ZIP:
            return self._some(item.name, self._zip(item))
        if kind is Packing.TAR:
            return self._some(item.name, self._tar(item, "r|"))
        with gzip.open(item.path) as file:
            is_tar = file.read(512)[257:262] == b"ustar"
        return self._some(item.name, self._tar(item, "r|gz")) if is_tar else self._gzip(item)

    def _gzip(self, item: "_Item") -> Iterator[Received]:
        with gzip.open(item.path) as file:
            path, _ = self._extract(file, item.name, item.path.stat().st_size)
        inner = _Item(path, item.file, item.member, item.name, item.sha256, "gzip", item.depth + 1)
        yield from self._known(inner, recognise(path, item.name))

    def _zip(self, item: "_Item") -> Iterator[Received]:
        with zipfile.ZipFile(item.path) as archive:
            for info in sorted(archive.infolist(), key=lambda info: info.filename):
                if info.is_dir() or self._is_ignored(info.filename, item):
                    continue
                if info.flag_bits & 1:
                    raise password_protected(item.name)
                try:
                    with archive.open(info) as file:
                        inner = self._inner(item, info.filename, file, info.compress_size, "zip")
                except NotImplementedError as error:
                    raise UnreadableFile(
                        "{file} is packed in a way that cannot be read: pack it as a plain ZIP.",
                        file=item.name,
                    ) from error
                yield from self._member(inner)

    def _tar(self, item: "_Item", mode: str) -> Iterator[Received]:
        packed = item.path.stat().st_size
        compression = "tar.gz" if mode.endswith("gz") else "tar"
        with tarfile.open(item.path, mode) as archive:  # type: ignore[call-overload]
            for info in archive:
                if info.issym() or info.islnk():
                    self._aside(info.name, text("it is a link"))
                elif info.isfile() and not self._is_ignored(info.name, item):
                    file = archive.extractfile(info)
                    yield from self._member(self._inner(item, info.name, file, packed, compression))

    def _inner(
        self, item: "_Item", member: str, file: IO[bytes], packed: int, compression: str
    ) -> "_Item":
        self.budget.member(item.name)
        path, sha256 = self._extract(file, f"{item.name}{INSIDE}{member}", packed)
        inside = f"{item.member}/{member}" if item.member else member
        name = f"{item.name}{INSIDE}{member}"
        return _Item(path, item.file, inside, name, sha256, compression, item.depth + 1)

    def _is_ignored(self, member: str, item: "_Item") -> bool:
        """Whether a member is of no interest; refuses one that points out of the archive."""
        parts = PurePosixPath(member.replace("\\", "/")).parts
        if ".." in parts or parts[:1] == ("/",) or (parts and ":" in parts[0]):
            raise UnreadableFile(
                "{file} holds a member whose name leads out of the archive: "
                "it is malicious or badly made, and is not opened.",
                file=item.name,
            )
        return _is_hidden(parts)

    def _extract(self, file: IO[bytes] | gzip.GzipFile, name: str, packed: int) -> tuple[Path, str]:
        # Named by us: what the archive calls its members never reaches the disk.
        path = self.folder / f"{next(self._serial)}.part"
        hashed, unpacked = hashlib.sha256(), 0
        with path.open("wb") as target:
            while piece := file.read(_CHUNK):
                unpacked += len(piece)
                self.budget.spend(name, len(piece), unpacked, packed)
                hashed.update(piece)
                target.write(piece)
        return path, hashed.hexdigest()

    def _some(self, name: str, members: Iterator[Received]) -> Iterator[Received]:
        """`members`, of which there must be at least one."""
        found = False
        for member in members:
            found = True
            yield member
        if not found and self.warnings:
            raise UnreadableFile(
                "{file} holds no file that can be read. {reason}",
                file=name,
                reason=self.warnings[-1],
            )
        if not found:
            raise UnreadableFile(
                "{file} holds no file that can be read: CSV, Excel, OpenDocument, Parquet or JSON.",
                file=name,
            )

    def _aside(self, name: str, reason: Text) -> None:
        self.warnings.append(text("{file} is left aside: {reason}.", file=name, reason=reason))


def _is_hidden(parts: Sequence[str]) -> bool:
    """Whether a file is a system's or a program's own, not a person's."""
    return any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts)


@dataclass(frozen=True, slots=True)
class _Item:
    """A file on disk whose kind is not known yet."""

    path: Path
    file: Path
    member: str | None
    name: str
    sha256: str
    compression: str | None = None
    depth: int = 0

    def with_digest(self) -> "_Item":
        return _Item(self.path, self.file, self.member, self.name, digest(self.path))

    def received(self, kind: FileKind, path: Path) -> Received:
        return Received(
            path, self.file, self.member, self.name, kind, self.sha256, self.compression
        )


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
