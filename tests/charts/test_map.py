"""The French regions: every one on the map, by whatever name a file gives it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.charts import geography
from vigie.charts.geography import Level
from vigie.charts.map import Place, RegionMap, region_map
from vigie.kit.formats import Formatter, Unit

FR = Formatter("fr")


def drawn(*places: Place) -> str:
    return region_map(RegionMap("CA", Unit.COUNT, places), FR)


def test_the_thirteen_regions_cover_ninety_six_departments_once() -> None:
    departments = [d for entry in geography._entries() for d in entry["departments"]]
    assert len(geography.regions()) == 13
    assert len(departments) == len(set(departments)) == 96


def test_borders_between_departments_of_a_region_are_dissolved() -> None:
    """Ile-de-France is eight departments and one outline."""
    outlines = {region.name: region.outline for region in geography.regions()}
    assert outlines["Île-de-France"].count("M") == 1
    assert sum(map(len, outlines.values())) < 20_000


def test_labels_stand_inside_the_box() -> None:
    for region in geography.regions():
        assert 0 < region.x < 100
        assert 0 < region.y < 100


@pytest.mark.parametrize(
    "name", ["Bretagne", "BRETAGNE", "53", "FR-53", "FR-BRE", "Brittany", " bretagne "]
)
def test_a_region_is_known_by_many_names(name: str) -> None:
    assert "tile-grid" not in drawn(Place(name, 10))


@pytest.mark.parametrize("name", ["Ile de France", "ILE-DE-FRANCE", "Île‑de‑France", "IDF"])
def test_accents_and_hyphens_do_not_matter(name: str) -> None:
    assert "tile-grid" not in drawn(Place(name, 10))


def test_places_that_are_not_on_the_map_are_listed() -> None:
    markup = drawn(Place("Bretagne", 1), Place("La Réunion", 5, href="/?region=974"))
    assert 'href="/?region=974"' in markup
    assert 'class="map"' in markup


def test_without_any_known_region_there_is_no_map() -> None:
    assert 'class="map"' not in drawn(Place("Bayern", 5), Place("Wien", 2))


def test_two_rows_of_one_region_both_remain_visible() -> None:
    markup = drawn(Place("Bretagne", 1), Place("FR-BRE", 2))
    assert "tile-grid" in markup


def test_a_region_with_a_link_is_named_by_its_figures() -> None:
    markup = drawn(Place("Bretagne", 1234, 1000, href="/?region=53"))
    assert 'aria-label="Bretagne: CA 1\u202f234' in markup


def test_departments_are_known_by_number_and_by_name() -> None:
    for name in ("75", "FR-75", "Paris", "Paris (75)", "2A", "7", "ardeche"):
        markup = str(
            region_map(RegionMap("CA", Unit.COUNT, (Place(name, 3),), level=Level.DEPARTMENT), FR)
        )
        assert "tile-grid" not in markup, name
    assert geography.full_name(Level.DEPARTMENT, "01") == "Ain (01)"
    assert geography.full_name(Level.DEPARTMENT, "971") == "971"


def test_the_ninety_six_departments_are_all_drawn() -> None:
    assert len(geography.departments()) == 96
    for department in geography.departments():
        assert department.outline.startswith("M")
        assert 0 < department.x < 100
        assert 0 < department.y < 100


@given(values=st.lists(st.integers(0, 10**9), min_size=1, max_size=13))
def test_a_larger_figure_never_has_a_paler_step(values: list[int]) -> None:
    names = [region.name for region in geography.regions()]
    markup = drawn(*(Place(n, v) for n, v in zip(names, values, strict=False)))
    steps = [int(step) for step in re.findall(r'<path d="[^"]+" class="level-(\d)"', markup)]
    ranked = [step for _, step in sorted(zip(values, steps, strict=True))]
    assert ranked == sorted(ranked)
