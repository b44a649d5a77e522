from datetime import timedelta

import pytest

from vigie.kit.errors import Invalid
from vigie.people.house import People
from vigie.people.person import Person

from .conftest import Hands

MONTH = timedelta(days=30)


def test_a_token_is_told_once_and_found_by_its_secret(people: People, ada: Person) -> None:
    made, secret = people.tokens.make(ada.id, " Power  BI ", ["see_figures", "export"], MONTH)
    assert secret.startswith("vigie_")
    found = people.tokens.find(secret)
    assert found is not None
    assert (found.id, found.name, found.scopes) == (made.id, "Power BI", ("see_figures", "export"))
    assert secret not in repr(people.tokens.of(ada.id))


def test_a_token_ends(people: People, ada: Person, hands: Hands) -> None:
    _, secret = people.tokens.make(ada.id, "t", ["see_figures"], MONTH)
    hands.move(days=30)
    assert people.tokens.find(secret) is None
    assert people.tokens.of() == []


def test_a_token_is_revoked_by_its_owner_only(people: People, ada: Person) -> None:
    made, secret = people.tokens.make(ada.id, "t", ["see_figures"], MONTH)
    assert not people.tokens.revoke(made.id, "somebody else")
    assert people.tokens.find(secret)
    assert people.tokens.revoke(made.id, ada.id)
    assert people.tokens.find(secret) is None


@pytest.mark.parametrize(("scopes", "days"), [([], 30), (["see_figures"], 0), (["export"], 400)])
def test_a_token_without_limits_is_refused(
    people: People, ada: Person, scopes: list[str], days: int
) -> None:
    with pytest.raises(Invalid):
        people.tokens.make(ada.id, "t", scopes, timedelta(days=days))


def test_the_use_of_a_token_is_noted(people: People, ada: Person, hands: Hands) -> None:
    _, secret = people.tokens.make(ada.id, "t", ["see_figures"], MONTH)
    assert people.tokens.of(ada.id)[0].used_at is None
    people.tokens.find(secret)
    assert people.tokens.of(ada.id)[0].used_at == hands.at
