"""Who may be chosen in the demo: one person for each role, the sellers linked to their own rows."""

from typing import Final

from vigie.people.person import Link, LinkKind
from vigie.workspace import Workspace

PLACE: Final = "demo.example"
NAMES: Final = {
    "director": "Hélène Garnier",
    "manager": "Stéphane Caron",
    "rep": "Camille Lefebvre",
    "marketing": "Inès Marchetti",
    "finance": "Paul Delorme",
    "supply": "Nadia Haddad",
    "data": "Arthur Lemoine",
    "privacy_officer": "Sylvie Berthier",
    "admin": "Marc Olivier",
    "viewer": "Emma Rousseau",
}


def let_in(workspace: Workspace) -> None:
    """Adds the people of the demo, once."""
    directory = workspace.people.directory
    known = {person.role for person in directory.all() if person.is_demo}
    for role, name in NAMES.items():
        if role not in known:
            links = _links(workspace, role)
            directory.add(f"{role.replace('_', '-')}@{PLACE}", name, role, links, is_demo=True)


def _links(workspace: Workspace, role: str) -> list[Link]:
    """The first salesperson of the first team, or that whole team."""
    reps = workspace.roster.now().reps
    first = next((key for key, rep in sorted(reps.items()) if rep.team), None)
    if first is None:
        return []
    match role:
        case "rep":
            return [Link(LinkKind.SALES_REP, first)]
        case "manager":
            return [Link(LinkKind.TEAM, reps[first].team or "")]
        case _:
            return []
