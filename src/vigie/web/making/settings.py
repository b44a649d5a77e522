"""The form of one part: what is asked, how it is shown, where it differs from the board."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from starlette.datastructures import ImmutableMultiDict

from vigie.kit.errors import Invalid
from vigie.metrics.language.definition import Metric
from vigie.web.boards.declaration import KINDS, Indicators, Words
from vigie.web.boards.edit import Piece
from vigie.web.boards.frame import Names, Scope, Tile
from vigie.web.boards.suggestion import GRAINS
from vigie.web.cockpit import Cockpit
from vigie.web.making.kinds import FIGURE, TEXT, kinds

Form = ImmutableMultiDict[str, Any]
ASKED: Final = "set-chart"  # tells that the form was filled in
NARROWED: Final = "set-where-"  # and the name of a dimension
FITTED: Final = ("against", "limit")  # whose values differ from kind to kind
SIMPLE: Final = ("against", "amount", "limit", "columns", "rows")


@dataclass(frozen=True, slots=True)
class Question:
    """What a part asks, whatever it is shown as."""

    metrics: tuple[str, ...] = ()
    by: str = ""
    across: str = ""

    @property
    def cuts(self) -> list[str]:
        return [word for word in (self.by, self.across) if word]


def question_of(part: Piece) -> Question:
    """The question of a part as it is declared."""
    if isinstance(part, Tile):
        return Question((part.metric,))
    return Question(part.metrics, getattr(part, "by", ""), getattr(part, "across", ""))


def kind_of(part: Piece) -> str:
    """The kind of chart that a part is."""
    return FIGURE if isinstance(part, Tile) else part.chart


def asked_in(form: Form) -> Question:
    """The question that the form asks."""
    names = tuple(dict.fromkeys(name for name in _values(form, "set-metric") if name))
    by, across = _value(form, "set-by"), _value(form, "set-across")
    return Question(names, by, across if by and across != by else "")


def offered(question: Question, here: Cockpit) -> list[str]:
    """The kinds that can show a question; raises NotFound for an unknown indicator."""
    metrics = chosen(question, here)
    whole = here.workspace.metrics.catalog
    return kinds(metrics, question.cuts, whole) if metrics else [TEXT]


def chosen(question: Question, here: Cockpit) -> list[Metric]:
    """The indicators of a question, those that the visitor's role does not show among them."""
    whole = here.workspace.metrics.catalog.metrics
    withheld = here.layer.catalog.withheld
    return [whole[name] if name in withheld else here.metric(name) for name in question.metrics]


def filled(part: Piece, form: Form, here: Cockpit) -> Piece:
    """The part as the form wants it; raises Invalid, or NotFound for an unknown indicator."""
    if ASKED not in form:
        return part
    if isinstance(part, Words):
        return _made(TEXT, _framed(part, form, here) | {"body": _names(form, "set-body", ("", ""))})
    question = asked_in(form)
    possible = offered(question, here)
    if not question.metrics or not possible:
        raise Invalid("No chart shows these indicators cut like this: take some away.")
    wanted = _value(form, ASKED)
    kind = wanted if wanted in (*possible, kind_of(part)) else possible[0]
    # What this form does not know, such as bands, stays as the file has it.
    held = part.model_dump() if kind == kind_of(part) else {}
    known = {name: value for name, value in held.items() if name not in ("id", "label", "scope")}
    asked = dict(_asked(kind, question, part, form))
    return _made(kind, known | _framed(part, form, here) | asked)


def _framed(part: Piece, form: Form, here: Cockpit) -> dict[str, Any]:
    """What every part has."""
    framed: dict[str, Any] = {"id": part.id, "scope": _scope(form, here)}
    usual = _title(part, here) if ASKED in form else ("", "")
    titled = _names(form, "set-title", usual)
    if titled:
        framed["label"] = titled
    for name in SIMPLE:
        if value := _value(form, f"set-{name}"):
            framed[name] = value
    return framed


def _asked(kind: str, question: Question, part: Piece, form: Form) -> Iterator[tuple[str, Any]]:
    yield "metric", question.metrics[0]
    yield "metrics", question.metrics
    yield from zip(("y", "x"), question.metrics, strict=False)
    cuts = question.cuts
    if len(cuts) > 1:
        # Members make the rows, time the columns, whichever was chosen first.
        cuts.sort(key=lambda word: word in GRAINS)
        yield "across", cuts[1]
    yield "by", cuts[0] if cuts else ""
    yield "targets", bool(_value(form, "set-targets"))
    yield "filters", question.by if _value(form, "set-filters") else None
    if kind == "indicators":
        yield "groups", _groups(part, question.metrics)


def _made(kind: str, held: Mapping[str, Any]) -> Piece:
    """The part of that kind, of as much of `held` as it takes."""
    model = Tile if kind == FIGURE else KINDS[kind]
    known = {name: value for name, value in held.items() if name in model.model_fields}
    try:
        made: Piece = model.model_validate(  # type: ignore[assignment]
            known if kind == FIGURE else {"chart": kind, **known}
        )
    except ValidationError as error:
        first = error.errors()[0]
        if first["loc"][-1] in FITTED:
            # Left from the kind that it was before; this one has a usual value of its own.
            return _made(kind, {k: v for k, v in held.items() if k != first["loc"][-1]})
        raise Invalid(
            "'{word}': {reason}.", word=str(first["loc"][-1]), reason=first["msg"]
        ) from error
    return made


def _groups(part: Piece, metrics: tuple[str, ...]) -> list[dict[str, Any]]:
    """The groups that there are, without what was taken away; what is new joins the last one."""
    old = part.groups if isinstance(part, Indicators) else ()
    groups: list[dict[str, Any]] = [
        {"label": group.label, "metrics": [name for name in group.metrics if name in metrics]}
        for group in old
    ] or [{"label": Names(en="", fr=""), "metrics": []}]
    grouped = {name for group in groups for name in group["metrics"]}
    groups[-1]["metrics"] += [name for name in metrics if name not in grouped]
    return [group for group in groups if group["metrics"]]


def _title(part: Piece, here: Cockpit) -> tuple[str, str]:
    """What a chart is called when nothing is written: as its indicator."""
    if isinstance(part, Tile):
        return ("", "")
    known = here.layer.catalog.metrics
    label = known[part.metrics[0]].label if part.metrics and part.metrics[0] in known else None
    return (label.en, label.fr) if label else ("", "")


def _names(form: Form, name: str, usual: tuple[str, str]) -> dict[str, str] | None:
    """Words in both languages; one language stands for the other where only it is written."""
    en, fr = _value(form, f"{name}-en"), _value(form, f"{name}-fr")
    if not en and not fr:
        en, fr = usual
    return {"en": en or fr, "fr": fr or en} if en or fr or name != "set-title" else None


def _scope(form: Form, here: Cockpit) -> Scope | None:
    where = {
        name: tuple(keys)
        for name in here.layer.catalog.dimensions
        if (keys := [key for key in _values(form, NARROWED + name) if key])
    }
    wanted = {
        "period": _value(form, "set-period") or None,
        "compare": _value(form, "set-compare") or None,
        "where": where,
    }
    if not any(wanted.values()):
        return None
    try:
        return Scope.model_validate(wanted)
    except ValidationError as error:
        raise Invalid("This period or comparison is not one that a part can have.") from error


def _value(form: Form, name: str) -> str:
    held = form.get(name, "")
    return held.strip() if isinstance(held, str) else ""


def _values(form: Form, name: str) -> list[str]:
    return [held.strip() for held in form.getlist(name) if isinstance(held, str)]
