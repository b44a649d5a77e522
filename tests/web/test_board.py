"""The cockpit's first page: figures, filters, and parts that live on their own."""

import re
from pathlib import Path

import pytest

from vigie.web.boards.declaration import load_dashboard
from vigie.web.boards.shelf import SHIPPED

from .conftest import Visitor, open_company
from .small_company import REVENUE_2024_TO_JUNE, REVENUE_2025, revenue, write


def value_of(page: str, tile: str) -> str:
    """The exact figure of a tile."""
    article = page.split(f'id="part-{tile}"')[1].split("</article>")[0]
    found = re.search(r'<data class="figure" value="([^"]*)"', article)
    assert found, article
    return found[1]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_tile_and_chart_is_drawn(visitor: Visitor, lang: str) -> None:
    page = visitor.get(f"/?lang={lang}")

    assert page.status_code == 200
    assert f'<html lang="{lang}"' in page.text
    board = load_dashboard(SHIPPED / "home.yaml")
    for name in board.names:
        assert f'id="part-{name}"' in page.text
    assert "failed" not in re.findall(r'<article class="[^"]*', page.text)
    assert "None" not in page.text
    assert "NaN" not in page.text


def test_the_revenue_tile_is_exact(visitor: Visitor) -> None:
    assert float(value_of(visitor.get("/").text, "revenue")) == float(REVENUE_2025)


def test_variances_stand_beside_the_figure(visitor: Visitor) -> None:
    page = visitor.get("/?lang=en").text
    change = (REVENUE_2025 - REVENUE_2024_TO_JUNE) / REVENUE_2024_TO_JUNE
    tile = page.split('id="part-revenue"')[1].split("</article>")[0]

    assert f"+{float(change):.1%}" in tile
    assert "vs PY" in tile
    assert "vs target" in tile


def test_a_choice_in_the_address_narrows_every_figure(visitor: Visitor) -> None:
    page = visitor.get("/?region=Bretagne&lang=en").text

    assert 0 < float(value_of(page, "revenue")) < float(REVENUE_2025)
    assert "Remove the filter Region: Bretagne" in page


def test_a_period_in_the_address_is_followed(visitor: Visitor) -> None:
    page = visitor.get("/?period=month").text

    assert float(value_of(page, "revenue")) == float(revenue(17, 17))


def test_own_dates_are_followed(visitor: Visitor) -> None:
    page = visitor.get("/?period=custom&from=2024-03-01&to=2024-04-30").text

    assert float(value_of(page, "revenue")) == float(revenue(2, 3))


def test_a_click_on_a_region_leads_to_the_narrowed_board(visitor: Visitor) -> None:
    page = visitor.get("/").text

    assert re.search(r'href="/\?[^"]*region=Bretagne', page)


def test_names_with_markup_are_shown_as_text(visitor: Visitor) -> None:
    page = visitor.get("/").text

    assert "Atelier &lt;Lumière&gt;" in page
    assert "<Lumière>" not in page


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("/?period=fortnight", "12-months"),
        ("/?compare=target_", "target"),
        ("/?period=custom&from=2025-02-31", "2026-03-31"),
        ("/?period=custom&from=2025-03-01&to=2025-01-01", "swap"),
    ],
)
def test_a_wrong_address_is_refused_with_the_way_out(
    visitor: Visitor, address: str, word: str
) -> None:
    page = visitor.get(address + "&lang=en")

    assert 400 <= page.status_code < 500
    assert word in page.text
    assert "Traceback" not in page.text


def test_an_unknown_part_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("/boards/home/parts/nothing").status_code == 404


def test_a_part_is_not_sent_again_while_nothing_has_moved(visitor: Visitor) -> None:
    first = visitor.get("/boards/home/parts/revenue?period=year")
    again = visitor.get(
        "/boards/home/parts/revenue?period=year", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert first.status_code == 200
    assert again.status_code == 304
    assert again.content == b""


def test_an_empty_workspace_says_what_to_do(newcomer: Visitor) -> None:
    page = newcomer.get("/?lang=en")

    assert page.status_code == 200
    assert "No figures yet" in page.text
    assert 'href="/imports/new"' in page.text


def test_a_figure_that_cannot_be_narrowed_says_so_alone(visitor: Visitor) -> None:
    page = visitor.get("/?category=P&lang=en").text
    tile = page.split('id="part-overdue"')[1].split("</article>")[0]

    assert "category" in tile
    assert "Try again" not in tile
    assert float(value_of(page, "revenue")) > 0


def test_a_part_that_breaks_leaves_the_others_alive(tmp_path: Path) -> None:
    workspace = open_company(tmp_path)
    with workspace.warehouse.write() as session:
        session.execute("ALTER TABLE core.survey_response RENAME score TO mark")

    page = Visitor(workspace).get("/?lang=en")

    assert page.status_code == 200
    tile = page.text.split('id="part-nps"')[1].split("</article>")[0]
    assert "Try again" in tile
    assert 'hx-get="/boards/home/parts/nps' in tile
    assert float(value_of(page.text, "revenue")) == float(REVENUE_2025)
    workspace.close()


def test_orders_without_invoices_are_explained(tmp_path: Path) -> None:
    workspace = open_company(tmp_path, filled=False)
    files = [f for f in write(tmp_path / "files") if not f.stem.startswith("invoice")]
    workspace.intake.commit(workspace.intake.plan(files))

    page = Visitor(workspace).get("/?lang=en").text

    assert "revenue_basis" in page
    assert "Waits for data: " in page
    workspace.close()


def test_a_tile_says_who_answers_for_it_and_whether_somebody_must_act(tmp_path: Path) -> None:
    workspace = open_company(tmp_path)
    file = tmp_path / "target.csv"
    file.write_text(
        "kpi_code,scope_type,scope_id,period_start,period_end,target_value,target_kind\n"
        "revenue,company,company,2025-01-01,2025-12-31,1000000,threshold_low\n"
        "gross_margin_rate,company,company,2025-01-01,2025-12-31,0.35,threshold_low\n"
        "gross_margin_rate,company,company,2025-01-01,2025-12-31,0.45,threshold_high\n"
    )
    workspace.intake.commit(workspace.intake.plan([file]))

    page = Visitor(workspace).get("/?lang=en").text
    workspace.close()

    outside = page.split('id="part-revenue"')[1].split("</article>")[0]
    inside = page.split('id="part-gross_margin_rate"')[1].split("</article>")[0]
    assert "band: at least €1.00M" in outside
    assert "tile-band acts" in outside
    assert "band: 35.0% to 45.0%" in inside
    assert "tile-band acts" not in inside
    assert "Sales director" in outside
    assert "Where to put people and effort this month." in outside


def test_what_stands_on_a_day_says_how_fresh_it_is(visitor: Visitor) -> None:
    page = visitor.get("/?lang=en").text
    tile = page.split('id="part-weighted_pipeline"')[1].split("</article>")[0]

    assert "Data to" in tile
