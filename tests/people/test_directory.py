import pytest

from vigie.kit.errors import Invalid, NotFound, Refused
from vigie.people.house import People
from vigie.people.person import Link, LinkKind, Person
from vigie.people.sessions import Visit


def test_a_person_is_found_however_the_address_is_written(people: People, ada: Person) -> None:
    assert people.directory.find("  Ada@Froid.FR ") == ada


def test_nobody_is_known_twice(people: People, ada: Person) -> None:
    with pytest.raises(Refused, match="known already"):
        people.directory.add("ADA@froid.fr", "Another", "viewer")


def test_the_refusal_of_a_stranger_does_not_repeat_the_address(people: People) -> None:
    with pytest.raises(NotFound) as refused:
        people.directory.find("zoe@froid.fr")
    assert "zoe" not in str(refused.value)


@pytest.mark.parametrize("address", ["", "ada", "ada@", "a b@c.fr", "@c.fr", f"{'a' * 300}@c.fr"])
def test_what_is_no_address_is_refused(people: People, address: str) -> None:
    with pytest.raises(Invalid, match="not an e-mail address"):
        people.directory.add(address, "Ada", "viewer")


def test_an_unknown_role_is_answered_with_the_nearest(people: People) -> None:
    with pytest.raises(NotFound, match="did you mean 'manager'"):
        people.directory.add("ada@froid.fr", "Ada", "manger")


def test_links_are_replaced_as_a_whole(people: People, ada: Person) -> None:
    first = [Link(LinkKind.SALES_REP, "C1"), Link(LinkKind.TEAM, "T1"), Link(LinkKind.TEAM, "T1")]
    people.directory.relink(ada.id, first)
    assert people.directory.get(ada.id).links == (first[0], first[1])
    people.directory.relink(ada.id, [Link(LinkKind.TERRITORY, "Z1")])
    assert people.directory.get(ada.id).keys(LinkKind.SALES_REP) == ()
    assert people.directory.all()[0].keys(LinkKind.TERRITORY) == ("Z1",)


def test_the_last_administrator_stays(people: People, ada: Person) -> None:
    with pytest.raises(Refused, match="must stay"):
        people.directory.give_role(ada.id, "viewer")
    with pytest.raises(Refused, match="must stay"):
        people.directory.activate(ada.id, False)
    assert people.directory.get(ada.id) == ada
    people.directory.add("bob@froid.fr", "Bob", "admin")
    people.directory.give_role(ada.id, "viewer")
    assert people.directory.get(ada.id).role == "viewer"


def test_whoever_may_no_longer_come_in_is_signed_out(people: People, ada: Person) -> None:
    people.directory.add("bob@froid.fr", "Bob", "admin")
    secret = people.sessions.open(ada.id, Visit("192.0.2.1"))
    people.directory.activate(ada.id, False)
    assert people.sessions.find(secret) is None


def test_the_directory_is_empty_until_somebody_comes(people: People) -> None:
    assert people.directory.is_empty()
    people.directory.add("ada@froid.fr", "", "admin")
    assert not people.directory.is_empty()
    assert people.directory.find("ada@froid.fr").name == "ada"
