"""The figures of a chart as a table, for whoever prefers reading them."""

from collections.abc import Sequence

from markupsafe import Markup

from vigie.charts.marks import join
from vigie.kit.i18n import Locale, text


def data_table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], locale: Locale
) -> Markup:
    """A closed "show as table"; the first cell of a row names it."""
    return Markup(
        '<details class="chart-data"><summary>{}</summary><table><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></details>"
    ).format(
        text("Show as table").to(locale),
        caption,
        join(Markup('<th scope="col">{}</th>').format(cell) for cell in head),
        join(map(_row, rows)),
    )


def _row(cells: Sequence[str]) -> Markup:
    name, *figures = cells
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(
        name, join(Markup("<td>{}</td>").format(cell) for cell in figures)
    )
