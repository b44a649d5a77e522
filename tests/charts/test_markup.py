"""Whatever the data, a chart is sound markup that says nothing absurd and runs nothing."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from vigie.charts.bridge import Bridge, BridgeStep
from vigie.charts.bullet import BulletRow, Bullets
from vigie.charts.cohort import Cohort, CohortRow
from vigie.charts.columns import Columns, TimeColumn
from vigie.charts.crossed import Series
from vigie.charts.curves import Curves
from vigie.charts.draw import draw
from vigie.charts.funnel import Funnel, FunnelStep
from vigie.charts.gallery.page import page
from vigie.charts.gallery.typical import typical
from vigie.charts.geography import Level
from vigie.charts.heatmap import Heatmap, HeatRow
from vigie.charts.lines import Band, Lines, TimePoint
from vigie.charts.map import Place, RegionMap
from vigie.charts.message import say
from vigie.charts.multiples import Multiples
from vigie.charts.ranking import Ranking, RankingRow
from vigie.charts.scatter import Scatter, ScatterPoint
from vigie.charts.scenario import Direction, Scenario
from vigie.charts.spark import Spark, spark
from vigie.charts.stacked import Stacked
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
bands = st.lists(
    st.builds(Band, st.just(Decimal("0.8")), st.integers(-100, 0), st.integers(0, 10**6)),
    max_size=3,
).map(tuple)
time_points = in_time(st.builds(TimePoint, start, figures, figures, figures, figures, bands, hrefs))


def crossed() -> Any:
    """The same periods for some members."""

    def made(count: int, grain: Grain, held: list[tuple[str, Any]]) -> dict[str, Any]:
        starts = tuple(shift(date(2023, 1, 2), grain, i) for i in range(count))
        members = tuple(
            Series(name, tuple(f[:count]), tuple(f[::-1][:count]), "/?a") for name, f in held
        )
        return {"grain": grain, "starts": starts, "series": members}

    member = st.tuples(names, st.lists(figures, min_size=12, max_size=12))
    return st.builds(made, st.integers(0, 12), grains, st.lists(member, max_size=4))


def over(kind: Any, **more: Any) -> Any:
    return st.builds(
        lambda held, name, unit, partial, others: kind(
            name=name, heading="Canal", unit=unit, partial=partial, **held, **others
        ),
        crossed(),
        names,
        units,
        st.booleans(),
        st.fixed_dictionaries(more),
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
    st.builds(
        RegionMap,
        names,
        units,
        rows(places),
        directions,
        st.just(Scenario.PY),
        st.sampled_from(Level),
    ),
    over(Curves),
    over(Multiples, direction=directions),
    over(Stacked, is_share=st.booleans()),
    st.builds(
        Scatter,
        names,
        names,
        units,
        names,
        units,
        rows(st.builds(ScatterPoint, names, figures, figures, hrefs, st.booleans())),
    ),
    st.builds(
        Cohort,
        names,
        names,
        names,
        rows(st.builds(CohortRow, names, figures, st.lists(figures, max_size=6).map(tuple), hrefs)),
    ),
    st.builds(
        Heatmap,
        names,
        names,
        units,
        st.just(("a", "b")),
        rows(st.builds(HeatRow, names, st.tuples(figures, figures), hrefs)),
    ),
)
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
@settings(max_examples=150, deadline=None)
def test_any_chart_is_sound(chart: Any, locale: Any) -> None:
    f = Formatter(locale)
    root = check(draw(chart, f))
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
    drawn = page(locale, exhibits=typical())
    for kind in ("columns", "lines", "ranking", "funnel", "bridge", "bullets", "map", "cohort"):
        assert f"chart-{kind}" in drawn
    assert not ABSURD.search(drawn)
    assert "<script" not in drawn
