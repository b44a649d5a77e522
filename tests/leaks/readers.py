"""Those who look at the generated company: what each may see decides whose rows must stay out."""

from dataclasses import dataclass
from typing import Final

from vigie.model.loader import load_model
from vigie.people.declaration import load_roles
from vigie.people.person import Link, LinkKind

from .generated import REPS, Owner, key_of

ROLES: Final = """\
roles:
  regional:
    label: {en: Regional, fr: Régional}
    may: [see_figures, see_rows, export, make_tokens]
    rows: ["region = 'qclaraq region'"]
    hides: [pay, source_columns]
  territorial:
    label: {en: Territorial, fr: De secteur}
    may: [see_figures, see_rows, export]
    rows: [territory in my territories]
    hides: [pay, source_columns]
  clerk:
    label: {en: Clerk, fr: Employé}
    may: [see_figures, see_rows, export, see_imports]
    rows: [sales_rep in me]
    hides: [pay, contact_details, source_columns]
    veils: [customers]
  outsider:
    label: {en: Outsider, fr: Externe}
    may: [see_figures, see_rows, export, see_imports, make_tokens]
    hides: [costs, pay, contact_details, source_columns]
    veils: [customers, salespeople]
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody by role, the rows that they may see by whose they are."""

    role: str
    sees: tuple[Owner, ...]
    links: tuple[Link, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.role}@reader.example"

    @property
    def hidden(self) -> tuple[Owner, ...]:
        """The owners of rows that they may not see."""
        kept = (*self.sees, Owner.COMMON)
        return tuple(one for one in Owner if one not in kept)


def _rep(owner: Owner) -> Link:
    return Link(LinkKind.SALES_REP, key_of("sales_rep", owner, 0))


_TEAM: Final = Link(LinkKind.TEAM, key_of("team", Owner.COMMON, 0))
_TERRITORY: Final = Link(
    LinkKind.TERRITORY, key_of("territory", Owner.COMMON, REPS.index(Owner.CLARA))
)
NARROWED: Final = (
    Reader("rep", (Owner.ANNE,), (_rep(Owner.ANNE),)),
    Reader("manager", (Owner.ANNE, Owner.BRUNO), (_TEAM,)),
    Reader("regional", (Owner.CLARA,)),
    Reader("territorial", (Owner.CLARA,), (_TERRITORY,)),
    Reader("clerk", (Owner.ANNE,), (_rep(Owner.ANNE),)),
)
"""Those with row filters."""

SHIPPED: Final = load_roles(load_model()).roles
WHOLE: Final = tuple(
    Reader(role, tuple(Owner))
    for role in (*(name for name, one in SHIPPED.items() if not one.rows), "outsider")
)
"""Those who see every row, of most of them not every column: the shipped roles, as many as are."""

READERS: Final = (
    *NARROWED,
    *(
        r
        for r in WHOLE
        if r.role not in SHIPPED or (*SHIPPED[r.role].hides, *SHIPPED[r.role].veils)
    ),
)
"""Those from whom anything is kept."""
