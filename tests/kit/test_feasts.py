from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.kit.calendar.feasts import Feast, Region, day_of, easter, feasts_in, public_holidays
from vigie.kit.calendar.season import Season

EASTERS = [
    "2019-04-21",
    "2020-04-12",
    "2021-04-04",
    "2022-04-17",
    "2023-04-09",
    "2024-03-31",
    "2025-04-20",
    "2026-04-05",
    "2027-03-28",
    "2028-04-16",
    "2029-04-01",
    "2030-04-21",
]
HOLIDAYS_OF_2026 = {
    "2026-01-01": "new_year",
    "2026-04-06": "easter_monday",
    "2026-05-01": "labour_day",
    "2026-05-08": "victory_1945",
    "2026-05-14": "ascension",
    "2026-05-25": "whit_monday",
    "2026-07-14": "national_day",
    "2026-08-15": "assumption",
    "2026-11-01": "all_saints",
    "2026-11-11": "armistice_1918",
    "2026-12-25": "christmas",
}
SEASONS = st.sampled_from(Region).map(Season)


@pytest.mark.parametrize("known", EASTERS)
def test_easter_is_the_published_one(known: str) -> None:
    day = date.fromisoformat(known)
    assert easter(day.year) == day


@settings(deadline=None, max_examples=60)
@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_the_public_holidays_of_france() -> None:
    found = {day.isoformat(): feast.value for day, feast in sorted(public_holidays(2026).items())}
    assert found == HOLIDAYS_OF_2026


def test_alsace_and_moselle_keep_two_more() -> None:
    more = set(feasts_in(Region.ALSACE_MOSELLE)) - set(feasts_in(Region.FRANCE))
    assert {day_of(feast, 2026) for feast in more} == {date(2026, 4, 3), date(2026, 12, 26)}


def test_two_holidays_on_one_day_are_one() -> None:
    holidays = public_holidays(2008)
    assert holidays[date(2008, 5, 1)] is Feast.ASCENSION
    assert len(holidays) == 10


@pytest.mark.parametrize(
    ("day", "earlier", "why"),
    [
        ("2026-04-06", "2025-04-21", "Easter Monday"),
        ("2026-04-04", "2025-04-19", "the Saturday before Easter"),
        ("2026-03-16", "2025-03-31", "the first Monday of the season"),
        ("2026-04-12", "2025-04-27", "the last Sunday of the season"),
        ("2026-04-13", "2025-03-17", "a week that Easter leaves, for one that it takes"),
        ("2026-05-14", "2025-05-29", "Ascension"),
        ("2026-05-15", "2025-05-30", "the Friday after it"),
        ("2026-05-25", "2025-06-09", "Whit Monday"),
        ("2026-05-01", "2025-05-01", "Labour Day, a Friday then a Thursday"),
        ("2026-05-28", "2025-05-15", "the Thursday that answered for Ascension by the week"),
        ("2026-12-25", "2025-12-25", "Christmas"),
        ("2026-12-24", "2025-12-26", "the day whose answer Christmas has taken"),
        ("2026-09-10", "2025-09-11", "a Thursday for a Thursday"),
    ],
)
def test_a_day_is_answered_feast_for_feast(day: str, earlier: str, why: str) -> None:
    assert Season().earlier(date.fromisoformat(day)) == date.fromisoformat(earlier), why


@settings(deadline=None, max_examples=60)
@given(SEASONS, st.integers(1950, 2100))
def test_every_feast_answers_for_itself(season: Season, year: int) -> None:
    now, before = public_holidays(year, season.region), public_holidays(year - 1, season.region)
    days = {feast: day for day, feast in before.items()}
    for day, feast in now.items():
        if feast in days:
            assert season.earlier(day) == days[feast]


@settings(deadline=None, max_examples=60)
@given(SEASONS, st.integers(1950, 2090), st.integers(1, 10))
def test_each_earlier_day_answers_for_one_day(season: Season, year: int, years: int) -> None:
    first, last = date(year, 1, 1), date(year + years, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    answers = {season.earlier(day) for day in days}
    assert len(answers) == len(days)
    # All the days of the years between are among them: none is left without a day to answer for.
    inner = {first - timedelta(days=364 - 40 - n) for n in range(len(days) - 80)}
    assert inner <= answers
