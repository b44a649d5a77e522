"""Language and theme: chosen by address, kept by cookie, else the browser's, else the company's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.web.reader import accepted

from .conftest import Visitor


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("de-DE, en;q=0.3, fr-CA;q=0.7", "fr"),
        ("fr, en", "fr"),
        ("EN", "en"),
        ("en;q=0.001, fr;q=0", "en"),
        ("fr;q=wrong, en;q=0.1", "en"),
    ],
)
def test_a_browser_says_what_its_reader_likes(header: str, language: str) -> None:
    assert accepted(header) == language


@pytest.mark.parametrize("header", ["", "*", "de, it;q=0.5", "fr;q=0", "english", ";;,,=,q=1"])
def test_a_browser_that_names_neither_leaves_it_to_the_company(header: str) -> None:
    assert accepted(header) is None


@given(st.text())
def test_any_header_is_read(header: str) -> None:
    assert accepted(header) in ("fr", "en", None)


def test_whoever_has_not_chosen_reads_the_language_of_their_browser(visitor: Visitor) -> None:
    english = {"Accept-Language": "en-US,en;q=0.9,fr;q=0.8"}
    assert (
        '<html lang="en"' in Visitor(visitor.workspace, None).get("/sign-in", headers=english).text
    )
    assert '<html lang="en"' in visitor.get("/", headers=english).text
    chosen = {**english, "Cookie": "lang=fr"}
    assert '<html lang="fr"' in visitor.get("/", headers=chosen).text


def test_the_companys_language_is_for_those_who_say_nothing(visitor: Visitor) -> None:
    assert '<html lang="fr"' in visitor.get("/metrics").text
    nothing_of_ours = {"Accept-Language": "de-DE,de;q=0.9"}
    assert '<html lang="fr"' in visitor.get("/metrics", headers=nothing_of_ours).text


def test_a_choice_is_kept(visitor: Visitor) -> None:
    chosen = visitor.get("/metrics?lang=en&brightness=dark")

    assert '<html lang="en" data-theme="dark"' in chosen.text
    assert chosen.cookies["lang"] == "en"
    kept = visitor.get("/metrics", headers={"Cookie": "lang=en; theme=dark"})
    assert '<html lang="en" data-theme="dark"' in kept.text


def test_nonsense_is_ignored(visitor: Visitor) -> None:
    page = visitor.get("/metrics?lang=xx&brightness=pink", headers={"Cookie": "lang=yy"})

    assert '<html lang="fr" data-theme="auto"' in page.text


def test_numbers_follow_the_language(visitor: Visitor) -> None:
    assert "71,1\u00a0k€" in visitor.get("/?lang=fr").text
    assert "€71.1K" in visitor.get("/?lang=en").text
