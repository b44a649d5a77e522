"""Every table of the model is filled, and its rows respect what the model says of them."""

from vigie.model.schema import Model
from vigie.warehouse.names import quote

from .generated import Files


def test_no_table_of_the_model_is_empty(small: Files, model: Model) -> None:
    assert {t for t in model.tables if small.sizes.get(t, 0) == 0} == set()


def test_keys_are_unique(small: Files, model: Model) -> None:
    wrong = {}
    for name in small.sizes:
        key = ", ".join(quote(column) for column in model.tables[name].key)
        wrong[name] = small.count(
            f"(SELECT {key} FROM {quote(name)} GROUP BY ALL HAVING count(*) > 1) twins"
        )
    assert {name: twins for name, twins in wrong.items() if twins} == {}


def test_required_columns_are_filled(small: Files, model: Model) -> None:
    wrong = {}
    for name in small.sizes:
        for column in model.tables[name].columns.values():
            if column.required and not column.derive:
                place = f"{name}.{column.name}"
                wrong[place] = small.count(f"{quote(name)} WHERE {quote(column.name)} IS NULL")
    assert {place: nulls for place, nulls in wrong.items() if nulls} == {}


def test_references_lead_to_a_row(small: Files, model: Model) -> None:
    wrong = {}
    for name in small.sizes:
        for column in model.tables[name].references:
            parent = model.tables[str(column.references)]
            wrong[f"{name}.{column.name}"] = small.count(
                f"(SELECT {quote(column.name)} AS pointer FROM {quote(name)}) child"
                f" WHERE pointer IS NOT NULL AND pointer NOT IN"
                f" (SELECT {quote(parent.key[0])} FROM {quote(parent.name)})"
            )
    assert {place: lost for place, lost in wrong.items() if lost} == {}


def test_enums_hold_their_own_words(small: Files, model: Model) -> None:
    wrong = {}
    for name in small.sizes:
        for column in model.tables[name].columns.values():
            if column.values:
                found = small.rows(f"SELECT DISTINCT {quote(column.name)} FROM {quote(name)}")
                wrong[f"{name}.{column.name}"] = {row[0] for row in found} - {None, *column.values}
    assert {place: words for place, words in wrong.items() if words} == {}


def test_rows_pass_the_rules_of_the_model(small: Files, model: Model) -> None:
    wrong = {}
    for name in small.sizes:
        for rule in model.tables[name].rules:
            place = f"{name}.{rule.name}"
            wrong[place] = small.count(f"{quote(name)} WHERE NOT ({rule.condition})")
    assert {place: broken for place, broken in wrong.items() if broken} == {}
