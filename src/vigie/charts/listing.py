"""A short list of rows, each leading to its document: what to act on."""

from dataclasses import dataclass

from markupsafe import Markup

from vigie.charts import marks


@dataclass(frozen=True, slots=True)
class ListCell:
    """One value in words; figures stand to the right."""

    words: str
    number: bool = False
    day: bool = False  # a date is not broken over lines


@dataclass(frozen=True, slots=True)
class ListRow:
    """Its first cell is the link to the document."""

    cells: tuple[ListCell, ...]
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows in the order given; `numbers` tells which columns hold figures."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[ListRow, ...]

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(i for row in self.rows for i, cell in enumerate(row.cells) if cell.number)


def listing(chart: Listing) -> Markup:
    """The table; it is its own accessible form."""
    figures = chart.numbers
    head = marks.headings(
        (column, "figure" if index in figures else "") for index, column in enumerate(chart.columns)
    )
    body = marks.join(map(_row, chart.rows))
    return marks.figure("list", marks.table("listing", chart.name, head, body, Markup("")))


def _row(row: ListRow) -> Markup:
    first, *others = row.cells
    cells = marks.named(first.words, row.href)
    cells += marks.join(
        Markup('<td class="{}">{}</td>').format(_style(cell), cell.words) for cell in others
    )
    return Markup("<tr>{}</tr>").format(cells)


def _style(cell: ListCell) -> str:
    return "figure" if cell.number else "day" if cell.day else ""
