"""The values of enumerated columns have names that people read."""

from vigie.model.loader import load_model
from vigie.model.words import word, words

BUCKETS = {"not_due"}  # of the aged balance, which is computed


def enumerated() -> set[str]:
    columns = (c for table in load_model().tables.values() for c in table.columns.values())
    return {value for column in columns for value in column.values}


def test_every_enumerated_value_has_a_name() -> None:
    assert enumerated() <= words().keys()


def test_no_name_stands_for_nothing() -> None:
    model = load_model()
    for key in words().keys() - enumerated() - BUCKETS:
        table, column, value = key.split(".")
        assert value in model.tables[table].columns[column].values


def test_a_word_that_means_something_else_somewhere_is_named_there() -> None:
    assert word("paid").fr == "Payé"
    assert word("paid", "web_traffic_daily", "medium").fr == "Payant"
    assert word("unheard_of").en == "unheard_of"
