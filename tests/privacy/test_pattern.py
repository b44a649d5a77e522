"""A person is recognised however they are spelled, and nobody else is taken for them."""

import re

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.privacy import pattern

NAME = pattern.name("Zélie Brunâtre")
EMAIL = pattern.email("Zelie.Brunatre@exemple.fr")
PHONE = pattern.phone("+33 (0)6 41 52 63 74")


def found(pattern: str, text: str) -> bool:
    """What both readers of patterns say, which must be the same."""
    here = re.search(pattern, text) is not None
    engine = duckdb.sql("SELECT regexp_matches($t, $p)", params={"t": text, "p": pattern})
    assert engine.fetchall() == [(here,)]
    return here


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (NAME, "Zélie Brunâtre"),
        (NAME, "BRUNATRE Zelie"),
        (NAME, "Facture F1 BRUNÂTRE-ZÉLIE, 2 pièces"),
        (NAME, "livrée à Z. Brunâtre."),
        (NAME, "Rappeler Mme Brunâtre"),
        (NAME, "Ze\u0301lie Bruna\u0302tre"),
        (NAME, r'{"nom": "Z\u00e9lie Brun\u00e2tre"}'),
        (NAME, r'{"note": "x\nZelie Brunatre"}'),
        (NAME, "zelie.brunatre"),
        (NAME, "zelie_brunatre.pdf"),
        (EMAIL, "ZELIE.BRUNATRE@EXEMPLE.FR"),
        (EMAIL, "<zelie.brunatre@exemple.fr>"),
        (EMAIL, "?to=zelie.brunatre%40exemple.fr&x=1"),
        (PHONE, "06 41 52 63 74"),
        (PHONE, "06.41.52.63.74"),
        (PHONE, "0641526374"),
        (PHONE, "+33641526374"),
        (PHONE, "0033 6 41-52-63-74"),
        (PHONE, "641526374"),
    ],
)
def test_a_person_is_recognised(one: str, text: str) -> None:
    assert found(one, text)


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (NAME, "Brunâtre"),
        (NAME, "Zélie Brunâtreau"),
        (NAME, "couleur : brunâtre"),
        (EMAIL, "azelie.brunatre@exemple.fr"),
        (EMAIL, "marie-zelie.brunatre@exemple.fr"),
        (EMAIL, "zelie.brunatre@exemple.fra"),
        (PHONE, "1064152637499"),
        (PHONE, "F0641526"),
    ],
)
def test_nobody_else_is_taken_for_them(one: str, text: str) -> None:
    assert not found(one, text)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text("abcdefghéèàçïü'-", min_size=2, max_size=8), min_size=2, max_size=3))
def test_a_name_finds_itself_in_any_case(parts: list[str]) -> None:
    name = " ".join(parts)
    if len(pattern.words_of(name)) > 1:
        for said in (name, name.upper(), pattern.folded(name), f"x {name}, y"):
            assert found(pattern.name(name), said)
