"""What is sealed opens with the same key, for the same owner."""

import stat
from base64 import b64encode
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select, update

from vigie.kit.errors import Invalid, VigieError
from vigie.people.factor_tables import factor
from vigie.people.house import People
from vigie.people.person import Person
from vigie.people.safe import FILE, VARIABLE, Safe

from .conftest import Hands


def kept(people: People) -> str:
    with people.store.read() as connection:
        return str(connection.scalar(select(factor.c.secret)))


def test_what_was_sealed_opens_again_also_later(tmp_path: Path) -> None:
    sealed = Safe(tmp_path).seal(b"twenty bytes of it!!", "ada")
    assert b"twenty" not in sealed.encode()
    assert len(sealed) == 64
    assert Safe(tmp_path).open(sealed, "ada") == b"twenty bytes of it!!"
    assert Safe(tmp_path).seal(b"twenty bytes of it!!", "ada") != sealed


def test_nobody_but_its_owner_reads_the_key(tmp_path: Path) -> None:
    Safe(tmp_path).seal(b"x", "ada")
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_key_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, b64encode(bytes([255]) * 32).decode())
    sealed = Safe(tmp_path).seal(b"x", "ada")
    assert Safe(tmp_path).open(sealed, "ada") == b"x"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("written", ["short", "c2hvcnQ=", "é"])
def test_what_is_no_key_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv(VARIABLE, written)
    with pytest.raises(Invalid, match=VARIABLE):
        Safe(tmp_path).seal(b"x", "ada")


def test_another_key_or_another_owner_opens_nothing(tmp_path: Path) -> None:
    sealed = Safe(tmp_path).seal(b"x", "ada")
    with pytest.raises(VigieError, match="does not open"):
        Safe(tmp_path).open(sealed, "bob")
    (tmp_path / FILE).unlink()
    with pytest.raises(VigieError, match="does not open"):
        Safe(tmp_path).open(sealed, "ada")


def test_the_state_does_not_hold_the_secret_of_a_telephone(people: People, ada: Person) -> None:
    address = people.factors.begin(ada)
    secret = address.split("secret=")[1].split("&")[0]
    assert secret not in kept(people)
    assert people.factors.begun(ada) == address


def test_a_secret_kept_before_is_sealed_when_it_is_used(
    people: People, ada: Person, hands: Hands
) -> None:
    people.factors.begin(ada)
    secret = pyotp.random_base32()
    with people.store.write() as connection:
        connection.execute(update(factor).values(secret=secret))
    people.factors.confirm(ada.id, pyotp.TOTP(secret).at(hands.at))
    assert kept(people) != secret
    hands.move(minutes=1)
    people.factors.check(ada.id, pyotp.TOTP(secret).at(hands.at))
