"""How a column's type is said to a person who fills in a file."""

from collections.abc import Mapping
from typing import Final

from vigie.kit.i18n import Text, text
from vigie.model.schema import Column, ColumnType

TYPES: Final[Mapping[ColumnType, Text]] = {
    ColumnType.KEY: text("identifier"),
    ColumnType.TEXT: text("text"),
    ColumnType.INTEGER: text("whole number"),
    ColumnType.QUANTITY: text("quantity, up to 4 decimals"),
    ColumnType.MONEY: text("amount, up to 4 decimals"),
    ColumnType.PRICE: text("unit price, up to 6 decimals"),
    ColumnType.RATIO: text("rate: 20 % or 0.2"),
    ColumnType.DECIMAL: text("number, up to 6 decimals"),
    ColumnType.BOOLEAN: text("yes or no"),
    ColumnType.DATE: text("date"),
    ColumnType.INSTANT: text("date and time"),
    ColumnType.ENUM: text("one word of a list"),
    ColumnType.JSON: text("JSON"),
}


def presence(column: Column) -> Text:
    """Whether a file must give the column, may leave it to Vigie, or may do without."""
    if column.derive:
        return text("filled in when empty")
    return text("required") if column.required else text("optional")
