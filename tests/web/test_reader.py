"""Language and theme: chosen by address, kept by cookie, else the company's."""

from .conftest import Visitor


def test_the_companys_language_comes_first(visitor: Visitor) -> None:
    assert '<html lang="fr"' in visitor.get("/metrics").text


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
