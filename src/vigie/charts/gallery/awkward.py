"""Each kind of chart with each kind of data that charts are known to break on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from vigie.charts.bridge import Bridge, BridgeStep
from vigie.charts.bullet import BulletRow, Bullets
from vigie.charts.cohort import Cohort, CohortRow
from vigie.charts.columns import Columns, TimeColumn
from vigie.charts.crossed import Series
from vigie.charts.curves import Curves
from vigie.charts.funnel import Funnel, FunnelStep
from vigie.charts.geography import Level
from vigie.charts.heatmap import Heatmap, HeatRow
from vigie.charts.indicators import IndicatorGroup, IndicatorRow, Indicators
from vigie.charts.lines import Band, Lines, TimePoint
from vigie.charts.listing import ListCell, Listing, ListRow
from vigie.charts.map import Place, RegionMap
from vigie.charts.multiples import Multiples
from vigie.charts.ranking import Ranking, RankingRow
from vigie.charts.scatter import Scatter, ScatterPoint
from vigie.charts.scorecard import CardRow, Measure, Scorecard
from vigie.charts.stacked import Stacked
from vigie.kit.formats import Number, Unit
from vigie.kit.periods import Grain, shift

Figures = tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """Names and their figures, now and before."""

    names: tuple[str, ...]
    values: Figures
    befores: Figures

    def turned(self, by: int) -> Figures:
        """The same figures from another place on."""
        by %= max(1, len(self.values))
        return (*self.values[by:], *self.values[:by])


def _data(values: Figures, befores: Figures | None = None, *names: str) -> Data:
    known = names or tuple(f"Secteur {i:02}" for i in range(1, len(values) + 1))
    return Data(known, values, values[::-1] if befores is None else befores)


_LONG: Final = (
    "Société Générale de Chauffage et de Climatisation de l'Ouest",
    "Charges commerciales et remises exceptionnelles de fin d'année",
    "Établissements Lefèvre-Montgomery & Fils (succursale de Saint-Rémy-de-Provence)",
    "<script>alert(1)</script>",
)
DATA: Final[Mapping[str, Data]] = {
    "negatives": _data((5400, -2600, 1200, -80, 900), (4900, 1500, -300, -60, 1000)),
    "one": _data((Decimal("1234567.89"),), (Decimal("1100000"),)),
    "sixty": _data(tuple(9000 // i for i in range(1, 61)), tuple(range(9000, 3000, -100))),
    "zeros": _data((0, 0, 0, 0), (0, 0, 0, 0)),
    "nulls": _data((None, 300, None, 120, None, 80), (200, None, None, 140, None, 60)),
    "freak": _data((120, 15_000_000, Decimal("0.0004"), 130, 140, 90, 110), None),
    "long": _data((5400, 1200, 900, 310), (5000, 1300, None, 0), *_LONG),
    "empty": _data((), ()),
}


def awkward() -> Iterator[tuple[str, object]]:
    """Every kind with every set of data: "columns: negatives" and its chart."""
    for kind in KINDS:
        for name in DATA:
            yield f"{kind}: {name}", chart(kind, name)


def chart(kind: str, data: str) -> object:
    """One kind of chart with one set of data."""
    return KINDS[kind](DATA[data])


def _starts(count: int) -> tuple[date, ...]:
    return tuple(shift(date(2025, 3, 1), Grain.MONTH, i) for i in range(count))


def _columns(data: Data) -> Columns:
    points = tuple(
        TimeColumn(start, value, before, plan, partial=i == len(data.values) - 1)
        for i, (start, value, before, plan) in enumerate(
            zip(
                _starts(len(data.values)),
                data.values,
                data.befores,
                data.turned(1),
                strict=True,
            )
        )
    )
    return Columns("Marge", Unit.CURRENCY, Grain.MONTH, points)


def _lines(data: Data) -> Lines:
    half = len(data.values) // 2
    points = tuple(
        TimePoint(
            start,
            value if i <= half else None,
            before,
            forecast=value if i >= half else None,
            bands=tuple(
                Band(share, value - abs(value) * share * wide, value + abs(value) * share * wide)
                for share, wide in ((Decimal("0.5"), Decimal("0.2")), (Decimal("0.8"), Decimal(1)))
            )
            if i > half and isinstance(value, int)
            else (),
        )
        for i, (start, value, before) in enumerate(
            zip(_starts(len(data.values)), data.values, data.befores, strict=True)
        )
    )
    return Lines("Marge", Unit.CURRENCY, Grain.MONTH, points)


def _crossed(data: Data, members: int = 6) -> dict[str, Any]:
    series = tuple(
        Series(name, data.turned(i), data.befores) for i, name in enumerate(data.names[:members])
    )
    return {
        "name": "Marge",
        "heading": "Secteur",
        "unit": Unit.CURRENCY,
        "grain": Grain.MONTH,
        "starts": _starts(len(data.values)),
        "series": series,
        "partial": True,
    }


def _ranking(data: Data) -> Ranking:
    rows = tuple(
        RankingRow(name, value, before, plan, trend=data.turned(i), note="N° 12" if i else None)
        for i, (name, value, before, plan) in enumerate(
            zip(data.names, data.values, data.befores, data.turned(1), strict=True)
        )
    )
    bands = (Decimal("0.05"), Decimal("0.2"))
    return Ranking("Marge", "Client", Unit.CURRENCY, rows, bands=bands)


def _funnel(data: Data) -> Funnel:
    steps = tuple(
        FunnelStep(name, value, before, before)
        for name, value, before in zip(data.names, data.values, data.befores, strict=True)
    )
    return Funnel("Affaires", "Étape", Unit.COUNT, steps, "Montant")


def _bridge(data: Data) -> Bridge:
    steps = tuple(BridgeStep(n, v) for n, v in zip(data.names, data.values, strict=True))
    return Bridge("Marge", Unit.CURRENCY, "2025", 4000, steps, "2026")


def _bullets(data: Data) -> Bullets:
    rows = tuple(
        BulletRow(name, value, before, previous=plan)
        for name, value, before, plan in zip(
            data.names, data.values, data.befores, data.turned(1), strict=True
        )
    )
    return Bullets("Réalisé", "Commercial", Unit.CURRENCY, rows)


def _heatmap(data: Data) -> Heatmap:
    columns = tuple(f"{start:%m/%y}" for start in _starts(min(12, len(data.values))))
    rows = tuple(HeatRow(name, data.turned(i)[: len(columns)]) for i, name in enumerate(data.names))
    return Heatmap("Marge", "Secteur", Unit.CURRENCY, columns, rows)


def _cohort(data: Data) -> Cohort:
    shown = data.names[:12]
    rows = tuple(
        CohortRow(name, value, data.turned(i)[: len(shown) - i], partial=True)
        for i, (name, value) in enumerate(zip(shown, data.values, strict=False))
    )
    return Cohort("Clients", "Première commande", "Nouveaux clients", rows)


def _scatter(data: Data) -> Scatter:
    points = tuple(
        ScatterPoint(name, before, value)
        for name, value, before in zip(data.names, data.values, data.befores, strict=True)
    )
    return Scatter("Secteur", "Visites", Unit.COUNT, "Marge", Unit.CURRENCY, points)


_REGIONS: Final = ("Bretagne", "Corse", "Grand Est", "Île-de-France", "Bayern", "Occitanie", "53")
_DEPARTMENTS: Final = ("75", "2A", "971", "Nord", "92", "Vendée", "69")


def _map(places: tuple[str, ...], level: Level) -> Callable[[Data], RegionMap]:
    def made(data: Data) -> RegionMap:
        names = (*places, *data.names)[: len(data.values)]
        found = tuple(
            Place(name, value, before)
            for name, value, before in zip(names, data.values, data.befores, strict=True)
        )
        return RegionMap("Marge", Unit.CURRENCY, found, level=level)

    return made


def _scorecard(data: Data) -> Scorecard:
    measures = (
        Measure("Marge", Unit.CURRENCY),
        Measure("Taux de remise", Unit.RATIO),
        Measure("Commandes", Unit.COUNT),
    )
    rows = tuple(
        CardRow(name, (value, value, before), (before, value, value))
        for name, value, before in zip(data.names, data.values, data.befores, strict=True)
    )
    return Scorecard("Clients", "Client", measures, rows)


def _indicators(data: Data) -> Indicators:
    rows = tuple(
        IndicatorRow(name, Unit.CURRENCY, value, before, None, data.turned(i))
        for i, (name, value, before) in enumerate(
            zip(data.names, data.values, data.befores, strict=True)
        )
    )
    return Indicators("Indicateurs", (IndicatorGroup("Ventes", rows),))


def _listing(data: Data) -> Listing:
    rows = tuple(
        ListRow((ListCell(name), ListCell("" if value is None else str(value), number=True)))
        for name, value in zip(data.names, data.values, strict=True)
    )
    return Listing("Affaires", ("Affaire", "Montant"), rows)


KINDS: Final[Mapping[str, Callable[[Data], object]]] = {
    "bridge": _bridge,
    "bullets": _bullets,
    "cohort": _cohort,
    "columns": _columns,
    "curves": lambda data: Curves(**_crossed(data)),
    "departments": _map(_DEPARTMENTS, Level.DEPARTMENT),
    "funnel": _funnel,
    "heatmap": _heatmap,
    "indicators": _indicators,
    "lines": _lines,
    "list": _listing,
    "multiples": lambda data: Multiples(**_crossed(data)),
    "ranking": _ranking,
    "regions": _map(_REGIONS, Level.REGION),
    "scatter": _scatter,
    "scorecard": _scorecard,
    "shares": lambda data: Stacked(**_crossed(data), is_share=True),
    "stacked": lambda data: Stacked(**_crossed(data)),
}
