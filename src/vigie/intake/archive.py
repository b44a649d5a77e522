"""Received files, kept as they came under the digest of their content."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

_BLOCK: Final = 1 << 20
_AT_ONCE: Final = 8  # files on their way to the disk, which takes several as fast as one


def digests(paths: Iterable[Path]) -> dict[Path, str]:
    """Every file of `paths`, folders included, with the digest of its content."""
    return {file: _digest(file) for file in _files(paths)}


def keep_files(received: Mapping[Path, str], archive: Path, known: Path | None = None) -> None:
    """Copies files into the archive under their digest, unless they are there, or `known`."""
    wanted = {
        file: _place(archive, digest)
        for file, digest in received.items()
        if known is None or not _place(known, digest).exists()
    }
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(_keep, wanted, wanted.values()))


def move_files(aside: Path, archive: Path) -> None:
    """Moves files from one archive into another."""
    for file in [path for path in aside.rglob("*") if path.is_file()]:
        place = _place(archive, file.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)


def _place(archive: Path, digest: str) -> Path:
    return archive / digest[:2] / digest


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_symlink():
            continue  # reading refuses them: nothing was received
        if path.is_dir():
            yield from _files(sorted(path.iterdir()))
        elif path.is_file():
            yield path


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _keep(file: Path, place: Path) -> None:
    """Atomic: a copy that dies halfway never bears the digest's name."""
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, delete=False) as copy:
        try:
            with file.open("rb") as content:
                shutil.copyfileobj(content, copy, _BLOCK)
            copy.flush()
            os.fsync(copy.fileno())
        except BaseException:
            Path(copy.name).unlink(missing_ok=True)
            raise
    Path(copy.name).replace(place)
