from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest

from vigie.kit.errors import Invalid
from vigie.people.factors import WrongCode
from vigie.people.house import People
from vigie.people.person import Person

from .conftest import Hands


@pytest.fixture
def phone(people: People, ada: Person) -> pyotp.TOTP:
    address = people.factors.begin(ada)
    assert urlsplit(address).scheme == "otpauth"
    assert people.factors.begun(ada) == address
    return pyotp.TOTP(parse_qs(urlsplit(address).query)["secret"][0])


def test_it_is_on_once_a_code_was_right(
    people: People, ada: Person, phone: pyotp.TOTP, hands: Hands
) -> None:
    assert not people.factors.is_on(ada.id)
    with pytest.raises(WrongCode):
        people.factors.confirm(ada.id, "000000")
    assert len(people.factors.confirm(ada.id, phone.at(hands.at))) == 10
    assert people.factors.is_on(ada.id)
    with pytest.raises(Invalid, match="already"):
        people.factors.begin(ada)


def test_a_code_is_good_once_and_for_its_time(
    people: People, ada: Person, phone: pyotp.TOTP, hands: Hands
) -> None:
    first = phone.at(hands.at)
    people.factors.confirm(ada.id, first)
    with pytest.raises(WrongCode):
        people.factors.check(ada.id, first)
    hands.move(seconds=30)
    people.factors.check(ada.id, f" {phone.at(hands.at)} ")
    hands.move(seconds=30)
    late = phone.at(hands.at)
    hands.move(seconds=90)
    with pytest.raises(WrongCode):
        people.factors.check(ada.id, late)


def test_a_recovery_code_is_good_once(
    people: People, ada: Person, phone: pyotp.TOTP, hands: Hands
) -> None:
    codes = people.factors.confirm(ada.id, phone.at(hands.at))
    people.factors.check(ada.id, codes[0].upper())
    with pytest.raises(WrongCode):
        people.factors.check(ada.id, codes[0])
    people.factors.check(ada.id, codes[1])


def test_nobody_without_a_factor_passes(people: People, ada: Person) -> None:
    with pytest.raises(WrongCode):
        people.factors.check(ada.id, "000000")


def test_it_is_turned_off_as_a_whole(
    people: People, ada: Person, phone: pyotp.TOTP, hands: Hands
) -> None:
    codes = people.factors.confirm(ada.id, phone.at(hands.at))
    people.factors.turn_off(ada.id)
    assert not people.factors.is_on(ada.id)
    with pytest.raises(WrongCode):
        people.factors.check(ada.id, codes[0])
