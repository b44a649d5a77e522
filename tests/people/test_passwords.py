import pytest

from vigie.kit.errors import Invalid
from vigie.people.house import People
from vigie.people.person import Person

from .conftest import PASSWORD


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "motdepasse123",
        "azertyuiop1",
        "Ada Morel 2026",
        "ada@froid.fr!",
        "Froid & Cie 75",
        "aaaaaaaaaaaaaaaaaaaa",
        "x" * 201,
    ],
)
def test_what_is_guessed_easily_is_refused(people: People, ada: Person, password: str) -> None:
    with pytest.raises(Invalid):
        people.passwords.choose(ada, password)
    assert people.passwords.fits(ada.id, PASSWORD)


def test_a_password_is_kept_so_that_nobody_can_read_it(people: People, ada: Person) -> None:
    kept = people.passwords._kept(ada.id)
    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept
    assert people.directory.get(ada.id).has_password


def test_only_the_right_one_fits(people: People, ada: Person) -> None:
    assert people.passwords.fits(ada.id, PASSWORD)
    assert not people.passwords.fits(ada.id, PASSWORD + " ")
    assert not people.passwords.fits("nobody", PASSWORD)
    assert not people.passwords.fits(None, "nobody has this password")


def test_whoever_has_chosen_none_comes_in_with_none(people: People) -> None:
    bob = people.directory.add("bob@froid.fr", "Bob", "viewer")
    assert not people.passwords.fits(bob.id, "")
