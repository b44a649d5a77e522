"""What is said is made of the figures, in both languages."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.metrics.conftest import Fill

from vigie.analysis.contributions.sentence import sentences, spelled
from vigie.analysis.contributions.table import as_json, flat
from vigie.kit.formats import Formatter

from .conftest import Explain

JUNE: dict[str, Any] = {"date_from": date(2026, 6, 1), "date_to": date(2026, 6, 30)}
ENGLISH, FRENCH = Formatter("en"), Formatter("fr")


@pytest.fixture
def regions(fill: Fill, sell: Callable[..., None]) -> Callable[..., None]:
    """Sells 1000 in North and South in June 2025, then what is given in June 2026."""
    fill(
        "account", *({"account_id": key, "name": key, "region": key} for key in ("North", "South"))
    )

    def sold(north: str, south: str) -> None:
        for key, amount in (("North", north), ("South", south)):
            sell(("2025-06-05", key, None, 1, "1000.00"), ("2026-06-05", key, None, 1, amount))

    return sold


@pytest.mark.parametrize(
    ("north", "south", "english", "french"),
    [
        (
            "800.00", "900.00",
            "North made two thirds of the drop.", "North explique les deux tiers de la baisse.",
        ),
        (
            "1500.00", "1500.00",
            "North made half of the rise.", "North explique la moitié de la hausse.",
        ),
        (
            "600.00", "1300.00",
            "Larger moves lie behind it: North (−€400), South (+€300).",
            "Des mouvements plus grands se cachent derrière : North (−400 €), South (+300 €).",
        ),
    ],
)  # fmt: skip
def test_who_made_the_change_is_said(
    north: str,
    south: str,
    english: str,
    french: str,
    regions: Callable[..., None],
    explain: Explain,
) -> None:
    regions(north, south)
    found = explain("order_intake", by=("region",), **JUNE)
    assert english in sentences(found, ENGLISH)
    assert french in [said.replace("\u00a0", " ") for said in sentences(found, FRENCH)]


def test_the_change_is_said_first(regions: Callable[..., None], explain: Explain) -> None:
    regions("800.00", "900.00")
    found = explain("order_intake", by=("region",), **JUNE)
    assert sentences(found, ENGLISH)[0] == (
        "Order intake: €1,700 after €2,000 (previous year), down by €300 (−15.0%)."
    )


def test_effects_are_said_in_the_middle_of_a_sentence(
    explain: Explain, fill: Fill, sell: Callable[..., None]
) -> None:
    fill("product", {"product_id": "pump", "name": "Pump"})
    sell(("2025-06-05", None, "pump", 10, "1000.00"), ("2026-06-05", None, "pump", 12, "1320.00"))
    found = explain("order_intake", by=("product",), **JUNE)
    assert sentences(found, ENGLISH)[-1] == "By product: price +€120, volume +€200, mix ±€0."


def test_no_change_is_said_too(regions: Callable[..., None], explain: Explain) -> None:
    regions("900.00", "1100.00")
    found = explain("order_intake", by=("region",), **JUNE)
    assert found.relative == 0
    first, second, *_ = sentences(found, ENGLISH)
    assert first == "Order intake has not moved: €2,000, as in previous year."
    assert second.startswith("Larger moves lie behind it")


@pytest.mark.parametrize(
    ("share", "words"),
    [("0.26", "a quarter"), ("0.34", "a third"), ("0.66", "two thirds"), ("0.76", "three quarters"),
     ("0.985", "nearly all"), ("0.42", "42%")],
)  # fmt: skip
def test_shares_are_spelled_as_people_say_them(share: str, words: str) -> None:
    assert str(spelled(Decimal(share), ENGLISH)) == words


def test_a_flat_table_holds_every_part(regions: Callable[..., None], explain: Explain) -> None:
    regions("800.00", "900.00")
    found = explain("order_intake", **JUNE)
    table = flat(found)
    place = table.column("change")
    for dimension in {row[0] for row in table.rows}:
        changes = [row[place] for row in table.rows if row[0] == dimension]
        assert sum(changes) == found.change, dimension
    assert table.polars()["change"].dtype.is_decimal()


def test_json_keeps_every_digit(regions: Callable[..., None], explain: Explain) -> None:
    regions("800.10", "900.00")
    written = as_json(explain("order_intake", by=("region",), **JUNE), ENGLISH)
    assert '"change":-299.9000' in written
    assert '"cell":{"region.key":"North"}' in written
