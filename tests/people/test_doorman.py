import pytest

from vigie.people.doorman import WrongPassword
from vigie.people.house import People
from vigie.people.person import Person
from vigie.people.sessions import Visit
from vigie.people.throttle import TooOften

from .conftest import PASSWORD, Hands

HOME = Visit("192.0.2.1", "Firefox")
STRANGER = Visit("203.0.113.9")


def fail(people: People, visit: Visit, email: str = "ada@froid.fr") -> None:
    with pytest.raises(WrongPassword):
        people.doorman.check(email, "wrong horse", visit)


def test_the_right_password_lets_in(people: People, ada: Person) -> None:
    assert people.doorman.check("Ada@froid.fr", PASSWORD, HOME) == ada
    entry = people.doorman.enter(ada, HOME)
    session = people.sessions.find(entry.session)
    assert session is not None
    assert (session.person_id, session.address) == (ada.id, "192.0.2.1")


def test_a_wrong_password_and_a_stranger_are_told_the_same(people: People, ada: Person) -> None:
    said = []
    for email in ("ada@froid.fr", "nobody@froid.fr"):
        with pytest.raises(WrongPassword) as refused:
            people.doorman.check(email, "wrong horse", HOME)
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_whoever_may_no_longer_come_in_stays_out(people: People, ada: Person) -> None:
    people.directory.add("bob@froid.fr", "Bob", "admin")
    people.directory.activate(ada.id, False)
    with pytest.raises(WrongPassword):
        people.doorman.check("ada@froid.fr", PASSWORD, HOME)


def test_guessing_waits_longer_and_longer(people: People, ada: Person, hands: Hands) -> None:
    for _ in range(5):
        fail(people, STRANGER)
    with pytest.raises(TooOften, match="wait 1 s"):
        people.doorman.check("ada@froid.fr", PASSWORD, STRANGER)
    hands.move(seconds=1)
    fail(people, STRANGER)
    with pytest.raises(TooOften, match="wait 2 s"):
        people.doorman.check("ada@froid.fr", PASSWORD, STRANGER)
    hands.move(seconds=2)
    assert people.doorman.check("ada@froid.fr", PASSWORD, STRANGER) == ada
    fail(people, STRANGER)


def test_the_wait_never_exceeds_a_quarter_of_an_hour(
    people: People, ada: Person, hands: Hands
) -> None:
    for _ in range(40):
        fail(people, STRANGER)
        hands.move(minutes=15)


def test_a_stranger_does_not_hold_up_the_owner(people: People, ada: Person) -> None:
    for _ in range(5):
        fail(people, STRANGER)
    with pytest.raises(TooOften):
        people.doorman.check("ada@froid.fr", PASSWORD, STRANGER)
    assert people.doorman.check("ada@froid.fr", PASSWORD, HOME) == ada


def test_a_crowd_of_strangers_does_not_hold_up_a_known_machine(people: People, ada: Person) -> None:
    known = people.doorman.enter(ada, HOME).device
    for number in range(60):
        try:
            people.doorman.check("ada@froid.fr", "wrong horse", Visit(f"203.0.113.{number}"))
        except (WrongPassword, TooOften):
            continue
    with pytest.raises(TooOften):
        people.doorman.check("ada@froid.fr", PASSWORD, HOME)
    assert people.doorman.check("ada@froid.fr", PASSWORD, Visit("192.0.2.1", device=known)) == ada


def test_a_known_machine_of_one_person_is_a_stranger_to_another(
    people: People, ada: Person
) -> None:
    device = people.doorman.enter(ada, HOME).device
    people.directory.add("bob@froid.fr", "Bob", "viewer")
    thief = Visit("192.0.2.1", device=device)
    for _ in range(5):
        fail(people, thief, "bob@froid.fr")
    with pytest.raises(TooOften):
        people.doorman.check("bob@froid.fr", "wrong horse", thief)
    assert people.doorman.check("ada@froid.fr", PASSWORD, thief) == ada


def test_one_address_that_tries_many_people_is_slowed_down(people: People, ada: Person) -> None:
    for number in range(50):
        fail(people, STRANGER, f"p{number}@froid.fr")
    with pytest.raises(TooOften):
        people.doorman.check("ada@froid.fr", PASSWORD, STRANGER)


def test_tries_are_forgotten_after_a_day(people: People, ada: Person, hands: Hands) -> None:
    for _ in range(5):
        fail(people, STRANGER)
    hands.move(days=1, seconds=1)
    for _ in range(5):
        fail(people, STRANGER)
