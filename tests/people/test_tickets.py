import threading

import pytest

from vigie.people.house import People
from vigie.people.person import Person
from vigie.people.tickets import PATH, Purpose, Spent, Ticket

from .conftest import Hands


def test_a_link_opens_once(people: People, ada: Person) -> None:
    secret = people.tickets.make(Purpose.CHOOSE, ada.id).removeprefix(PATH)
    assert people.tickets.look(secret) == Ticket(Purpose.CHOOSE, ada.id)
    assert people.tickets.take(secret) == Ticket(Purpose.CHOOSE, ada.id)
    with pytest.raises(Spent):
        people.tickets.take(secret)


def test_of_many_who_come_at_once_one_is_let_in(people: People, ada: Person) -> None:
    secret = people.tickets.make(Purpose.ENTER, ada.id).removeprefix(PATH)
    let_in: list[Ticket] = []

    def come() -> None:
        try:
            let_in.append(people.tickets.take(secret))
        except Spent:
            return

    crowd = [threading.Thread(target=come) for _ in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(let_in) == 1


def test_a_link_grows_old(people: People, ada: Person, hands: Hands) -> None:
    secret = people.tickets.make(Purpose.CHOOSE, ada.id).removeprefix(PATH)
    hands.move(days=2)
    with pytest.raises(Spent):
        people.tickets.look(secret)


@pytest.mark.parametrize("whom", ["ada", None])
def test_a_new_link_voids_the_one_before(people: People, ada: Person, whom: str | None) -> None:
    person = ada.id if whom else None
    first = people.tickets.make(Purpose.OWNER, person).removeprefix(PATH)
    second = people.tickets.make(Purpose.OWNER, person).removeprefix(PATH)
    with pytest.raises(Spent):
        people.tickets.look(first)
    assert people.tickets.look(second)
