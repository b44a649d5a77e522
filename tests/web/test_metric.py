"""The pages of indicators."""

import pytest

from vigie.workspace import Workspace

from .conftest import Visitor


def shown(workspace: Workspace) -> list[str]:
    return [metric.id for metric in workspace.metrics.catalog.shown]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_indicator_has_a_page(visitor: Visitor, lang: str) -> None:
    for name in shown(visitor.workspace):
        page = visitor.get(f"/metrics/{name}?lang={lang}")
        assert page.status_code == 200, name
        assert f"<code>{name}</code>" in page.text


def test_the_list_finds_words_without_accents(visitor: Visitor) -> None:
    page = visitor.get("/metrics?q=echus&lang=fr").text

    assert 'href="/metrics/overdue"' in page
    assert 'href="/metrics/revenue"' not in page


def test_the_list_finds_what_people_call_an_indicator(visitor: Visitor) -> None:
    page = visitor.get("/metrics?q=facturation&lang=en").text

    assert 'href="/metrics/revenue"' in page
    assert 'href="/metrics/overdue"' not in page


def test_a_search_without_result_leads_on(visitor: Visitor) -> None:
    page = visitor.get("/metrics?q=zzz&lang=en").text

    assert "No indicator mentions" in page
    assert 'href="/metrics"' in page


def test_a_wrong_name_gets_the_nearest_one(visitor: Visitor) -> None:
    page = visitor.get("/metrics/revenu?lang=en")

    assert page.status_code == 404
    assert "revenue" in page.text


def test_a_breakdown_follows_the_address(visitor: Visitor) -> None:
    page = visitor.get("/metrics/revenue?by=channel").text

    assert "Site web" in page
    assert "Agence" in page


def test_the_definition_says_what_a_reader_must_know(visitor: Visitor) -> None:
    page = visitor.get("/metrics/revenue?lang=en").text

    for words in ("Decision it serves", "How it can mislead", "Read from", "invoice_line."):
        assert words in page


def test_the_definition_leads_to_the_files(visitor: Visitor) -> None:
    page = visitor.get("/metrics/revenue?lang=en").text

    assert "column &#39;net_amount&#39;, invoice_line.csv" in page
    assert "108 rows" in page


def test_a_figure_is_shown_to_date_trailing_and_as_a_share(visitor: Visitor) -> None:
    plain = visitor.get("/metrics/revenue?lang=en").text
    page = visitor.get("/metrics/revenue?show=year_to_date&among=share&lang=en").text

    assert "Revenue, share" in page
    assert "Revenue, share" not in plain
    assert 'show=year_to_date&amp;among=share" aria-current' in page.replace("by=region&amp;", "")


def test_what_would_mislead_is_refused_inside_its_part(visitor: Visitor) -> None:
    page = visitor.get("/metrics/win_rate?among=share&lang=en")

    assert page.status_code == 200
    assert "no sum of parts" in page.text
    assert 'id="part' in page.text or "Definition" in page.text
