"""The values of enumerated columns have names that people read."""

from collections.abc import Iterator

from sqlglot import exp

from vigie.metrics.catalog.loader import load_catalog
from vigie.metrics.language.definition import Dataset
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
    traits = load_catalog(model).traits
    for key in words().keys() - enumerated() - BUCKETS:
        table, column, value = key.split(".")
        if table in traits:
            assert value in {one.name for one in _told(traits[table], column)}, key
        else:
            assert value in model.tables[table].columns[column].values


def test_every_word_that_a_trait_tells_has_a_name() -> None:
    for trait in load_catalog(load_model()).traits.values():
        for column in trait.columns:
            for value in _told(trait, column):
                assert f"{trait.name}.{column}.{value.name}" in words()


def _told(trait: Dataset, column: str) -> Iterator[exp.Literal]:
    """The words that a column of a trait is made of."""
    assert isinstance(trait.query, exp.Query)
    for one in trait.query.selects:
        if one.alias_or_name == column:
            for case in one.find_all(exp.Case):
                values = [branch.args["true"] for branch in case.args["ifs"]]
                values.append(case.args.get("default"))
                yield from (v for v in values if isinstance(v, exp.Literal) and v.is_string)


def test_a_word_that_means_something_else_somewhere_is_named_there() -> None:
    assert word("paid").fr == "Payé"
    assert word("paid", "web_traffic_daily", "medium").fr == "Payant"
    assert word("unheard_of").en == "unheard_of"
