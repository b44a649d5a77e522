"""The `$` options of a request, read once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from vigie.kit.spelling import nearest
from vigie.web.odata.problems import Gone, Malformed, Unacceptable, Unsupported
from vigie.web.odata.sets import EntitySet, Property
from vigie.web.odata.syntax import Node, parse_filter
from vigie.web.odata.truth import judged

PAGE: Final = 5_000  # rows of an answer, unless the client prefers fewer
KNOWN: Final = (
    "$select", "$filter", "$orderby", "$top", "$skip", "$count", "$format", "$skiptoken",
)  # fmt: skip
LEFT_OUT: Final = ("$expand", "$apply", "$search", "$compute", "$levels", "$deltatoken", "$index")
_TOKEN: Final = re.compile(r"(\d{1,18})-(\d{1,9})-(\d{4}-\d\d-\d\d)")
_PREFERRED: Final = re.compile(r"(?:odata\.)?maxpagesize\s*=\s*(\d{1,6})\b")


@dataclass(frozen=True, slots=True)
class Token:
    """Where the next page begins: in which data, after how many rows, as of which day."""

    version: int
    rows: int
    today: date

    def __str__(self) -> str:
        return f"{self.version}-{self.rows}-{self.today}"


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a table."""

    select: tuple[Property, ...]
    filter: Node | None
    order: tuple[tuple[Property, bool], ...]  # a column, and whether its largest come first
    top: int | None
    skip: int
    count: bool
    token: Token | None


def options_of(table: EntitySet, given: Sequence[tuple[str, str]]) -> Options:
    """The options of an address; raises Malformed or Unsupported naming what is wrong."""
    said = _said(given)
    select = _select(table, said.get("$select"))
    written = said.get("$filter")
    return Options(
        select=select,
        filter=judged(parse_filter(written), table) if written is not None else None,
        order=tuple(_order(table, select, said.get("$orderby"))),
        top=_number(said, "$top"),
        skip=_number(said, "$skip") or 0,
        count=_flag(said, "$count"),
        token=_token(said.get("$skiptoken")),
    )


def page_size(preferences: str | None) -> tuple[int, bool]:
    """The rows of a page, and whether that is what the header `Prefer` wants."""
    found = _PREFERRED.search(preferences or "")
    if not found or int(found[1]) == 0:
        return PAGE, False
    return min(PAGE, int(found[1])), True


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is written."""

    metadata: str = "minimal"
    quotes_numbers: bool = False  # IEEE754Compatible: long numbers as texts

    @property
    def content_type(self) -> str:
        quoted = "true" if self.quotes_numbers else "false"
        return f"application/json;odata.metadata={self.metadata};IEEE754Compatible={quoted}"


def form_of(format_option: str | None, accepted: str | None) -> Form:
    """The form that `$format`, else the header `Accept`, wants; raises Unacceptable."""
    wishes = (format_option or accepted or "*/*").lower().split(",")
    for wish in wishes:
        kind, *parameters = (part.strip() for part in wish.split(";"))
        if kind in ("json", "*/*", "application/*", "application/json"):
            told = dict(part.partition("=")[::2] for part in parameters)
            metadata = told.get("odata.metadata") or told.get("metadata") or "minimal"
            if metadata in ("none", "minimal", "full"):
                return Form(metadata, told.get("ieee754compatible") == "true")
    raise Unacceptable("The feed answers application/json, not '{wish}'.", wish=wishes[0].strip())


def _said(given: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """The `$` options; others are the client's own and mean nothing here."""
    said: dict[str, str] = {}
    for name, value in given:
        if not name.startswith("$"):
            continue
        if name in LEFT_OUT:
            raise Unsupported("The feed does without '{option}'.", option=name)
        if name not in KNOWN:
            raise Malformed(
                "'{option}' is not an option; did you mean '{near}'?",
                option=name,
                near=nearest(name, KNOWN) or "$select",
            )
        if name in said:
            raise Malformed("'{option}' is given twice.", option=name)
        said[name] = value
    return said


def _select(table: EntitySet, written: str | None) -> tuple[Property, ...]:
    names = [name.strip() for name in (written or "*").split(",")]
    if "*" not in names:
        return tuple(dict.fromkeys(table.column(name) for name in names))
    if table.free:
        raise Malformed(
            "Choose the columns of '{table}', as in {table}?$select=month,region,revenue",
            table=table.name,
        )
    return tuple(table.properties.values())


def _order(
    table: EntitySet, select: tuple[Property, ...], written: str | None
) -> list[tuple[Property, bool]]:
    found = []
    for item in (written or "").split(","):
        name, _, sense = item.strip().partition(" ")
        if not name and written is None:
            continue
        one = table.column(name)
        if one not in select:
            raise Malformed("Rows are sorted by chosen columns: choose '{name}' too.", name=name)
        if sense.strip() not in ("", "asc", "desc"):
            raise Malformed("Rows are sorted 'asc' or 'desc', not '{sense}'.", sense=sense)
        found.append((one, sense.strip() == "desc"))
    return found


def _number(said: Mapping[str, str], option: str) -> int | None:
    written = said.get(option)
    if written is None:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", written):
        raise Malformed("'{option}' is a whole number, such as 100.", option=option)
    return int(written)


def _flag(said: Mapping[str, str], option: str) -> bool:
    written = said.get(option, "false")
    if written not in ("true", "false"):
        raise Malformed("'{option}' is true or false.", option=option)
    return written == "true"


def _token(written: str | None) -> Token | None:
    if written is None:
        return None
    found = _TOKEN.fullmatch(written)
    try:
        if found:
            return Token(int(found[1]), int(found[2]), date.fromisoformat(found[3]))
    except ValueError:
        pass  # a day that no calendar has
    raise Gone("This page is not known: read the table from its first page.")
