from vigie.people.digest import digest
from vigie.people.house import People
from vigie.people.person import Person
from vigie.people.sessions import Visit

from .conftest import Hands

HOME = Visit("192.0.2.1", "Firefox")


def test_the_state_does_not_hold_what_the_cookie_holds(people: People, ada: Person) -> None:
    secret = people.sessions.open(ada.id, HOME)
    session = people.sessions.find(secret)
    assert session is not None
    assert secret not in repr(session)
    assert people.sessions.find(digest(secret)) is None


def test_a_session_ends_when_nobody_is_there(people: People, ada: Person, hands: Hands) -> None:
    secret = people.sessions.open(ada.id, HOME)
    hands.move(hours=11)
    assert people.sessions.find(secret)
    hands.move(hours=11)
    assert people.sessions.find(secret)
    hands.move(hours=12)
    assert people.sessions.find(secret) is None
    assert people.sessions.of(ada.id) == []


def test_a_session_ends_however_busy_it_is(people: People, ada: Person, hands: Hands) -> None:
    secret = people.sessions.open(ada.id, HOME)
    for _ in range(15):
        hands.move(hours=11)
        people.sessions.find(secret)
    assert people.sessions.find(secret)
    hands.move(hours=3)
    assert people.sessions.find(secret) is None


def test_an_owner_ends_their_own_only(people: People, ada: Person) -> None:
    bob = people.directory.add("bob@froid.fr", "Bob", "viewer")
    secret = people.sessions.open(ada.id, HOME)
    session = people.sessions.find(secret)
    assert session is not None
    people.sessions.end(bob.id, session.id)
    assert people.sessions.find(secret)
    people.sessions.end(ada.id, session.id)
    assert people.sessions.find(secret) is None


def test_all_but_one_end(people: People, ada: Person) -> None:
    kept, other = (people.sessions.open(ada.id, HOME) for _ in range(2))
    session = people.sessions.find(kept)
    assert session is not None
    people.sessions.end_all(ada.id, but=session.id)
    assert people.sessions.find(kept)
    assert people.sessions.find(other) is None


def test_a_session_that_waits_for_a_second_factor_is_not_listed(
    people: People, ada: Person
) -> None:
    people.sessions.open(ada.id, HOME, is_pending=True)
    assert people.sessions.of(ada.id) == []
