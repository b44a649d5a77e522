"""A mistake in a family's file is refused with its file, its line and the nearest valid word."""

from pathlib import Path

import pytest

from vigie.kit.errors import Invalid, NotFound
from vigie.model.loader import load_model

SOUND = """\
family: sales
position: 1
label: {en: Sales, fr: Ventes}
tables:
  customer:
    label: {en: Customer, fr: Client}
    grain: {en: one customer, fr: un client}
    key: [customer_id]
    columns:
      customer_id: {type: key, required: true, en: Customer, fr: Client}
  sale:
    label: {en: Sale, fr: Vente}
    grain: {en: one sale, fr: une vente}
    key: [sale_id]
    time: sale_date
    name: sale_id
    columns:
      sale_id: {type: key, required: true, en: Sale, fr: Vente, synonyms: [n° vente]}
      sale_date: {type: date, en: Date, fr: Date, synonyms: [jour]}
      customer_id: {type: key, references: customer, en: Customer, fr: Client}
      currency_code: {type: text, en: Currency, fr: Devise, derive: [":company_currency"]}
      amount: {type: money, converted: true, en: Amount, fr: Montant, derive: [0 - refund]}
      refund: {type: money, en: Refund, fr: Avoir}
      kind: {type: enum, values: [cash, credit], en: Kind, fr: Nature}
    rules:
      - {name: positive, condition: amount >= 0, column: amount, en: Negative., fr: Négatif.}
"""


def refusal(folder: Path, wrong: str, right: str) -> str:
    """What the loader says about SOUND where `right` is written `wrong`."""
    assert SOUND.count(right) == 1
    (folder / "sales.yaml").write_text(SOUND.replace(right, wrong), encoding="utf-8")
    with pytest.raises(Invalid) as caught:
        load_model(folder)
    return str(caught.value)


def test_a_sound_family_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "sales.yaml").write_text(SOUND, encoding="utf-8")
    model = load_model(tmp_path)
    sale = model.tables["sale"]
    assert sale.label.fr == "Vente"
    assert (sale.time, sale.name_column) == ("sale_date", "sale_id")
    assert sale.columns["kind"].values == ("cash", "credit")
    assert sale.columns["amount"].derive == ("0 - refund",)
    assert [column.name for column in sale.references] == ["customer_id"]
    assert model.document(sale) is sale


@pytest.mark.parametrize(
    ("right", "wrong", "line", "words"),
    [
        ("position: 1", "positoin: 1", 2, ["'positoin'", "'position'"]),
        ("    name: sale_id", "    nmae: sale_id", 16, ["'nmae'", "'name'"]),
        ("fr: Avoir", "fr: Avoir, requried: true", 23, ["'requried'", "'required'"]),
        ("kind: {type: enum", "kind: {type: enmu", 24, ["'enmu'", "'enum'"]),
        ("condition: amount >= 0", "conditon: amount >= 0", 26, ["'conditon'", "'condition'"]),
        ("key: [sale_id]", "key: [sael_id]", 14, ["'sael_id'", "'sale_id'"]),
        ("time: sale_date", "time: sale_dat", 15, ["'sale_dat'", "'sale_date'"]),
        ("    name: sale_id", "    name: sale_di", 16, ["'sale_di'", "'sale_id'"]),
        ("references: customer", "references: custmer", 20, ["'custmer'", "'customer'"]),
        ("[0 - refund]", "[0 - refnud]", 22, ["'refnud'", "'refund'"]),
        ('[":company_currency"]', '[":company_curency"]', 21, ["'company_currency'"]),
        ("condition: amount >= 0", "condition: amuont >= 0", 26, ["'amuont'", "'amount'"]),
        ("column: amount", "column: amuont", 26, ["'amuont'", "'amount'"]),
    ],
)
def test_a_misspelt_word_is_named_with_its_line_and_the_nearest_one(
    tmp_path: Path, right: str, wrong: str, line: int, words: list[str]
) -> None:
    said = refusal(tmp_path, wrong, right)
    assert said.startswith(f"sales.yaml, line {line}: ")
    assert all(word in said for word in words)


@pytest.mark.parametrize(
    ("right", "wrong", "line", "words"),
    [
        ("kind: {type: enum, values: [cash, credit]", "kind: {type: enum", 24, "lists its values"),
        ("refund: {type: money", "refund: {type: money, values: [a]", 23, "lists its values"),
        ("time: sale_date", "time: sale_id", 15, "not a date"),
        ("[0 - refund]", '["0 - "]', 22, "not an SQL expression"),
        ("[0 - refund]", '["max(refund)"]', 22, "looks beyond its own row"),
        ("[0 - refund]", '["(select refund)"]', 22, "looks beyond its own row"),
        ("synonyms: [jour]", "synonyms: [N° Vente]", 19, "already means 'sale_id'"),
        ("sale_date: {type: date", "sale_date: {type: date, references: sale", 19, "only a key"),
        ("type: date, en: Date", "type: date, converted: true, en: Date", 19, "only money"),
        ("      refund:", "      amount:", 23, "'amount' is written twice"),
        ("fr: Montant, ", "", 22, "'fr' is missing"),
        ("fr: Avoir}", "fr: Avoir", 24, "not YAML"),
        ("label: {en: Sales, fr: Ventes}", 'label: {en: Sales, fr: ""}', 3, "'fr'"),
        ("      currency_code: {", "      money_code: {", 22, "no currency_code and date"),
    ],
)
def test_what_cannot_hold_is_refused_where_it_stands(
    tmp_path: Path, right: str, wrong: str, line: int, words: str
) -> None:
    said = refusal(tmp_path, wrong, right)
    assert said.startswith(f"sales.yaml, line {line}: ")
    assert words in said


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sales.yaml").write_text("", encoding="utf-8")
    with pytest.raises(Invalid, match=r"sales\.yaml, line 1: the file is empty"):
        load_model(tmp_path)


def test_a_folder_without_families_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="No family"):
        load_model(tmp_path)


def test_two_families_cannot_hold_the_same_table(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SOUND, encoding="utf-8")
    other = SOUND.replace("family: sales", "family: other").replace("position: 1", "position: 2")
    (tmp_path / "b.yaml").write_text(other, encoding="utf-8")
    with pytest.raises(Invalid, match=r"b\.yaml, line 5: the table 'customer' already stands"):
        load_model(tmp_path)


def test_families_come_in_the_order_of_their_position(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SOUND.replace("position: 1", "position: 9"), encoding="utf-8")
    alone = SOUND.split("  sale:")[0].replace("customer", "partner")
    (tmp_path / "b.yaml").write_text(alone.replace("family: sales", "family: first"), "utf-8")
    assert list(load_model(tmp_path).families) == ["first", "sales"]
