"""With whom a board is shared, as a form shows it and as it is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vigie.kit.i18n import Label, Text, text
from vigie.personal.boards import Kept
from vigie.personal.sharing import Share, With
from vigie.web.cockpit import Cockpit
from vigie.web.making.settings import Form


class Right(StrEnum):
    """What one circle may do."""

    NOTHING = "nothing"
    SEE = "see"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Circle:
    """Everybody, a role or a person, and what they may do with a board."""

    field: str
    label: Text | Label | str
    kind: With
    right: Right


def circles(here: Cockpit, kept: Kept) -> list[Circle]:
    """Everyone, every role, everybody but its owner."""
    rights = {
        (one.kind, one.key): Right.EDIT if one.may_edit else Right.SEE
        for one in here.personal.shares(kept.id)
    }
    people = here.workspace.people
    named: list[tuple[With, str, Text | Label | str]] = [
        (With.EVERYONE, "", text("Everybody")),
        *((With.ROLE, name, people.roles[name].label) for name in people.roles.names),
        *(
            (With.PERSON, one.id, one.name)
            for one in people.directory.all()
            if one.is_active and one.id != kept.owner_id
        ),
    ]
    return [
        Circle(f"{kind}-{key}", label, kind, rights.get((kind, key), Right.NOTHING))
        for kind, key, label in named
    ]


def shares(form: Form, known: list[Circle]) -> Iterator[Share]:
    """The circles that the form gives a right to; unknown ones are passed over."""
    for circle in known:
        right = form.get(circle.field)
        if right in (Right.SEE, Right.EDIT):
            key = circle.field.partition("-")[2]
            yield Share(circle.kind, key, right == Right.EDIT)
