"""What a company says about its processing: the shipped text, completed by `privacy.yaml`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from vigie.kit.errors import Invalid
from vigie.kit.i18n import Label, Text, text
from vigie.kit.spelling import nearest
from vigie.model.document import Document, read
from vigie.privacy.subjects import CATALOGUE

OWN: Final = "privacy.yaml"  # in the workspace


def _label(said: object) -> object:
    """A bare text is the same in both languages."""
    if isinstance(said, Label):
        return said
    if isinstance(said, str):
        return Label(said, said)
    if isinstance(said, dict) and said.keys() == {"en", "fr"}:
        return Label(str(said["en"]), str(said["fr"]))
    raise ValueError("write a text, or {en: …, fr: …}")


Words = Annotated[Label, BeforeValidator(_label)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Party(_Said):
    """Somebody to write to."""

    name: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.address, self.email, self.phone) if part)


class Category(_Said):
    """A kind of data: columns by name, or whole tables."""

    label: Words
    columns: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()


class Activity(_Said):
    """One processing activity."""

    label: Words
    purpose: Words
    legal_basis: str
    audiences: tuple[str, ...]
    tables: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()  # beside those of the tables
    because: Words  # how long, and why so long
    outside: tuple[str, ...] = ()  # recipients outside the company
    transfers: tuple[str, ...] = ()  # out of the European Union, with their safeguards


class Rule(_Said):
    """After how many months, counted from what."""

    months: Annotated[int, Field(ge=1, le=1200)] = 36
    since: str | None = Field(None, alias="from")  # a date column; None: the last sign of life
    columns: tuple[str, ...] = ()
    never: bool = False
    because: Words = Label("", "")


class Retention(_Said):
    """How long data stay, table by table."""

    people: Mapping[str, Rule] = {}
    columns: Mapping[str, Rule] = {}
    files: Rule | None = None  # received files, from the day on which they were kept


class Contacting(_Said):
    """Whom the company may write to without having asked first."""

    # Customers, by e-mail, about products like those they bought (CPCE, L. 34-5).
    soft_opt_in: bool = False
    soft_months: Annotated[int, Field(ge=1)] = 36  # after the last purchase


class Company(_Said):
    """The workspace's `privacy.yaml`."""

    controller: Party = Party()
    officer: Party = Party()
    activities: Mapping[str, Mapping[str, Any]] = {}
    security: tuple[Words, ...] = ()
    texts: Mapping[str, Words] = {}  # version → what people agreed to
    contacting: Contacting = Contacting()
    retention: Retention = Retention()


class _Shipped(_Said):
    audiences: Mapping[str, Words]
    categories: Mapping[str, Category]
    activities: Mapping[str, Activity]
    legal_bases: Mapping[str, Words]


class Declaration(_Said):
    """The whole text, the company's over the shipped one."""

    company: Company
    audiences: Mapping[str, Words]
    categories: Mapping[str, Category]
    activities: Mapping[str, Activity]
    legal_bases: Mapping[str, Words]
    retention: Retention


def load_declaration(workspace: Path) -> Declaration:
    """What holds in a workspace; raises Invalid with file, line and the nearest word."""
    shipped = _Shipped.model_validate(read(CATALOGUE / "processing.yaml").content)
    rules = Retention.model_validate(read(CATALOGUE / "retention.yaml").content)
    file = workspace / OWN
    if not file.exists():
        return Declaration(company=Company(), retention=rules, **_parts(shipped))
    document = read(file)
    try:
        company = Company.model_validate(document.content)
        activities = _completed(document, shipped, company)
    except ValidationError as error:
        raise _explained(document, error) from error
    own = company.retention
    retention = Retention(
        people={**rules.people, **own.people},
        columns={**rules.columns, **own.columns},
        files=own.files or rules.files,
    )
    parts = {**_parts(shipped), "activities": activities}
    return Declaration(company=company, retention=retention, **parts)


def _parts(shipped: _Shipped) -> dict[str, Any]:
    return {name: getattr(shipped, name) for name in _Shipped.model_fields}


def _completed(document: Document, shipped: _Shipped, company: Company) -> dict[str, Activity]:
    """The shipped activities as the company corrects them, and its own."""
    found = dict(shipped.activities)
    for name, said in company.activities.items():
        known = found.get(name)
        before = {key: getattr(known, key) for key in Activity.model_fields} if known else {}
        found[name] = Activity.model_validate({**before, **said})
        _check(document, name, found[name].audiences, shipped.audiences)
        _check(document, name, (found[name].legal_basis,), shipped.legal_bases)
    return found


def _check(
    document: Document, activity: str, words: tuple[str, ...], known: Mapping[str, Label]
) -> None:
    for word in words:
        if word not in known:
            near = nearest(word, known) or ", ".join(known)
            problem = _unknown(word, near)
            raise document.error(("activities", activity), problem)


def _unknown(word: str, near: str) -> Text:
    return text("'{word}' is not known here; did you mean '{near}'?", word=word, near=near)


def _explained(document: Document, error: ValidationError) -> Invalid:
    first = error.errors()[0]
    where = first["loc"]
    word = str(where[-1])
    if first["type"] == "extra_forbidden":
        forms = (Company, Party, Activity, Rule, Retention, Contacting)
        known = [f.alias or name for form in forms for name, f in form.model_fields.items()]
        near = nearest(word, known) or ", ".join(Company.model_fields)
        problem = _unknown(word, near)
    else:
        problem = text("'{word}': {reason}.", word=word, reason=first["msg"])
    return document.error(where, problem)
