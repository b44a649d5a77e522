"""The page that shows them all."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Final

from markupsafe import Markup

from vigie.charts import marks, tile
from vigie.charts.draw import draw
from vigie.charts.gallery.awkward import awkward
from vigie.charts.gallery.typical import BEFORE, PLAN, SALES, typical
from vigie.charts.message import say
from vigie.charts.scenario import Direction
from vigie.charts.spark import Spark, spark
from vigie.kit.formats import Formatter, Number, Unit
from vigie.kit.i18n import Locale

Exhibit = tuple[str, object]

_STATIC: Final = Path(__file__).parent.parent.parent / "web/static"
_SHEETS: Final = ("tokens", "marks", "charts", "tables")


def page(
    locale: Locale = "fr", theme: str = "light", exhibits: Iterable[Exhibit] | None = None
) -> Markup:
    """The exhibits as a page of its own; all of them unless some are named."""
    f = Formatter(locale)
    shown = [*typical(), *awkward()] if exhibits is None else exhibits
    css = "\n".join((_STATIC / f"css/{name}.css").read_text("utf-8") for name in _SHEETS)
    vendor = (_STATIC / "vendor").as_uri()
    sections = marks.join(
        _section(name, say(chart, f) or "", draw(chart, f)) for name, chart in shown
    )
    tiles = _section("Tiles", "", _tiles(f)) if exhibits is None else Markup("")
    return Markup(
        '<!doctype html><html lang="{}" data-theme="{}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Vigie: charts</title>'
        "<style>{}{}</style><body>{}<main>{}{}</main></body></html>"
    ).format(
        locale,
        theme,
        Markup(css.replace('url("vendor', f'url("{vendor}')),  # noqa: S704 - our own sheets
        _LAYOUT,
        marks.DEFINITIONS,
        tiles,
        sections,
    )


_LAYOUT: Final = Markup("""
body { margin: 0; padding: 16px; background: var(--page); color: var(--ink); }
body { font-family: var(--font); }
main { display: grid; gap: 16px; }
main { grid-template-columns: repeat(auto-fit, minmax(min(100%, 560px), 1fr)); }
.card { min-width: 0; padding: 16px; overflow-x: auto; background: var(--card); }
h2 { margin: 0; font-size: 14px; font-weight: 600; }
.card > p { margin: 2px 0 12px; color: var(--muted); font-size: 12px; min-height: 1.2em; }
.card > .tiles { display: flex; flex-wrap: wrap; gap: 24px; }
.card > .tiles > div { display: grid; gap: 6px; width: 200px; }
""")


def _section(name: str, words: str, drawing: Markup) -> Markup:
    return Markup('<section class="card"><h2>{}</h2><p>{}</p>{}</section>').format(
        name, words, drawing
    )


def _tiles(f: Formatter) -> Markup:
    shape = spark(Spark(tuple(SALES[:-1]), tuple(PLAN[:-1])))

    def one(value: Number | None, unit: Unit, references: tuple[Number | None, ...]) -> Markup:
        direction = Direction.DOWN if unit is Unit.DAYS else Direction.UP
        chips = marks.join(
            tile.variance(tile.Variance(label, value, reference, unit, direction), f)
            for label, reference in zip(("vs N−1", "vs obj."), references, strict=False)
        )
        figure = tile.figure(tile.Figure(value, unit), f)
        return Markup("<div>{}{}{}</div>").format(figure, chips, shape)

    tiles = (
        one(Decimal("10712345.67"), Unit.CURRENCY, (Decimal(10401122), Decimal(10950000))),
        one(Decimal("0.3456"), Unit.RATIO, (Decimal("0.361"), Decimal("0.34"))),
        one(Decimal("47.25"), Unit.DAYS, (Decimal("44.1"), Decimal(45))),
        one(sum(SALES), Unit.COUNT, (sum(BEFORE), None)),
        one(None, Unit.POINTS, (None, None)),
    )
    return Markup('<div class="tiles">{}</div>').format(marks.join(tiles))
