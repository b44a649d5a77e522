"""The pages of the register of processing activities and of the notices made from it."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from vigie.kit.errors import NotFound
from vigie.privacy import written
from vigie.privacy.notice import notice
from vigie.web.cockpit import Here

router = APIRouter(include_in_schema=False)
WAYS: Final = {
    "csv": (written.comma_separated, "text/csv"),
    "json": (written.in_json, "application/json"),
    "md": (written.markdown, "text/markdown"),
}


@router.get("/privacy")
def register(request: Request, here: Here) -> HTMLResponse:
    """What is done with which data of whom, for how long, and who sees it."""
    office, locale = here.workspace.privacy, here.pages.reader(request).locale
    made = office.register()
    return here.pages.render(
        request,
        "privacy/register.html",
        register=made,
        parties=list(written.parties(made, locale)),
        fields=written.FIELDS,
        value=lambda entry, field: written.value(entry, field, locale),
    )


@router.get("/privacy/register.{kind}")
def export(request: Request, here: Here, kind: str) -> Response:
    """The register as a file."""
    if kind not in WAYS:
        raise NotFound("The register is written as md, csv or json.")
    write, media = WAYS[kind]
    content = write(here.workspace.privacy.register(), here.pages.reader(request).locale)
    headers = {"Content-Disposition": f'attachment; filename="register.{kind}"'}
    return Response(content, media_type=f"{media}; charset=utf-8", headers=headers)


@router.get("/privacy/notices/{audience}")
def information(request: Request, here: Here, audience: str) -> HTMLResponse:
    """What people of an audience are told; as a page, and as text to copy."""
    office, locale = here.workspace.privacy, here.pages.reader(request).locale
    if audience not in office.declaration.audiences:
        raise NotFound("There is no audience '{word}'.", word=audience)
    said = notice(office.register(), office.declaration, audience, locale)
    return here.pages.render(
        request,
        "privacy/notice.html",
        audiences=office.declaration.audiences,
        audience=audience,
        blocks=_blocks(said),
        said=said,
    )


def _blocks(markdown: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The paragraphs and lists of our own small Markdown: kind, and (name, rest) of each line."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for line in markdown.splitlines():
        kind = "item" if line.startswith("- ") else "head" if line.startswith("## ") else "text"
        if not line or line.startswith("# "):
            continue
        name, _, rest = line.removeprefix("- ").removeprefix("## ").partition("**: ")
        words = (name.removeprefix("**"), rest)
        if kind == "item" and found and found[-1][0] == "item":
            found[-1][1].append(words)
        else:
            found.append((kind, [words]))
    return found
