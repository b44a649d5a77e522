"""`vigie contributions`: sentences and tables for people, CSV and JSON for programs."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from .said import at, say

FILE = (
    "Commande;Date commande;Client;Article;Quantité;Montant HT\n"
    "O1;05/06/2025;Dupont;PAC;10;1000,00\n"
    "O2;06/06/2025;Martin;GAZ;30;600,00\n"
    "O3;05/06/2026;Dupont;PAC;12;1320,00\n"
    "O4;06/06/2026;Martin;GAZ;20;380,00\n"
)
MAPPING = """
files:
  - pattern: "*.csv"
    tables:
      - table: sales_order
        columns: {order_id: Commande, order_date: Date commande, account_id: Client}
      - table: sales_order_line
        columns:
          line_id: Commande
          order_id: Commande
          product_id: Article
          quantity: Quantité
          net_amount: Montant HT
"""
JUNE = ("--from", "2026-06-01", "--to", "2026-06-30")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "commandes.csv").write_text(FILE, encoding="cp1252")
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    assert say(folder, "init", "company", "--locale", "en").code == 0
    done = say(folder, "import", "commandes.csv", "--mapping", "mapping.yaml", *at("company"))
    assert done.code == 0, done.notes
    return folder


def test_people_read_sentences_and_a_table_a_dimension(place: Path) -> None:
    said = say(place, "contributions", "order_intake", "--by", "product", *JUNE, *at("company"))
    assert said.code == 0
    assert "Order intake: €1,700 after €1,600 (previous year), up by €100 (+6.3%)." in said.text
    assert "Larger moves lie behind it: PAC (+€320), GAZ (−€220)." in said.text
    pump = next(line for line in said.text.splitlines() if line.startswith("PAC"))
    assert pump.split() == [
        "PAC", "€1,000.00", "€1,320.00", "+€320", "320%", "+€120", "−€200", "+€400",
    ]  # fmt: skip


def test_programs_read_the_same_parts(place: Path) -> None:
    asked = ("contributions", "order_intake", "--by", "product", *JUNE, *at("company"))
    rows = list(csv.DictReader(io.StringIO(say(place, *asked, "--format", "csv").text)))
    answer = say(place, *asked, "--json").json
    assert isinstance(answer, dict)
    parts = answer["breakdowns"][0]["parts"]
    of_product = [row for row in rows if row["dimension"] == "product"]
    assert [Decimal(row["change"]) for row in of_product] == [320, -220]
    assert [part["change"] for part in parts] == [320, -220]
    assert [row["key"] for row in of_product] == [part["key"] for part in parts]
    assert {row["dimension"] for row in rows} == {"product", "formula"}


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("order_intak",), 1, "did you mean 'order_intake'"),
        (("orders", "--by", "product"), 1, "may fall under several members of 'product'"),
        (("order_intake", "--compare", "yesteryear"), 2, "is not a comparison"),
        (("order_intake", "--top", "0"), 2, "ask for one or more"),
        (("order_intake", "--from", "junuary"), 2, "is not a date"),
    ],
)
def test_what_cannot_be_explained_says_why(
    words: tuple[str, ...], code: int, sentence: str, place: Path
) -> None:
    said = say(place, "contributions", *words, *at("company"))
    assert said.code == code
    assert any(sentence in note for note in said.notes)
    assert said.text == ""
