"""The Markdown reference of the model, written from the model alone.

`python -m vigie.model.reference > docs/reference/model.md` brings the committed page up to date.
"""

import sys
from collections.abc import Iterator
from itertools import chain

from vigie.model.loader import load_model
from vigie.model.schema import Column, Family, Model, Rule, Table


def reference(model: Model) -> str:
    """The whole reference, ending with a line break."""
    pages = chain.from_iterable(_family(family) for family in model.families.values())
    return "\n".join([*_preface(model), *pages])


def _preface(model: Model) -> Iterator[str]:
    columns = sum(len(table.columns) for table in model.tables.values())
    yield "# The sales data model\n"
    yield (
        f"{len(model.tables)} tables and {columns} columns, nearly all optional: a company fills"
        " what it has. This page is generated from `src/vigie/model/families/`.\n"
    )
    yield (
        "**Required** columns must be in the file unless a derivation fills them. *Personal* marks"
        " personal data (RGPD). *Converted* amounts are in the document's currency and also kept"
        " in the company's. An arrow points to the table that a key refers to.\n"
    )
    for family in model.families.values():
        tables = ", ".join(f"[`{name}`](#{name})" for name in family.tables)
        yield f"- **{family.label.en}**: {tables}"
    yield ""


def _family(family: Family) -> Iterator[str]:
    yield f"## {family.label.en} · {family.label.fr}\n"
    for table in family.tables.values():
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield f"### {table.name}\n"
    yield f"**{table.label.en} · {table.label.fr}**: {table.grain.en}. {_keys(table)}\n"
    yield "| column | label | libellé | type | notes |"
    yield "|---|---|---|---|---|"
    for column in table.columns.values():
        yield _column(column)
    yield ""
    if table.rules:
        yield from map(_rule, table.rules)
        yield ""


def _keys(table: Table) -> str:
    keys = f"Key: {', '.join(f'`{word}`' for word in table.key)}."
    return f"{keys} Dated by `{table.time}`." if table.time else keys


def _column(column: Column) -> str:
    kind = f"{column.type} → [`{column.references}`](#{column.references})"
    cells = (
        f"`{column.name}`",
        column.label.en,
        column.label.fr,
        kind if column.references else str(column.type),
        "; ".join(_notes(column)),
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _notes(column: Column) -> Iterator[str]:
    if column.required:
        yield "**required**"
    if column.personal:
        yield "*personal*"
    if column.converted:
        yield "*converted*"
    if column.computed:
        yield "computed by Vigie"
    if column.orphan == "reject":
        yield "refused when unknown"
    if column.unit:
        yield column.unit
    if column.values:
        yield ", ".join(f"`{value}`" for value in column.values)
    if column.description:
        yield column.description.en
    if column.derive:
        yield f"derived: {' or '.join(f'`{way}`' for way in column.derive)}"


def _rule(rule: Rule) -> str:
    effect = "refuses the row" if rule.severity == "reject" else "warns"
    return f"- `{rule.condition}`: otherwise {effect}. {rule.message.en}"


if __name__ == "__main__":
    sys.stdout.write(reference(load_model()))
