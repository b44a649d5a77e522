"""Whatever the data, a chart is sound markup that says nothing absurd and runs nothing."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from vigie.charts.bridge import Bridge, BridgeStep, bridge
from vigie.charts.bullet import BulletRow, Bullets, bullets
from vigie.charts.columns import Columns, TimeColumn, columns
from vigie.charts.funnel import Funnel, FunnelStep, funnel
from vigie.charts.gallery import page
from vigie.charts.lines import Lines, TimePoint, lines
from vigie.charts.map import Place, RegionMap, region_map
from vigie.charts.message import say
from vigie.charts.ranking import Ranking, RankingRow, ranking
from vigie.charts.scenario import Direction, Scenario
from vigie.charts.spark import Spark, spark
from vigie.charts.tile import Figure, Variance, figure, variance
from vigie.kit.formats import Formatter, Unit
from vigie.kit.i18n import LOCALES
from vigie.kit.periods import Grain, shift

figures = st.one_of(
    st.none(),
    st.decimals(-(10**12), 10**12, places=4),
    st.integers(-(10**12), 10**12),
    st.floats(width=32),
    st.just(Decimal(0)),
)
names = st.text(alphabet="aéÉ<>&\"' \u202fLoire", min_size=1, max_size=60)
hrefs = st.one_of(st.none(), st.just('/?a=1&b="<x>"'))
units = st.sampled_from(Unit)
directions = st.sampled_from(Direction)
references = st.sampled_from([None, Scenario.PY, Scenario.PP, Scenario.PL])
grains = st.sampled_from(Grain)


def in_time(point: Any) -> Any:
    """Charts over time: consecutive periods, whatever their figures."""

    def dated(args: tuple[list[Any], Grain]) -> tuple[tuple[Any, ...], Grain]:
        points, grain = args
        starts = (shift(date(2023, 1, 2), grain, i) for i in range(len(points)))
        return tuple(replace(p, start=s) for p, s in zip(points, starts, strict=False)), grain

    return st.tuples(st.lists(point, max_size=14), grains).map(dated)


start = st.just(date(2023, 1, 2))
time_columns = in_time(
    st.builds(
        TimeColumn, start, figures, figures, figures, figures, hrefs, st.booleans(), st.booleans()
    )
)
time_points = in_time(
    st.builds(TimePoint, start, figures, figures, figures, figures, figures, figures, hrefs)
)
ranking_rows = st.builds(
    RankingRow,
    names,
    figures,
    figures,
    figures,
    hrefs,
    st.booleans(),
    names,
    st.lists(figures, max_size=5).map(tuple),
)
places = st.builds(
    Place,
    st.one_of(names, st.sampled_from(["Bretagne", "53", "FR-COR", "Île de France"])),
    figures,
    figures,
    hrefs,
    st.booleans(),
)


def rows(row: Any) -> Any:
    return st.lists(row, max_size=12).map(tuple)


charts = st.one_of(
    st.builds(
        lambda series, name, unit, direction, reference: Columns(
            name, unit, series[1], series[0], direction, reference
        ),
        time_columns,
        names,
        units,
        directions,
        references,
    ),
    st.builds(
        lambda series, name, unit, direction: Lines(name, unit, series[1], series[0], direction),
        time_points,
        names,
        units,
        directions,
    ),
    st.builds(
        Ranking,
        names,
        names,
        units,
        rows(ranking_rows),
        directions,
        references,
        st.one_of(st.none(), ranking_rows),
    ),
    st.builds(
        Funnel,
        names,
        names,
        units,
        rows(st.builds(FunnelStep, names, figures, figures, figures, hrefs, st.booleans())),
        st.one_of(st.none(), names),
        units,
        st.booleans(),
    ),
    st.builds(
        Bridge,
        names,
        units,
        names,
        st.decimals(-(10**9), 10**9, places=4),
        rows(st.builds(BridgeStep, names, figures, hrefs)),
        names,
        st.sampled_from(Scenario),
        st.sampled_from(Scenario),
        directions,
    ),
    st.builds(
        Bullets,
        names,
        names,
        units,
        rows(
            st.builds(
                BulletRow,
                names,
                figures,
                figures,
                figures,
                figures,
                st.lists(st.integers(0, 10**9), max_size=4).map(lambda b: tuple(sorted(b))),
                hrefs,
            )
        ),
        directions,
    ),
    st.builds(RegionMap, names, units, rows(places), directions),
)
DRAW: dict[type, Callable[[Any, Formatter], Markup]] = {
    Columns: columns,
    Lines: lines,
    Ranking: ranking,
    Funnel: funnel,
    Bridge: bridge,
    Bullets: bullets,
    RegionMap: region_map,
}
ABSURD = re.compile(r"\b(None|nan|inf|NaN|Infinity)\b")


def check(markup: Markup) -> ElementTree.Element:
    """Well formed, without absurdities, styles or scripts."""
    root = ElementTree.fromstring(f"<div>{markup.replace('&nbsp;', ' ')}</div>")  # noqa: S314
    assert not ABSURD.search(markup)
    for element in root.iter():
        assert element.tag not in ("script", "style")
        assert not {"style", "onclick", "onload"} & set(element.keys())
        for name in ("width", "height"):
            assert not element.get(name, "").startswith("-")
    return root


@given(chart=charts, locale=st.sampled_from(LOCALES))
@settings(max_examples=250, deadline=None)
def test_any_chart_is_sound(chart: Any, locale: Any) -> None:
    f = Formatter(locale)
    root = check(DRAW[type(chart)](chart, f))
    sentence = say(chart, f)
    assert sentence is None or not ABSURD.search(sentence)
    for image in root.iter("svg"):
        assert image.get("role") != "img" or image.get("aria-label")
        assert image.get("role") != "img" or not list(image.iter("a"))


@given(values=st.lists(figures).map(tuple), plan=st.lists(figures).map(tuple), words=names)
@settings(deadline=None)
def test_any_sparkline_is_sound(values: Any, plan: Any, words: str) -> None:
    check(spark(Spark(values, plan, words)))


@given(value=figures, reference=figures, unit=units, direction=directions, words=names)
def test_any_tile_is_sound(
    value: Any, reference: Any, unit: Unit, direction: Direction, words: str
) -> None:
    f = Formatter("fr")
    check(figure(Figure(value, unit), f))
    check(variance(Variance(words, value, reference, unit, direction), f))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_gallery_draws_every_chart(locale: Any) -> None:
    drawn = page(locale)
    for kind in ("columns", "lines", "ranking", "funnel", "bridge", "bullets", "map"):
        assert f"chart-{kind}" in drawn
    assert not ABSURD.search(drawn)
    assert "<script" not in drawn
