"""The file of a backup: a zip whose manifest gives the digest of every part."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from pydantic import ValidationError

from vigie.backup.manifest import FORMAT, MANIFEST, MARK, WORKSPACE, Manifest, Part
from vigie.kit.errors import VigieError

BLOCK: Final = 1 << 20
LARGEST_MANIFEST: Final = 64 * 2**20
PACKED: Final = (".zip", ".gz", ".tgz", ".parquet", ".xlsx", ".xlsb", ".ods", ".zst", ".bz2", ".xz")
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError,
    ValueError,
)  # fmt: skip


class Damaged(VigieError):  # noqa: N818
    """An archive that is not, or no longer, what was written."""

    code = "damaged_backup"


class Packer:
    """Writes parts one after the other, then what is said of them."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        file.writestr(zipfile.ZipInfo(MARK), str(FORMAT))

    def add(self, path: Path, name: str) -> Part:
        """Takes in the file `path` as `name`, a path in the workspace."""
        entry = zipfile.ZipInfo(WORKSPACE + name)
        is_packed = name.lower().endswith(PACKED)
        entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        with path.open("rb") as source, self._zip.open(entry, "w", force_zip64=True) as target:
            size, digest = _carry(source, target.write)
        return Part(name=entry.filename, size=size, sha256=digest)

    def end(self, manifest: Manifest) -> None:
        """Writes the manifest, the last of all."""
        self._zip.writestr(MANIFEST, manifest.model_dump_json(indent=1))


@contextmanager
def packing(path: Path) -> Iterator[Packer]:
    """Fills the file `path`, on the disk at the end."""
    with path.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            yield Packer(archive)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def opened(path: Path) -> "Iterator[Unpacker]":
    """The archive at `path`, to be read; raises Damaged, also for what is found while reading."""
    try:
        with zipfile.ZipFile(path) as file:
            yield Unpacker(file)
    except FileNotFoundError as error:
        raise Damaged("There is no backup {file}.", file=path.name) from error
    except OSError as error:
        raise Damaged(
            "{file} cannot be read: {reason}.", file=path.name, reason=error.strerror or "damaged"
        ) from error
    except _BROKEN as error:
        raise Damaged(
            "{file} is not a whole backup of Vigie: it was cut off or altered.",
            file=path.name,
        ) from error


class Unpacker:
    """Reads an archive; whatever is not as its manifest says raises."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self.manifest = self._read()
        named = [MARK, *(part.name for part in self.manifest.parts), MANIFEST]
        if sorted(named) != sorted(file.namelist()):
            raise zipfile.BadZipFile

    def unpack(self, wanted: Callable[[str], Path | None]) -> None:
        """Reads every part against its digest and puts it where `wanted` says by its name."""
        for part in self.manifest.parts:
            place = wanted(part.name.removeprefix(WORKSPACE))
            with self._zip.open(part.name) as source:
                if place is None:
                    found = _carry(source, _nowhere, part.size)
                else:
                    found = _put(source, place, part.size)
            if found != (part.size, part.sha256):
                raise zipfile.BadZipFile

    def _read(self) -> Manifest:
        if self._zip.read(MARK) != str(FORMAT).encode():
            raise Damaged("This backup was made by a later Vigie: restore it with that version.")
        if self._zip.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise zipfile.BadZipFile
        try:
            return Manifest.model_validate_json(self._zip.read(MANIFEST))
        except ValidationError as error:
            raise zipfile.BadZipFile from error


def _put(source: IO[bytes], place: Path, size: int) -> tuple[int, str]:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        found = _carry(source, target.write, size)
        target.flush()
        os.fsync(handle)
    return found


def _carry(
    source: IO[bytes], write: Callable[[bytes], int], limit: int | None = None
) -> tuple[int, str]:
    """Moves bytes along; their number and digest. No more than `limit` and a block are read."""
    size, digest = 0, hashlib.sha256()
    while block := source.read(BLOCK):
        size += len(block)
        if limit is not None and size > limit:
            break
        digest.update(block)
        write(block)
    return size, digest.hexdigest()


def _nowhere(block: bytes) -> int:
    return len(block)
