"""Boards of people's own: versions that are never lost, sharing, being put away."""

import pytest
from tests.people.conftest import Hands

from vigie.kit.errors import NotFound
from vigie.people.person import Person
from vigie.personal.boards import Boards, Overtaken
from vigie.personal.sharing import Share, With
from vigie.state.store import Store


@pytest.fixture
def boards(store: Store, hands: Hands) -> Boards:
    return Boards(store, hands)


def content(boards: Boards, name: str, reader: Person) -> str:
    return boards.get(name, reader).content


def test_a_new_board_is_its_owners_alone(boards: Boards, ada: Person, bob: Person) -> None:
    name = boards.make(ada, "one", copy_of="home")

    assert [kept.id for kept in boards.of(ada)] == [name]
    assert boards.get(name, ada).copy_of == "home"
    assert boards.of(bob) == ()
    with pytest.raises(NotFound, match="not shared"):
        boards.get(name, bob)


def test_every_save_is_undone_and_done_again(boards: Boards, ada: Person) -> None:
    name = boards.make(ada, "one")
    boards.save(name, ada, "two", seen=1)
    boards.save(name, ada, "three", seen=2)

    boards.undo(name)
    boards.undo(name)
    assert content(boards, name, ada) == "one"
    assert not boards.get(name, ada).can_undo
    boards.undo(name)
    assert content(boards, name, ada) == "one"

    boards.redo(name)
    boards.redo(name)
    assert content(boards, name, ada) == "three"
    assert not boards.get(name, ada).can_redo


def test_a_change_after_an_undo_starts_a_branch_and_loses_nothing(
    boards: Boards, ada: Person
) -> None:
    name = boards.make(ada, "one")
    boards.save(name, ada, "two", seen=1)
    boards.undo(name)
    boards.save(name, ada, "other", seen=1)

    assert content(boards, name, ada) == "other"
    assert [version.content for version in boards.history(name)] == ["other", "two", "one"]
    boards.show(name, 2)
    assert content(boards, name, ada) == "two"


def test_the_second_of_two_editors_is_told_and_keeps_their_change(
    boards: Boards, ada: Person, bob: Person
) -> None:
    name = boards.make(ada, "one")
    boards.share(name, [Share(With.PERSON, bob.id, may_edit=True)])
    boards.save(name, ada, "ada's", seen=1)

    with pytest.raises(Overtaken, match="version 3") as told:
        boards.save(name, bob, "bob's", seen=1)

    assert content(boards, name, bob) == "ada's"
    boards.show(name, told.value.number)
    assert content(boards, name, ada) == "bob's"
    assert [version.author for version in boards.history(name)] == ["Bob", "Ada", "Ada"]


def test_an_unknown_version_is_refused(boards: Boards, ada: Person) -> None:
    name = boards.make(ada, "one")

    with pytest.raises(NotFound, match="version 9"):
        boards.show(name, 9)


@pytest.mark.parametrize(
    ("share", "sees"),
    [
        (Share(With.EVERYONE), {"bob", "eve"}),
        (Share(With.ROLE, "rep"), {"bob", "eve"}),
        (Share(With.ROLE, "director"), set()),
    ],
)
def test_a_board_is_shared_with_circles(
    boards: Boards, ada: Person, bob: Person, eve: Person, share: Share, sees: set[str]
) -> None:
    name = boards.make(ada, "one")
    boards.share(name, [share])

    readers = {"bob": bob, "eve": eve}
    assert {who for who, reader in readers.items() if boards.of(reader)} == sees


def test_whoever_is_shown_a_board_edits_it_only_where_they_may(
    boards: Boards, ada: Person, bob: Person, eve: Person
) -> None:
    name = boards.make(ada, "one")
    shares = (Share(With.EVERYONE), Share(With.PERSON, bob.id, may_edit=True))
    boards.share(name, shares)

    assert boards.get(name, ada).may_edit
    assert boards.get(name, bob).may_edit
    assert not boards.get(name, eve).may_edit
    assert boards.get(name, eve).owner == "Ada"
    assert set(boards.shares(name)) == set(shares)

    boards.share(name, [])
    assert boards.of(bob) == ()


def test_a_board_that_was_put_away_comes_back(
    boards: Boards, hands: Hands, ada: Person, bob: Person
) -> None:
    first, second = boards.make(ada, "one"), boards.make(ada, "two")
    boards.share(first, [Share(With.EVERYONE)])
    boards.remove(first)
    hands.move(minutes=1)
    boards.remove(second)

    assert boards.of(ada) == boards.of(bob) == ()
    assert [kept.content for kept in boards.removed(ada)] == ["two", "one"]
    assert boards.removed(bob) == ()

    boards.restore(first)
    assert content(boards, first, bob) == "one"


def test_own_boards_come_before_those_of_others(boards: Boards, ada: Person, bob: Person) -> None:
    shared = boards.make(ada, "ada's")
    boards.share(shared, [Share(With.EVERYONE)])
    own = boards.make(bob, "bob's")

    assert [kept.id for kept in boards.of(bob)] == [own, shared]
