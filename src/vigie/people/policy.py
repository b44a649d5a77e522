"""From a role's words to what one person may see, as the metric layer takes it."""

from collections.abc import Iterator

from vigie.kit.individuals import IndividualsForm
from vigie.metrics.language.policy import Guard, RowPolicy, Sight
from vigie.people.permission import Permission
from vigie.people.person import LinkKind, Person
from vigie.people.roles import Role, Roles
from vigie.people.staff import Staff
from vigie.people.wording import Wording


def sight(
    person: Person, roles: Roles, staff: Staff, individuals: IndividualsForm | None = None
) -> Sight:
    """The rows and the columns that `person` may see by their role."""
    role = roles[person.role]
    return Sight(
        rows=RowPolicy(tuple(_filters(role, person, staff))),
        hidden=roles.columns(role.hides) - roles.columns(role.veils),
        veiled=roles.columns(role.veils),
        withheld=roles.metrics((*role.hides, *role.veils)),
        guard=_guard(role, person, individuals or IndividualsForm()),
    )


def _guard(role: Role, person: Person, individuals: IndividualsForm) -> Guard | None:
    """What is kept of single colleagues from somebody whose role does not include them."""
    sees_all = Permission.SEE_INDIVIDUALS in role.may
    kinds = {"sales_rep": LinkKind.SALES_REP, "manager": LinkKind.SALES_REP, "team": LinkKind.TEAM}
    guard = Guard(
        entity=individuals.entity,
        least=0 if sees_all else individuals.smallest_group,
        lists=sees_all or individuals.side_by_side,
        own=frozenset(person.keys(kinds[individuals.entity])),
        base=individuals.smallest_base,
        purpose=individuals.purpose,
    )
    is_idle = guard.is_open and not (guard.base or guard.purpose)
    return None if is_idle else guard


def is_lost(person: Person, roles: Roles, staff: Staff) -> bool:
    """Whether the person sees no row at all, for want of a link to the company's data."""
    sets = [one.of for one in roles[person.role].rows if one.of]
    return any(not staff.members(of, person) for of in sets)


def _filters(role: Role, person: Person, staff: Staff) -> Iterator[str]:
    for wording in role.rows:
        yield from _filter(wording, person, staff)


def _filter(wording: Wording, person: Person, staff: Staff) -> Iterator[str]:
    if wording.of is None:
        yield wording.words
        return
    key = f"{wording.dimension}.key"
    members = staff.members(wording.of, person)
    if members:
        quoted = ("'" + member.replace("'", "''") + "'" for member in members)
        yield f"{key} in ({', '.join(quoted)})"
        return
    # Nobody is in the set: two filters that no row passes at once.
    yield f"{key} is null"
    yield f"{key} is not null"
