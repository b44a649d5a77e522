"""What may go wrong, each in one sentence: what, where, and how to mend it."""

from pathlib import Path
from typing import ClassVar

from vigie.kit.i18n import Locale, Text


class VigieError(Exception):
    """A job that is refused or has failed, said in one translatable sentence.

    The template carries the whole sentence; `values` fill its holes. Never put a secret or
    personal data in a value: errors reach logs, screens and scripts.
    """

    code: ClassVar[str] = "failed"
    status: ClassVar[int] = 400
    exit_code: ClassVar[int] = 1

    def __init__(self, template: str, **values: object) -> None:
        self.text = Text(template, values)
        super().__init__(str(self.text))

    def to(self, locale: Locale) -> str:
        """The sentence in `locale`."""
        return self.text.to(locale)


class NotFound(VigieError):  # noqa: N818
    """Something named by the caller does not exist."""

    code = "not_found"
    status = 404


class Invalid(VigieError):  # noqa: N818
    """A definition, query, form or file that cannot mean anything here."""

    code = "invalid"
    status = 422


class Refused(VigieError):  # noqa: N818
    """A question that is well formed but whose answer would be wrong."""

    code = "refused"
    status = 422


class Forbidden(VigieError):  # noqa: N818
    """Something that exists, but not for the one who asks."""

    code = "forbidden"
    status = 403


class Busy(VigieError):  # noqa: N818
    """Another process or import holds what this one needs."""

    code = "busy"
    status = 409


class Held(Busy):
    """Another process owns `folder`; its address may lie there."""

    def __init__(self, template: str, folder: Path, **values: object) -> None:
        super().__init__(template, **values)
        self.folder = folder


class UnreadableFile(VigieError):  # noqa: N818
    """A received file that cannot be read as what it claims to be."""

    code = "unreadable_file"
    status = 422


class UsageError(VigieError):
    """The call itself is wrong."""

    code = "usage"
    status = 400
    exit_code = 2
