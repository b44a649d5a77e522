"""The fields of a posted form, read before a plain endpoint runs."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.requests import Request

from vigie.kit.errors import VigieError

LARGEST_FORM = 2 * 2**20  # bytes


class FormTooLarge(VigieError):  # noqa: N818
    """A form without files that is far larger than any of ours."""

    code = "too_large"
    status = 413


async def _fields(request: Request) -> Mapping[str, str]:
    _refuse_large(request)
    async with request.form(max_files=0, max_fields=20_000) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


async def _form(request: Request) -> FormData:
    _refuse_large(request)
    async with request.form(max_files=0, max_fields=20_000) as form:
        return form


def _refuse_large(request: Request) -> None:
    """A form whose length is not told is as good as endless."""
    told = request.headers.get("content-length", "")
    if not (told.isascii() and told.isdigit()) or int(told[:12]) > LARGEST_FORM:
        raise FormTooLarge("This form is too long.")


Form = Annotated[FormData, Depends(_form)]  # where a name may have several values
Fields = Annotated[Mapping[str, str], Depends(_fields)]
