"""Identifiers are sound but belong to nobody."""

import numpy as np
import pytest

from vigie.demo import wording


def luhn(number: str) -> int:
    digits = [int(c) * (1 + place % 2) for place, c in enumerate(reversed(number))]
    return sum(d - 9 * (d > 9) for d in digits) % 10


def test_sirens_and_sirets_pass_the_luhn_check() -> None:
    siren = wording.sirens(np.random.default_rng(1), 500)
    siret = wording.sirets(siren)
    assert {luhn(number) for number in [*siren, *siret]} == {0}
    assert {len(number) for number in siren} == {9}
    assert all(long.startswith(short) for short, long in zip(siren, siret, strict=True))


def test_vat_numbers_carry_the_key_of_their_siren() -> None:
    # The worked example that tax offices publish: SIREN 404833048 has key 83.
    assert list(wording.vat_numbers(np.array(["404833048"], dtype=object))) == ["FR83404833048"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Éts Lefèvre & Fils", "ets-lefevre-fils"), ("Clim' Côte d'Azur", "clim-cote-d-azur")],
)
def test_slugs_keep_only_what_an_address_may_hold(name: str, expected: str) -> None:
    assert wording.slug(np.array([name], dtype=object))[0] == expected
