"""Charts with the data that a sales company has on an ordinary day."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from vigie.charts.bridge import Bridge, BridgeStep
from vigie.charts.bullet import BulletRow, Bullets
from vigie.charts.cohort import Cohort, CohortRow
from vigie.charts.columns import Columns, TimeColumn
from vigie.charts.crossed import Series
from vigie.charts.curves import Curves
from vigie.charts.funnel import Funnel, FunnelStep
from vigie.charts.lines import Band, Lines, TimePoint
from vigie.charts.map import Place, RegionMap
from vigie.charts.multiples import Multiples
from vigie.charts.ranking import Ranking, RankingRow
from vigie.charts.scatter import Scatter, ScatterPoint
from vigie.charts.scenario import Direction, Scenario
from vigie.charts.stacked import Stacked
from vigie.kit.formats import Unit
from vigie.kit.periods import Grain, shift

SALES = (812, 845, 1023, 934, 951, 1102, 788, 590, 1067, 1151, 1098, 1204, 402)
BEFORE = (790, 861, 940, 905, 980, 1015, 801, 622, 998, 1060, 1121, 1133, 431)
PLAN = (820, 850, 960, 940, 990, 1050, 830, 640, 1040, 1100, 1120, 1180, 455)
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


def typical() -> Iterator[tuple[str, object]]:
    """Each kind of chart by name."""
    yield "Columns, previous year", _months(Scenario.PY)
    yield "Columns, plan", _months(Scenario.PL)
    yield "Map of regions", _map()
    yield "Ranking", _ranking()
    yield "Lines with a fan", _pace()
    yield "Curves", Curves(**_crossed())
    yield "Stacked", Stacked(**_crossed())
    yield "Stacked, shares", Stacked(**_crossed(), is_share=True)
    yield "Multiples", Multiples(**_crossed())
    yield "Scatter", _scatter()
    yield "Cohort", _cohort()
    yield "Funnel", _funnel()
    yield "Bridge", _bridge()
    yield "Bullets", _bullets()
    yield "Columns, a rate where less is better", _rates()
    yield "Columns, 53 weeks", _weeks()


def _months(reference: Scenario) -> Columns:
    first = date(2025, 11, 1)
    points = tuple(
        TimeColumn(
            shift(first, Grain.MONTH, i),
            actual=Decimal(value * 1000) + Decimal("0.55"),
            previous=BEFORE[i] * 1000,
            plan=PLAN[i] * 1000,
            forecast=1_190_000 if i == len(SALES) - 1 else None,
            href=f"?month={i}",
            partial=i == len(SALES) - 1,
        )
        for i, value in enumerate(SALES)
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


def _pace() -> Lines:
    points, total, before, plan = [], 0, 0, 0
    for i in range(12):
        total, before, plan = total + SALES[i], before + BEFORE[i], plan + PLAN[i]
        ahead = i - 8
        points.append(
            TimePoint(
                date(2026, i + 1, 1),
                actual=total * 1000 if i < 9 else None,
                previous=before * 1000,
                plan=plan * 1000,
                forecast=total * 1000 if i >= 8 else None,
                bands=tuple(
                    Band(share, (total - wide * ahead) * 1000, (total + wide * ahead) * 1000)
                    for share, wide in ((0.5, 150), (0.8, 320), (0.95, 520))
                )
                if i >= 8
                else (),
            )
        )
    return Lines("Chiffre d'affaires cumulé", Unit.CURRENCY, Grain.MONTH, tuple(points))


def _map() -> RegionMap:
    found = tuple(
        Place(name, value * 1000, before * 1000, href=f"?region={name}")
        for name, (value, before) in _REGIONS.items()
    )
    return RegionMap("Chiffre d'affaires", Unit.CURRENCY, found)


def _ranking() -> Ranking:
    rows = tuple(
        RankingRow(
            name,
            a * 1000,
            b * 1000,
            plan=b * 1040,
            href="?",
            selected=name == "Occitanie",
            trend=tuple(a + (a * i * 7) % 90 - b * i / 40 for i in range(12)),
        )
        for name, (a, b) in _REGIONS.items()
    )
    total = RankingRow(
        "Total",
        sum(a for a, _ in _REGIONS.values()) * 1000,
        sum(b for _, b in _REGIONS.values()) * 1000,
    )
    bands = (Decimal("0.05"), Decimal("0.1"))
    return Ranking("Chiffre d'affaires", "Région", Unit.CURRENCY, rows, total=total, bands=bands)


def _funnel() -> Funnel:
    steps = (
        FunnelStep("Prospection", 1840, 21_400_000, 1710, href="?stage=1"),
        FunnelStep("Qualification", 1105, 14_900_000, 1090, href="?stage=2"),
        FunnelStep("Proposition", 512, 8_120_000, 548, href="?stage=3"),
        FunnelStep("Négociation", 301, 5_230_000, 322, href="?stage=4"),
        FunnelStep("Gagné", 187, 3_015_000, 176, href="?stage=5"),
    )
    return Funnel("Opportunités", "Étape", Unit.COUNT, steps, amount_name="Montant")


def _bridge() -> Bridge:
    steps = (
        BridgeStep("Volume", 612_000),
        BridgeStep("Prix", 318_000),
        BridgeStep("Mix produits", -144_000),
        BridgeStep("Clients perdus", -402_000),
        BridgeStep("Nouveaux clients", 527_000),
    )
    return Bridge("Chiffre d'affaires", Unit.CURRENCY, "2025", 9_800_000, steps, "2026")


def _bullets() -> Bullets:
    rows = (
        BulletRow("Camille Durand", 812_000, 900_000, 800_000, 780_000),
        BulletRow("Ahmed Benali", 955_000, 900_000, 800_000, 910_000),
        BulletRow("Élodie Lefèvre-Montgomery", 488_000, 850_000, 755_000, 640_000),
        BulletRow("Nouveau", None, 300_000),
        BulletRow("Équipe Nord", 700_000, 800_000, bands=(400_000, 640_000, 1_000_000)),
    )
    return Bullets("Réalisé", "Commercial", Unit.CURRENCY, rows)


def _crossed() -> dict[str, Any]:
    shares = {"Commerciaux terrain": 40, "Boutique en ligne": 26, "Comptoirs": 21, "Téléphone": 13}
    series = tuple(
        Series(
            name,
            tuple(v * (share + i * (2 if share == 26 else -1)) * 10 for i, v in enumerate(SALES)),
            tuple(v * share * 10 for v in BEFORE),
            href="?",
        )
        for name, share in shares.items()
    )
    starts = tuple(shift(date(2025, 11, 1), Grain.MONTH, i) for i in range(len(SALES)))
    return {
        "name": "Chiffre d'affaires",
        "heading": "Canal",
        "unit": Unit.CURRENCY,
        "grain": Grain.MONTH,
        "starts": starts,
        "series": series,
        "partial": True,
    }


def _scatter() -> Scatter:
    names = "Durand Benali Lefèvre Moreau Petit Roux Garnier Fabre Colin Marchand Vasseur Guillou"
    points = tuple(
        ScatterPoint(
            name,
            40 + i * 9,
            (300 + i * 62 + i * 37 % 50) * 1000 + (400_000 if name == "Roux" else 0),
            "?",
        )
        for i, name in enumerate(names.split())
    )
    return Scatter("Commercial", "Visites", Unit.COUNT, "Chiffre d'affaires", Unit.CURRENCY, points)


def _cohort() -> Cohort:
    rows = tuple(
        CohortRow(
            f"{date(2026, i + 1, 1):%m/%Y}",
            18 + i * 7 % 23 if i != 5 else 6,
            tuple(
                max(0, (18 + i * 7 % 23) * (46 - age * 2 + i * age % 5) // 100 - (i == 5) * 4)
                for age in range(1, 12 - i)
            ),
            partial=True,
        )
        for i in range(11)
    )
    return Cohort("Clients qui recommandent", "Première commande", "Nouveaux clients", rows)
