"""Received files, written to disk as they arrive: a large one never sits in memory."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO, Final

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from vigie.kit.errors import Invalid, VigieError

MOST_FILES: Final = 200
LARGEST_FIELD: Final = 64 * 2**10


class TooLarge(VigieError):  # noqa: N818
    """More than the page takes."""

    code = "too_large"
    status = 413


@dataclass
class Upload:
    """What a form sent: files on disk, and its other fields."""

    folder: Path
    files: list[Path] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)

    def discard(self) -> None:
        """Removes the files."""
        shutil.rmtree(self.folder, ignore_errors=True)


async def receive(request: Request, folder: Path) -> Upload:
    """Writes the files of a multipart form into `folder` (made here, removed on failure)."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise Invalid("Send the files as a form (multipart/form-data).")
    limit = request.app.state.cockpit.workspace.settings.entrance.web.upload_mb * 2**20
    if announced(request) > limit:
        raise _too_large(limit)
    folder.mkdir(parents=True)
    upload = Upload(folder)
    try:
        await _write(request, upload, options[b"boundary"], limit)
    except BaseException:
        upload.discard()
        raise
    return upload


async def _write(request: Request, upload: Upload, boundary: bytes, limit: int) -> None:
    writer = _Writer(upload)
    parser = writer.parser(boundary)
    received = 0
    try:
        async for chunk in request.stream():
            received += len(chunk)
            if received > limit:
                raise _too_large(limit)
            parser.write(chunk)
        parser.finalize()
    except MultipartParseError as error:
        raise Invalid("The form did not arrive whole: send the files again.") from error
    finally:
        writer.close()


def announced(request: Request) -> int:
    """The bytes that the sender says will come; 0 where nothing is said."""
    told = request.headers.get("content-length", "")
    return int(told[:18]) if told.isascii() and told.isdigit() else 0


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        "The files are larger than {limit} MB: import them with 'vigie import'.",
        limit=limit // 2**20,
    )


class _Writer:
    """Follows the parser: one part after the other, a file or a field."""

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._headers: dict[str, bytes] = {}
        self._name, self._value = b"", b""
        self._field = ""
        self._content = b""
        self._file: BinaryIO | None = None

    def parser(self, boundary: bytes) -> MultipartParser:
        """A parser that this writer follows."""
        return MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._header,
                "on_headers_finished": self._open,
                "on_part_data": self._data,
                "on_part_end": self._end,
            },
        )

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def _begin(self) -> None:
        self._headers, self._field, self._content = {}, "", b""

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        self._headers[self._name.decode("latin-1").lower()] = self._value
        self._name, self._value = b"", b""

    def _open(self) -> None:
        _, options = parse_options_header(self._headers.get("content-disposition", b""))
        self._field = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            return
        name = safe_name(options[b"filename"].decode("utf-8", "replace"))
        # An empty file input sends one part without a name.
        if name:
            self._file = self._new_file(name)

    def _new_file(self, name: str) -> BinaryIO:
        if len(self._upload.files) >= MOST_FILES:
            raise TooLarge("More than {limit} files at once: put them in a zip.", limit=MOST_FILES)
        path = next(path for path in _names(self._upload.folder, name) if not path.exists())
        self._upload.files.append(path)
        return path.open("xb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._file:
            self._file.write(data[start:end])
            return
        self._content += data[start:end]
        if len(self._content) > LARGEST_FIELD:
            raise TooLarge("A field of the form is too long.")

    def _end(self) -> None:
        if self._file:
            self.close()
        elif self._field and b"filename" not in self._headers.get("content-disposition", b""):
            self._upload.fields[self._field] = self._content.decode("utf-8", "replace")


def safe_name(name: str) -> str:
    r"""The bare name of a file that a browser sends, whatever path it claims.

    >>> safe_name("..\\..\\etc/passwd")
    'passwd'
    """
    bare = PurePosixPath(PureWindowsPath(name).name).name
    printable = "".join(letter for letter in bare if letter.isprintable()).strip()
    return "" if printable in {"", ".", ".."} else printable[-150:]


def _names(folder: Path, name: str) -> Iterator[Path]:
    """`name`, then `name (2)`, …: two files of one name must not replace each other."""
    yield folder / name
    path = Path(name)
    for count in range(2, MOST_FILES + 2):
        yield folder / f"{path.stem} ({count}){path.suffix}"
