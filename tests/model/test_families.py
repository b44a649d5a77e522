"""What the shipped model keeps to, whatever is added to it."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest

from vigie.kit.i18n import Label
from vigie.model.loader import load_model
from vigie.model.naming import headers, normalized
from vigie.model.schema import Column, ColumnType, Model, Table
from vigie.warehouse.ddl import COMPANY_SUFFIX, REPLACED_BY, SYSTEM_COLUMNS

# Words that are the same in both languages.
COGNATES = {
    "Action", "Budget", "Cause", "Challenge", "Contact", "Conversions", "Date", "Description",
    "Distance", "Document", "E-mail", "Impressions", "Incident", "Journal", "Latitude", "Lead",
    "Leads", "Licence", "Longitude", "Lot", "Mentions", "Mobile", "Participant", "Promotion",
    "Score", "Segment", "Segmentation", "Sessions", "Site", "Source", "Ticket", "Version",
}  # fmt: skip
# French words that somebody in a hurry writes without their accents.
UNACCENTED = re.compile(
    r"\b(a partir|apres|avant d etre|categorie|connaitre|cout|creee?|debut|decision|delai|"
    r"derniere?|donnee|duree|echeance|ecriture|equipe|etape|etat|evenement|frequence|impot|"
    r"livree|modele|numero|periode|perimetre|premiere|prenom|prevue?|probabilite|quantite|"
    r"realise|recu|reference|region|regle|reglement|reponse|resultat|revisee|role|societe|"
    r"telephone|unite|valorise|verifiez)s?\b",
    re.IGNORECASE,
)
MODEL = load_model()
TABLES = list(MODEL.tables.values())
COLUMNS = [(table, column) for table in TABLES for column in table.columns.values()]


def labels(model: Model) -> Iterator[tuple[str, Label]]:
    """Every bilingual text of the model, and where it stands."""
    for family in model.families.values():
        yield family.name, family.label
    for table in model.tables.values():
        yield table.name, table.label
        yield f"{table.name}.grain", table.grain
        for rule in table.rules:
            yield f"{table.name}.{rule.name}", rule.message
        for column in table.columns.values():
            yield f"{table.name}.{column.name}", column.label
            if column.description:
                yield f"{table.name}.{column.name}.description", column.description


def test_the_model_covers_every_family_of_a_sales_company() -> None:
    expected = {
        "account", "contact", "consent", "sales_rep", "territory", "store", "product", "promotion",
        "campaign", "web_traffic_daily", "lead", "opportunity", "quote", "contract", "sales_order",
        "delivery", "invoice", "payment", "sales_return", "stock_level", "purchase_order",
        "production_order", "activity", "ticket", "survey_response", "journal_entry_line",
        "target", "external_observation", "sustainability_observation",
    }  # fmt: skip
    assert expected <= set(MODEL.tables)
    assert len(TABLES) == 91


def test_every_text_is_given_in_both_languages() -> None:
    for where, label in labels(MODEL):
        assert label.en.strip() == label.en, where
        assert label.fr.strip() == label.fr, where
        assert label.en, where
        assert label.fr, where


def test_french_differs_from_english_except_for_cognates() -> None:
    same = {label.en for _, label in labels(MODEL) if label.en == label.fr}
    assert same <= COGNATES


def test_french_keeps_its_accents() -> None:
    bare = [where for where, label in labels(MODEL) if UNACCENTED.search(label.fr)]
    assert bare == []
    accented = sum(bool(re.search("[à-ÿœ]", label.fr)) for _, label in labels(MODEL))
    assert accented > 400


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_rule_says_what_is_wrong_and_how_to_mend_it(table: Table) -> None:
    names = [rule.name for rule in table.rules]
    assert len(names) == len(set(names))
    for rule in table.rules:
        assert rule.message.en.endswith(".")
        assert rule.message.fr.endswith(".")
        assert ":" in rule.message.en
        assert " : " in rule.message.fr


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_key_is_required_and_stored(table: Table) -> None:
    for word in table.key:
        column = table.columns[word]
        assert column.required
        assert not column.computed
        assert column.type is not ColumnType.JSON


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_column_takes_the_name_of_one_that_the_engine_adds(table: Table) -> None:
    twins = {f"{name}{COMPANY_SUFFIX}" for name, c in table.columns.items() if c.converted}
    assert not twins & set(table.columns)
    assert not {*SYSTEM_COLUMNS, REPLACED_BY} & {*table.columns, *twins}


def test_a_row_is_refused_for_an_orphan_only_where_it_is_meaningless_without_its_parent() -> None:
    for _, column in COLUMNS:
        if column.orphan == "reject":
            assert column.references
            assert column.required


def test_lines_find_currency_and_date_in_their_document() -> None:
    documents = {
        name: found.name
        for name in ("invoice_line", "sales_order_line", "payment_allocation", "quote_line")
        if (found := MODEL.document(MODEL.tables[name]))
    }
    assert documents == {
        "invoice_line": "invoice",
        "sales_order_line": "sales_order",
        "payment_allocation": "invoice",
        "quote_line": "quote",
    }


def test_names_and_addresses_of_people_are_marked_personal() -> None:
    personal = re.compile(r"(^|_)(email|phone|mobile|first_name|last_name|line1|birth_year)$")
    for table, column in COLUMNS:
        if personal.search(column.name):
            assert column.personal, f"{table.name}.{column.name}"
    for place in ("account.name", "contact.name", "sales_rep.name", "survey_response.comment"):
        table_name, column_name = place.split(".")
        assert MODEL.tables[table_name].columns[column_name].personal


def test_a_sale_without_customer_is_accepted() -> None:
    for name in ("sales_order", "invoice", "quote", "delivery", "payment"):
        assert not MODEL.tables[name].columns["account_id"].required


def test_table_names_and_synonyms_do_not_contradict_each_other() -> None:
    homes = {normalized(table.name): table.name for table in TABLES}
    clashes = [
        (synonym, table.name, homes[normalized(synonym)])
        for table in TABLES
        for synonym in table.synonyms
        if homes.setdefault(normalized(synonym), table.name) != table.name
    ]
    assert clashes == []


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "sales_order_line",
            {
                "SalesOrderNumber": "order_id", "SalesOrderLineNumber": "line_number",
                "ProductKey": "product_id", "OrderQuantity": "quantity",
                "UnitPrice": "unit_price", "ExtendedAmount": "gross_amount",
                "UnitPriceDiscountPct": "discount_ratio", "DiscountAmount": "discount_amount",
                "ProductStandardCost": "unit_cost", "TotalProductCost": "cost_amount",
                "SalesAmount": "net_amount", "Row ID": "line_id", "Order ID": "order_id",
                "Product ID": "product_id", "Sales": "net_amount", "Quantity": "quantity",
                "Discount": "discount_ratio", "unitPrice": "unit_price",
            },
        ),
        (
            "invoice_line",
            {
                "InvoiceNo": "invoice_id", "StockCode": "product_id", "Quantity": "quantity",
                "Description": "description", "UnitPrice": "unit_price", "N° Facture": "invoice_id",
                "DL_MontantHT": "net_amount", "total_ht": "net_amount", "qty": "quantity",
            },
        ),
        (
            "opportunity",
            {
                "opportunity_id": "opportunity_id", "sales_agent": "owner_id",
                "product": "product_id", "account": "account_id", "deal_stage": "stage_id",
                "engage_date": "created_at", "close_value": "amount",
                "StageName": "stage_id", "CloseDate": "expected_close_date",
                "closed_date": "closed_at", "ForecastCategoryName": "forecast_category",
            },
        ),
        (
            "account",
            {
                "Customer ID": "account_id", "CustomerID": "account_id", "Country": "country_code",
                "Country/Region": "country_code", "Customer Name": "name", "City": "city",
                "Segment": "customer_category", "Postal Code": "postal_code", "State": "region",
                "sector": "industry_label", "subsidiary_of": "parent_account_id",
                "office_location": "city", "Raison sociale": "name", "CT_Num": "account_id",
            },
        ),
        (
            "journal_entry_line",
            {
                "JournalCode": "journal_code", "EcritureNum": "entry_number",
                "EcritureDate": "entry_date", "CompteNum": "gl_account",
                "CompAuxNum": "aux_account", "PieceRef": "piece_ref", "Debit": "debit",
                "Credit": "credit", "EcritureLet": "lettering", "Montantdevise": "currency_amount",
            },
        ),
    ],
)  # fmt: skip
def test_headers_of_well_known_software_are_understood(
    table: str, expected: dict[str, str]
) -> None:
    known = headers(MODEL.tables[table])
    understood = {header: known[normalized(header)].name for header in expected}
    assert understood == expected


def test_every_column_that_a_file_can_give_has_synonyms() -> None:
    silent = [
        f"{table.name}.{column.name}"
        for table, column in COLUMNS
        if not column.synonyms and not column.computed
    ]
    assert silent == []


def test_no_synonym_repeats_a_word_that_the_column_already_has() -> None:
    repeated = [
        f"{table.name}.{column.name}: {synonym}"
        for table, column in COLUMNS
        for synonym in _trivial(column)
    ]
    assert repeated == []


def _trivial(column: Column) -> Iterator[str]:
    seen = {normalized(word) for word in (column.name, column.label.en, column.label.fr)}
    for synonym in column.synonyms:
        if normalized(synonym) in seen:
            yield synonym
        seen.add(normalized(synonym))


def test_synonyms_are_written_in_both_languages() -> None:
    words = set(chain.from_iterable(column.synonyms for _, column in COLUMNS))
    assert any(re.search("[à-ÿ]", word) for word in words)
    assert len(words) > 2000
