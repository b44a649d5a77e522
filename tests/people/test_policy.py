from datetime import UTC, datetime

import pytest

from vigie.model.schema import Model
from vigie.people.declaration import load_roles
from vigie.people.person import Link, LinkKind, Person
from vigie.people.policy import is_lost, sight
from vigie.people.roles import Roles
from vigie.people.staff import Staff
from vigie.people.wording import Set
from vigie.warehouse.staff import Rep

STAFF = Staff(
    {
        "D": Rep("D", None, None, None),
        "M": Rep("M", "D", None, "Z1"),
        "A": Rep("A", "M", "T1", "Z1"),
        "B": Rep("B", "M", "T1", "Z2"),
        "C": Rep("C", None, "T2", None),
        "E": Rep("E", "A", None, None),
    },
    {"T0": None, "T1": "T0", "T2": "T0", "T3": None},
)


def person(role: str = "rep", *links: tuple[LinkKind, str]) -> Person:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    known = tuple(Link(kind, key) for kind, key in links)
    return Person("p", "p@x.fr", "P", role, True, False, True, at, known)


@pytest.fixture(scope="module")
def roles(model: Model) -> Roles:
    return load_roles(model)


@pytest.mark.parametrize(
    ("of", "links", "members"),
    [
        (Set.ME, [(LinkKind.SALES_REP, "A")], ("A",)),
        (Set.ME, [(LinkKind.TEAM, "T1")], ()),
        (Set.TEAM, [(LinkKind.SALES_REP, "B")], ("B",)),
        (Set.TEAM, [(LinkKind.SALES_REP, "M")], ("A", "B", "E", "M")),
        (Set.TEAM, [(LinkKind.SALES_REP, "D")], ("A", "B", "D", "E", "M")),
        (Set.TEAM, [(LinkKind.TEAM, "T2")], ("C",)),
        (Set.TEAM, [(LinkKind.TEAM, "T0")], ("A", "B", "C", "E")),
        (Set.TEAMS, [(LinkKind.TEAM, "T0")], ("T0", "T1", "T2")),
        (Set.TEAMS, [(LinkKind.SALES_REP, "A")], ()),
        (Set.TERRITORIES, [(LinkKind.SALES_REP, "A"), (LinkKind.TERRITORY, "Z9")], ("Z1", "Z9")),
        (Set.TERRITORIES, [(LinkKind.SALES_REP, "gone")], ()),
    ],
)
def test_a_set_is_made_of_the_companys_own_data(
    of: Set, links: list[tuple[LinkKind, str]], members: tuple[str, ...]
) -> None:
    assert STAFF.members(of, person("rep", *links)) == members


def test_leaders_who_lead_each_other_are_not_followed_for_ever() -> None:
    staff = Staff({"A": Rep("A", "B", None, None), "B": Rep("B", "A", None, None)}, {"T": "T"})
    assert staff.members(Set.TEAM, person("rep", (LinkKind.SALES_REP, "A"))) == ("A", "B")


def test_a_rep_sees_their_own_rows_and_no_cost(roles: Roles) -> None:
    seen = sight(person("rep", (LinkKind.SALES_REP, "A")), roles, STAFF)
    assert seen.rows.filters == ("sales_rep.key in ('A')",)
    assert "invoice_line.cost_amount" in seen.hidden
    assert "account.attributes" in seen.hidden


def test_a_key_with_a_quote_stays_one_value(roles: Roles) -> None:
    seen = sight(person("rep", (LinkKind.SALES_REP, "O'Neil')) or (1=1")), roles, STAFF)
    assert seen.rows.filters == ("sales_rep.key in ('O''Neil'')) or (1=1')",)


def test_whoever_is_linked_to_nothing_sees_no_row(roles: Roles) -> None:
    lost = person("rep")
    filters = sight(lost, roles, STAFF).rows.filters
    assert filters == ("sales_rep.key is null", "sales_rep.key is not null")
    assert is_lost(lost, roles, STAFF)
    assert not is_lost(person("director"), roles, STAFF)


def test_the_administrator_sees_everything(roles: Roles) -> None:
    assert sight(person("admin"), roles, STAFF).is_whole


def test_a_veiled_column_is_not_hidden_too(roles: Roles) -> None:
    seen = sight(person("viewer"), roles, STAFF)
    assert "account.name" in seen.veiled
    assert not seen.veiled & seen.hidden
