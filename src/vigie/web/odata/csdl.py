"""`$metadata`: what tables there are and what their columns mean, as XML and as JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from vigie.kit.formats import Unit
from vigie.kit.i18n import Locale
from vigie.web.odata.sets import Edm, EntitySet, Property

NAMESPACE: Final = "Vigie"
CONTAINER: Final = "Figures"
_EDMX: Final = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM: Final = "http://docs.oasis-open.org/odata/ns/edm"
_VOCABULARIES: Final = "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/"
_USED: Final = {"Core": "Org.OData.Core.V1", "Measures": "Org.OData.Measures.V1"}
_MONEY_SCALE: Final = 4
_PRECISION: Final = 38
_UNITS: Final = {Unit.DAYS: "d", Unit.HOURS: "h", Unit.MONTHS: "mo", Unit.RATIO: "1"}  # UCUM


def as_xml(tables: Iterable[EntitySet], currency: str, locale: Locale) -> bytes:
    """The schema as CSDL XML, its descriptions in the reader's language."""
    root = Element("edmx:Edmx", {"Version": "4.0", "xmlns:edmx": _EDMX})
    for alias, name in _USED.items():
        reference = SubElement(root, "edmx:Reference", Uri=f"{_VOCABULARIES}{name}.xml")
        SubElement(reference, "edmx:Include", Namespace=name, Alias=alias)
    services = SubElement(root, "edmx:DataServices")
    schema = SubElement(services, "Schema", {"xmlns": _EDM, "Namespace": NAMESPACE})
    tables = list(tables)
    for table in tables:
        _type(schema, table, currency, locale)
    container = SubElement(schema, "EntityContainer", Name=CONTAINER)
    for table in tables:
        hidden = {"IncludeInServiceDocument": "false"} if table.free else {}
        described = SubElement(
            container,
            "EntitySet",
            {"Name": table.name, "EntityType": f"{NAMESPACE}.{table.name}", **hidden},
        )
        _annotate(described, {"@Core.Description": table.label.to(locale)})
    return b'<?xml version="1.0" encoding="utf-8"?>' + tostring(root)


def as_json(tables: Iterable[EntitySet], currency: str, locale: Locale) -> str:
    """The same as CSDL JSON."""
    tables = list(tables)
    container: dict[str, Any] = {"$Kind": "EntityContainer"}
    schema: dict[str, Any] = {}
    for table in tables:
        schema[table.name] = _type_words(table, currency, locale)
        container[table.name] = {
            "$Collection": True,
            "$Type": f"{NAMESPACE}.{table.name}",
            **({"$IncludeInServiceDocument": False} if table.free else {}),
            "@Core.Description": table.label.to(locale),
        }
    schema[CONTAINER] = container
    references = {
        f"{_VOCABULARIES}{name}.json": {"$Include": [{"$Namespace": name, "$Alias": alias}]}
        for alias, name in _USED.items()
    }
    document = {
        "$Version": "4.01",
        "$EntityContainer": f"{NAMESPACE}.{CONTAINER}",
        "$Reference": references,
        NAMESPACE: schema,
    }
    return json.dumps(document, ensure_ascii=False)


def _type(schema: Element, table: EntitySet, currency: str, locale: Locale) -> None:
    made = SubElement(schema, "EntityType", Name=table.name)
    key = SubElement(made, "Key")
    for name in table.key:
        SubElement(key, "PropertyRef", Name=name)
    for one in table.properties.values():
        nullable = "true" if one.is_nullable else "false"
        head = {"Name": one.name, "Type": one.type.value, "Nullable": nullable}
        facets = {name.removeprefix("$"): str(value) for name, value in _facets(one)}
        _annotate(SubElement(made, "Property", {**head, **facets}), _notes(one, currency, locale))


def _annotate(target: Element, notes: Mapping[str, str]) -> None:
    for term, words in notes.items():
        SubElement(target, "Annotation", Term=term.removeprefix("@"), String=words)


def _type_words(table: EntitySet, currency: str, locale: Locale) -> dict[str, Any]:
    return {
        "$Kind": "EntityType",
        "$Key": list(table.key),
        **{
            one.name: {
                "$Type": one.type.value,
                **({"$Nullable": True} if one.is_nullable else {}),
                **dict(_facets(one)),
                **_notes(one, currency, locale),
            }
            for one in table.properties.values()
        },
    }


def _facets(one: Property) -> Iterator[tuple[str, int | str]]:
    if one.type is Edm.DECIMAL:
        yield "$Precision", _PRECISION
        yield "$Scale", _MONEY_SCALE if one.unit is Unit.CURRENCY else "variable"


def _notes(one: Property, currency: str, locale: Locale) -> dict[str, str]:
    """What a person reads of a column: its name, what it means, what it counts."""
    found = {"@Core.Description": one.label.to(locale)}
    if one.about:
        found["@Core.LongDescription"] = one.about.to(locale)
    if one.unit is Unit.CURRENCY:
        found["@Measures.ISOCurrency"] = currency
    elif one.unit in _UNITS:
        found["@Measures.Unit"] = _UNITS[one.unit]
    return found
