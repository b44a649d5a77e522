"""Any chart by its data: the one table from a kind of data to what draws it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from markupsafe import Markup

from vigie.charts.bridge import Bridge, bridge
from vigie.charts.bullet import Bullets, bullets
from vigie.charts.cohort import Cohort, cohort
from vigie.charts.columns import Columns, columns
from vigie.charts.curves import Curves, curves
from vigie.charts.funnel import Funnel, funnel
from vigie.charts.heatmap import Heatmap, heatmap
from vigie.charts.indicators import Indicators, indicators
from vigie.charts.lines import Lines, lines
from vigie.charts.listing import Listing, listing
from vigie.charts.map import RegionMap, region_map
from vigie.charts.multiples import Multiples, multiples
from vigie.charts.ranking import Ranking, ranking
from vigie.charts.scatter import Scatter, scatter
from vigie.charts.scorecard import Scorecard, scorecard
from vigie.charts.stacked import Stacked, stacked
from vigie.kit.formats import Formatter

DRAWINGS: Final[Mapping[type, Callable[[Any, Formatter], Markup]]] = {
    Bridge: bridge,
    Bullets: bullets,
    Cohort: cohort,
    Columns: columns,
    Curves: curves,
    Funnel: funnel,
    Heatmap: heatmap,
    Indicators: indicators,
    Lines: lines,
    Listing: lambda chart, _: listing(chart),
    Multiples: multiples,
    RegionMap: region_map,
    Ranking: ranking,
    Scatter: scatter,
    Scorecard: scorecard,
    Stacked: stacked,
}


def draw(chart: object, f: Formatter) -> Markup:
    """The drawing of any chart."""
    return DRAWINGS[type(chart)](chart, f)
