"""Roles as YAML has them: the shipped file and the company's own, checked word by word."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vigie.kit.i18n import Label, Text, text
from vigie.kit.spelling import nearest
from vigie.model.document import Document, Place, read
from vigie.model.schema import Model
from vigie.people.permission import Permission
from vigie.people.roles import Role, Roles, Sensitive
from vigie.people.wording import wording

SHIPPED: Final = Path(__file__).parent.parent / "catalog" / "people" / "roles.yaml"
OWN: Final = "roles.yaml"  # in the workspace
ANY_TABLE: Final = "*."
ATTRIBUTES: Final = "attributes"


class _Names(BaseModel):
    model_config = ConfigDict(extra="forbid")

    en: str
    fr: str

    @property
    def label(self) -> Label:
        return Label(self.en, self.fr)


class _Sensitive(BaseModel):
    model_config = ConfigDict(extra="forbid")

    label: _Names
    columns: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()


class RoleDeclaration(BaseModel):
    """One role as the YAML has it."""

    model_config = ConfigDict(extra="forbid")

    label: _Names
    may: tuple[Permission, ...]
    rows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    veils: tuple[str, ...] = ()


class RolesFile(BaseModel):
    """A whole file of roles."""

    model_config = ConfigDict(extra="forbid")

    sensitive: Annotated[dict[str, _Sensitive], Field(default_factory=dict)]
    shared: tuple[str, ...] = ()
    roles: Annotated[dict[str, RoleDeclaration], Field(default_factory=dict)]


def load_roles(model: Model, workspace: Path | None = None) -> Roles:
    """The shipped roles with the company's own; raises Invalid with file, line and nearest word."""
    files = [SHIPPED, *([workspace / OWN] if workspace and (workspace / OWN).exists() else [])]
    found = Roles({})
    for document in map(read, files):
        found = _with(found, document, model)
    return found


def _with(known: Roles, document: Document, model: Model) -> Roles:
    file = _validated(document)
    sensitive = {
        name: Sensitive(
            name,
            group.label.label,
            frozenset(_columns(document, ("sensitive", name, "columns"), group.columns, model)),
            frozenset(group.metrics),
        )
        for name, group in file.sensitive.items()
    }
    groups = {**known.sensitive, **sensitive}
    for index, table in enumerate(file.shared):
        _known(document, ("shared", index), table, model.tables)
    roles = {name: _role(document, name, one, groups) for name, one in file.roles.items()}
    return Roles({**known.roles, **roles}, groups, known.shared | set(file.shared))


def _validated(document: Document) -> RolesFile:
    try:
        return RolesFile.model_validate(document.content)
    except ValidationError as error:
        first = error.errors()[0]
        where: Place = first["loc"]
        match first["type"]:
            case "enum":
                problem = _unknown(str(first["input"]), [*Permission])
            case "extra_forbidden":
                known = [*RolesFile.model_fields, *RoleDeclaration.model_fields]
                problem = _unknown(str(where[-1]), known)
            case _:
                problem = text("'{word}': {reason}.", word=where[-1], reason=first["msg"])
        raise document.error(where, problem) from error


def _role(
    document: Document, name: str, declared: RoleDeclaration, groups: Mapping[str, Sensitive]
) -> Role:
    place: Place = ("roles", name)
    for kind in ("hides", "veils"):
        for index, group in enumerate(getattr(declared, kind)):
            _known(document, (*place, kind, index), group, groups)
    rows = []
    for index, words in enumerate(declared.rows):
        try:
            rows.append(wording(words))
        except ValueError as error:
            raise document.error((*place, "rows", index), error.args[0]) from error
    return Role(
        name,
        declared.label.label,
        frozenset(declared.may),
        tuple(rows),
        declared.hides,
        declared.veils,
    )


def _columns(document: Document, place: Place, names: tuple[str, ...], model: Model) -> list[str]:
    found = []
    for index, name in enumerate(names):
        if name.startswith(ANY_TABLE):
            found += [f"{table}.{name.removeprefix(ANY_TABLE)}" for table in model.tables]
            continue
        table, _, column = name.partition(".")
        _known(document, (*place, index), table, model.tables)
        known = [*model.tables[table].columns, ATTRIBUTES]
        _known(document, (*place, index), column, known)
        found.append(name)
    return found


def _known(document: Document, where: Place, word: str, known: Collection[str]) -> None:
    if word not in known:
        raise document.error(where, _unknown(word, known))


def _unknown(word: str, known: Collection[str]) -> Text:
    near = nearest(word, known)
    if near:
        return text("'{word}' is not known here; did you mean '{near}'?", word=word, near=near)
    return text("'{word}' is not known here; known: {known}.", word=word, known=", ".join(known))
