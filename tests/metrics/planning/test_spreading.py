"""Whatever a target is cut into, the parts sum to it: by days, by members, by periods."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.kit.allocation.rules import Members, Rule, Spread
from vigie.kit.allocation.shares import reached
from vigie.kit.calendar.company import Calendar
from vigie.kit.periods import Grain, Period
from vigie.metrics.language.definition import Catalog
from vigie.metrics.planning.goals import Fit, GoalSet, goals_of, grouped
from vigie.metrics.planning.plan import Goal
from vigie.metrics.planning.spreading import Part, Profile, Shown, Spreading
from vigie.metrics.question.earlier import within

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
CALENDAR = Calendar()
TARGETS = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)
DATES = st.dates(YEAR.start, YEAR.end)
FIGURES = st.dictionaries(DATES, st.decimals(-100, 10**6, places=2, allow_nan=False), max_size=20)
PROFILES = st.dictionaries(st.sampled_from(["R1", "R2", "R3", None]), FIGURES, max_size=4)
RULES = st.sampled_from(Spread)


def _fit(catalog: Catalog, rule: Rule, periods: list[Period], *, shared: bool) -> Fit:
    goal = Goal("order_intake", "objective", "company", True, by_member=shared)
    member = catalog.dimensions["sales_rep"] if shared else None
    dataset = goals_of("company", catalog)
    return Fit(goal, dataset, rule, tuple(periods), member=member, profiled=True)


def _shown(grain: Grain, span: Period) -> list[Shown]:
    periods = CALENDAR.periods(span, grain)
    return [(one.start, days) for one in periods if (days := within(one, span))]


def _value(target: Decimal, part: Part) -> Decimal:
    return reached(target, part.until) - reached(target, part.before)


@settings(deadline=None, max_examples=60)
@given(TARGETS, RULES, FIGURES, st.sampled_from(Grain))
def test_parts_of_periods_sum_to_the_target(
    catalog: Catalog, target: Decimal, spread: Spread, figures: dict[date, Decimal], grain: Grain
) -> None:
    profile = Profile((None,), {(None, None): figures})
    spreading = Spreading(
        _fit(catalog, Rule(spread), [YEAR], shared=False), CALENDAR.working, profile
    )
    parts = spreading.parts(_shown(grain, YEAR))
    assert sum((_value(target, part) for part in parts), Decimal(0)) == target


@settings(deadline=None, max_examples=60)
@given(TARGETS, RULES, FIGURES, st.integers(1, 12))
def test_days_sum_to_their_month(
    catalog: Catalog, target: Decimal, spread: Spread, figures: dict[date, Decimal], month: int
) -> None:
    profile = Profile((None,), {(None, None): figures})
    spreading = Spreading(
        _fit(catalog, Rule(spread), [YEAR], shared=False), CALENDAR.working, profile
    )
    span = CALENDAR.period(date(2026, month, 1), Grain.MONTH)
    days, whole = (spreading.parts(_shown(grain, span)) for grain in (Grain.DAY, Grain.MONTH))
    assert len(days) == span.days
    assert [sum(_value(target, part) for part in days)] == [_value(target, part) for part in whole]


@settings(deadline=None, max_examples=60)
@given(TARGETS, RULES, PROFILES, st.sampled_from(Grain))
def test_parts_of_members_sum_to_the_target(
    catalog: Catalog,
    target: Decimal,
    spread: Spread,
    figures: dict[str | None, dict[date, Decimal]],
    grain: Grain,
) -> None:
    rule = Rule(spread, Members.LAST_YEAR)
    profile = Profile((None,), {(None, member): days for member, days in figures.items()})
    spreading = Spreading(_fit(catalog, rule, [YEAR], shared=True), CALENDAR.working, profile)
    parts = spreading.parts(_shown(grain, YEAR))
    assert sum((_value(target, part) for part in parts), Decimal(0)) == target


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=8), st.integers(0, 500))
def test_cover_is_that_of_every_day(starts: list[int], length: int) -> None:
    periods = [
        Period(day := YEAR.start + timedelta(days=start), day + timedelta(days=30))
        for start in sorted(starts)
    ]
    span = Period(YEAR.start, YEAR.start + timedelta(days=length))
    days = (span.start + timedelta(days=n) for n in range(span.days))
    covered = all(any(day in period for period in periods) for day in days)
    assert GoalSet("m", "k", "s", tuple(periods)).covers(span) == covered


def test_targets_of_about_one_length_are_one_set() -> None:
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    weeks = Period(date(2026, 2, 1), date(2026, 3, 7))  # five weeks are a month of weeks
    rows = [("m", "objective", "company", one) for one in (YEAR, weeks, january)]
    assert {one.periods for one in grouped(rows)} == {(january, weeks), (YEAR,)}
