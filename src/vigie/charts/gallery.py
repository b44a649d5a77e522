"""Every chart with typical and awkward data on one page, to be looked at.

`python -m vigie.charts.gallery OUT.html [fr|en]`
"""

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from markupsafe import Markup

from vigie.charts import marks, tile
from vigie.charts.bridge import Bridge, BridgeStep, bridge
from vigie.charts.bullet import BulletRow, Bullets, bullets
from vigie.charts.columns import Columns, TimeColumn, columns
from vigie.charts.funnel import Funnel, FunnelStep, funnel
from vigie.charts.lines import Lines, TimePoint, lines
from vigie.charts.map import Place, RegionMap, region_map
from vigie.charts.message import say
from vigie.charts.ranking import Ranking, RankingRow, ranking
from vigie.charts.scenario import Direction, Scenario
from vigie.charts.spark import Spark, spark
from vigie.kit.formats import Formatter, Number, Unit
from vigie.kit.i18n import Locale
from vigie.kit.periods import Grain, shift

_STATIC = Path(__file__).parent.parent / "web/static/css"
_SALES = (812, 845, 1023, 934, 951, 1102, 788, 590, 1067, 1151, 1098, 1204, 402)
_BEFORE = (790, 861, 940, 905, 980, 1015, 801, 622, 998, 1060, 1121, 1133, 431)
_PLAN = (820, 850, 960, 940, 990, 1050, 830, 640, 1040, 1100, 1120, 1180, 455)
_REGIONS = {
    "Île-de-France": (4213, 3980),
    "Auvergne-Rhône-Alpes": (2871, 2920),
    "Nouvelle-Aquitaine": (1543, 1388),
    "Occitanie": (1498, 1512),
    "Hauts-de-France": (1402, 1644),
    "Grand Est": (1260, 1208),
    "Provence-Alpes-Côte d'Azur": (1188, 1101),
    "Pays de la Loire": (1020, 940),
    "Bretagne": (934, 871),
    "Normandie": (702, 733),
    "Bourgogne-Franche-Comté": (511, 498),
    "Centre-Val de Loire": (444, 471),
    "Corse": (61, 52),
}


def page(locale: Locale = "fr", theme: str = "light") -> Markup:
    """The gallery as a page of its own."""
    css = "\n".join((_STATIC / name).read_text("utf-8") for name in ("tokens.css", "charts.css"))
    css = Markup(css.replace("../vendor", (_STATIC.parent / "vendor").as_uri()))  # noqa: S704
    sections = marks.join(
        Markup('<section class="card"><h2>{}</h2><p>{}</p>{}</section>').format(
            name, words, drawing
        )
        for name, words, drawing in _exhibits(Formatter(locale))
    )
    return Markup(
        '<!doctype html><html lang="{}" data-theme="{}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Vigie: charts</title>'
        "<style>{}{}</style><body>{}<main>{}</main></body></html>"
    ).format(locale, theme, css, _LAYOUT, marks.DEFINITIONS, sections)


_LAYOUT = Markup("""
body { margin: 0; padding: 16px; background: var(--page); color: var(--ink); }
body { font-family: var(--font); }
main { display: grid; gap: 16px; }
main { grid-template-columns: repeat(auto-fit, minmax(min(100%, 560px), 1fr)); }
.card { min-width: 0; padding: 16px; background: var(--card); border-radius: 8px; }
h2 { margin: 0; font-size: 14px; font-weight: 600; }
.card > p { margin: 2px 0 12px; color: var(--muted); font-size: 12px; min-height: 1.2em; }
.card > .tiles { display: flex; flex-wrap: wrap; gap: 24px; }
.card > .tiles > div { display: grid; gap: 6px; width: 200px; }
""")


def _exhibits(f: Formatter) -> Iterator[tuple[str, str, Markup]]:
    yield "Tiles", "", _tiles(f)
    for name, chart in _charts():
        yield name, say(chart, f) or "", _draw(chart, f)


Chart = Columns | Lines | Ranking | Funnel | Bridge | Bullets | RegionMap


def _draw(chart: Chart, f: Formatter) -> Markup:
    match chart:
        case Columns():
            return columns(chart, f)
        case Lines():
            return lines(chart, f)
        case Ranking():
            return ranking(chart, f)
        case Funnel():
            return funnel(chart, f)
        case Bridge():
            return bridge(chart, f)
        case Bullets():
            return bullets(chart, f)
        case RegionMap():
            return region_map(chart, f)


def _charts() -> Iterator[tuple[str, Chart]]:
    yield "Columns, previous year", _months(Scenario.PY)
    yield "Columns, plan", _months(Scenario.PL)
    yield "Map", _map(_REGIONS)
    yield "Ranking", _ranking()
    yield "Lines", _pace()
    yield "Funnel", _funnel()
    yield "Bridge", _bridge()
    yield "Bullets", _bullets()
    yield "Columns, a rate where less is better", _rates()
    yield "Columns, 53 weeks", _weeks()
    yield "Columns, negatives, nulls and a freak", _awkward()
    yield "Columns, one point", _single(Decimal("1234567.89"))
    yield "Columns, nothing known", _single(None)
    yield "Columns, all alike, tiny", _alike()
    yield "Map, elsewhere", _map({"Bayern": (500, 480), "Bretagne": (-20, 40), "Wien": (310, 0)})
    yield "Ranking, sixty regions", _sixty()
    yield "Ranking, negatives and nulls", _negatives()
    yield "Bridge through nought", _through_nought()
    yield "Funnel that widens", _widening()


def _tiles(f: Formatter) -> Markup:
    def one(value: Number | None, unit: Unit, references: tuple[Number | None, ...]) -> Markup:
        direction = Direction.DOWN if unit is Unit.DAYS else Direction.UP
        chips = marks.join(
            tile.variance(tile.Variance(label, value, reference, unit, direction), f)
            for label, reference in zip(("vs N−1", "vs obj."), references, strict=False)
        )
        shape = spark(Spark(tuple(_SALES[:-1]), tuple(_PLAN[:-1])))
        return Markup("<div>{}{}{}</div>").format(
            tile.figure(tile.Figure(value, unit), f), chips, shape
        )

    tiles = (
        one(Decimal("10712345.67"), Unit.CURRENCY, (Decimal(10401122), Decimal(10950000))),
        one(Decimal("0.3456"), Unit.RATIO, (Decimal("0.361"), Decimal("0.34"))),
        one(Decimal("47.25"), Unit.DAYS, (Decimal("44.1"), Decimal(45))),
        one(1284, Unit.COUNT, (1284, None)),
        one(None, Unit.POINTS, (None, None)),
    )
    return Markup('<div class="tiles">{}</div>').format(marks.join(tiles))


def _months(reference: Scenario) -> Columns:
    first = date(2025, 11, 1)
    points = tuple(
        TimeColumn(
            shift(first, Grain.MONTH, i),
            actual=Decimal(value * 1000) + Decimal("0.55"),
            previous=_BEFORE[i] * 1000,
            plan=_PLAN[i] * 1000,
            forecast=1_190_000 if i == len(_SALES) - 1 else None,
            href=f"?month={i}",
            partial=i == len(_SALES) - 1,
        )
        for i, value in enumerate(_SALES)
    )
    return Columns("Chiffre d'affaires", Unit.CURRENCY, Grain.MONTH, points, reference=reference)


def _rates() -> Columns:
    values = (42.1, 43.0, 44.8, 46.2, 45.9, 47.3, 48.8, 49.1)
    points = tuple(
        TimeColumn(date(2024 + i // 4, i % 4 * 3 + 1, 1), v / 1000, 0.045)
        for i, v in enumerate(values)
    )
    return Columns("Taux de remise", Unit.RATIO, Grain.QUARTER, points, Direction.DOWN)


def _weeks() -> Columns:
    first = date(2025, 11, 17)
    points = tuple(
        TimeColumn(shift(first, Grain.WEEK, i), 180 + i * 37 % 90, 200 + i * 23 % 70)
        for i in range(53)
    )
    return Columns("Commandes", Unit.COUNT, Grain.WEEK, points)


def _awkward() -> Columns:
    values: tuple[Number | None, ...] = (120, -80, None, 0, 15000, 130, -20, 140, 90)
    befores: tuple[Number | None, ...] = (100, 60, 70, 0, 20, None, -40, 139, 90)
    points = tuple(
        TimeColumn(date(2026, i + 1, 1), value, befores[i]) for i, value in enumerate(values)
    )
    return Columns("Avoirs nets", Unit.CURRENCY, Grain.MONTH, points)


def _single(value: Number | None) -> Columns:
    point = TimeColumn(date(2026, 1, 1), value, value)
    return Columns("Chiffre d'affaires", Unit.CURRENCY, Grain.YEAR, (point,))


def _alike() -> Columns:
    points = tuple(TimeColumn(date(2026, 3, day), Decimal("0.0004"), 0) for day in range(1, 22))
    return Columns("Ratio", Unit.NUMBER, Grain.DAY, points, reference=None)


def _pace() -> Lines:
    points, total, before, plan = [], 0, 0, 0
    for i in range(12):
        total, before, plan = total + _SALES[i], before + _BEFORE[i], plan + _PLAN[i]
        ahead = i - 8
        points.append(
            TimePoint(
                date(2026, i + 1, 1),
                actual=total * 1000 if i < 9 else None,
                previous=before * 1000,
                plan=plan * 1000,
                forecast=total * 1000 if i >= 8 else None,
                low=(total - 120 * ahead) * 1000 if i >= 8 else None,
                high=(total + 150 * ahead) * 1000 if i >= 8 else None,
            )
        )
    return Lines("Chiffre d'affaires cumulé", Unit.CURRENCY, Grain.MONTH, tuple(points))


def _map(places: dict[str, tuple[int, int]]) -> RegionMap:
    found = tuple(
        Place(name, value * 1000, before * 1000, href=f"?region={name}")
        for name, (value, before) in places.items()
    )
    return RegionMap("Chiffre d'affaires", Unit.CURRENCY, found)


def _ranking() -> Ranking:
    rows = tuple(
        RankingRow(name, a * 1000, b * 1000, plan=b * 1040, href="?", selected=name == "Occitanie")
        for name, (a, b) in _REGIONS.items()
    )
    total = RankingRow(
        "Total",
        sum(a for a, _ in _REGIONS.values()) * 1000,
        sum(b for _, b in _REGIONS.values()) * 1000,
    )
    return Ranking("Chiffre d'affaires", "Région", Unit.CURRENCY, rows, total=total)


def _sixty() -> Ranking:
    rows = tuple(
        RankingRow(f"Secteur {i:02} – Établissements et Cie", 9000 / i, 9000 / (i + i % 3 - 1 or 1))
        for i in range(1, 61)
    )
    return Ranking("Commandes", "Secteur", Unit.COUNT, rows)


def _negatives() -> Ranking:
    rows = (
        RankingRow(
            "Société Générale de Chauffage et de Climatisation de l'Ouest",
            5400,
            900,
            note="Commandé il y a 97 jours",
            trend=(3, 5, 2, None, 8, 9),
        ),
        RankingRow("<script>alert(1)</script>", 1200, None, trend=(1, 1, 1)),
        RankingRow("Inconnu", None, 300),
        RankingRow("Zéro", 0, 0),
        RankingRow("Avoir", -2600, 1500, trend=(5, 1, -4)),
    )
    return Ranking("Marge", "Client", Unit.CURRENCY, rows)


def _funnel() -> Funnel:
    steps = (
        FunnelStep("Prospection", 1840, 21_400_000, 1710, href="?stage=1"),
        FunnelStep("Qualification", 1105, 14_900_000, 1090, href="?stage=2"),
        FunnelStep("Proposition", 512, 8_120_000, 548, href="?stage=3"),
        FunnelStep("Négociation", 301, 5_230_000, 322, href="?stage=4"),
        FunnelStep("Gagné", 187, 3_015_000, 176, href="?stage=5"),
    )
    return Funnel("Opportunités", "Étape", Unit.COUNT, steps, amount_name="Montant")


def _widening() -> Funnel:
    steps = (FunnelStep("A", 10), FunnelStep("B", None), FunnelStep("C", 0), FunnelStep("D", 25))
    return Funnel("Opportunités", "Étape", Unit.COUNT, steps)


def _bridge() -> Bridge:
    steps = (
        BridgeStep("Volume", 612_000),
        BridgeStep("Prix", 318_000),
        BridgeStep("Mix produits", -144_000),
        BridgeStep("Clients perdus", -402_000),
        BridgeStep("Nouveaux clients", 527_000),
    )
    return Bridge("Chiffre d'affaires", Unit.CURRENCY, "2025", 9_800_000, steps, "2026")


def _through_nought() -> Bridge:
    steps = (
        BridgeStep("Charges commerciales et remises exceptionnelles de fin d'année", -900),
        BridgeStep("Rien", 0),
        BridgeStep("Inconnu", None),
        BridgeStep("Reprise", 350),
    )
    return Bridge("Résultat", Unit.CURRENCY, "Budget", 400, steps, "Réel", Scenario.PL)


def _bullets() -> Bullets:
    rows = (
        BulletRow("Camille Durand", 812_000, 900_000, 800_000, 780_000),
        BulletRow("Ahmed Benali", 955_000, 900_000, 800_000, 910_000),
        BulletRow("Élodie Lefèvre-Montgomery", 488_000, 850_000, 755_000, 640_000),
        BulletRow("Nouveau", None, 300_000),
        BulletRow("Équipe Nord", 700_000, 800_000, bands=(400_000, 640_000, 1_000_000)),
    )
    return Bullets("Réalisé", "Commercial", Unit.CURRENCY, rows)


if __name__ == "__main__":
    out, *rest = sys.argv[1:]
    Path(out).write_text(
        page("en" if "en" in rest else "fr", "dark" if "dark" in rest else "light")
    )
