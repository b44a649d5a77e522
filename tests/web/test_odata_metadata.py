"""The schema that clients read first."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from .conftest import Visitor
from .subscriber import ROOT, Subscriber

EDM = {"edm": "http://docs.oasis-open.org/odata/ns/edm"}


@pytest.fixture(scope="module")
def subscriber(visitor: Visitor) -> Subscriber:
    return Subscriber(visitor.workspace)


@pytest.fixture(scope="module")
def document(subscriber: Subscriber) -> Element:
    return fromstring(subscriber.get(ROOT + "$metadata").content)  # noqa: S314 - our own


def test_money_has_a_scale_and_a_currency(document: Element) -> None:

    revenue = document.find(
        ".//edm:EntityType[@Name='sales_by_region']/edm:Property[@Name='revenue']", EDM
    )
    assert revenue is not None
    assert (revenue.get("Type"), revenue.get("Scale")) == ("Edm.Decimal", "4")
    notes = {note.get("Term"): note.get("String") for note in revenue}
    assert notes["Measures.ISOCurrency"] == "EUR"
    assert notes["Core.Description"] == "Chiffre d'affaires"


def test_every_key_is_a_column_that_is_never_null(document: Element) -> None:

    for kind in document.iterfind(".//edm:EntityType", EDM):
        columns = {
            one.get("Name"): one.get("Nullable") for one in kind.iterfind("edm:Property", EDM)
        }
        keys = [one.get("Name") for one in kind.iterfind("edm:Key/edm:PropertyRef", EDM)]
        assert keys
        assert {columns[key] for key in keys} == {"false"}


def test_the_schema_is_the_same_in_json(subscriber: Subscriber, document: Element) -> None:
    answer = subscriber.get(ROOT + "$metadata?$format=json")
    schema = answer.json()["Vigie"]

    for kind in document.iterfind(".//edm:EntityType", EDM):
        columns = {one.get("Name"): one.get("Type") for one in kind.iterfind("edm:Property", EDM)}
        words = schema[kind.get("Name")]
        assert {n: w["$Type"] for n, w in words.items() if not n.startswith("$")} == columns
    assert answer.headers["OData-Version"] == "4.01"


def test_the_free_table_is_described_but_not_listed(document: Element) -> None:

    free = document.find(".//edm:EntitySet[@Name='figures']", EDM)
    assert free is not None
    assert free.get("IncludeInServiceDocument") == "false"


def test_descriptions_speak_the_readers_language(subscriber: Subscriber) -> None:
    english = subscriber.get(ROOT + "$metadata?lang=en").text

    assert 'String="Revenue"' in english
