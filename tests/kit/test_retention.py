"""The next time is the first one after a moment, on the company's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.kit.retention import Pace, RetentionForm

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("schedule", "moment", "then"),
    [
        ("daily", "2026-03-04T01:59:00", "2026-03-04T02:00:00"),  # 03:00 in winter is 02:00 UTC
        ("daily", "2026-03-04T02:00:00", "2026-03-05T02:00:00"),
        ("daily", "2026-03-28T12:00:00", "2026-03-29T01:00:00"),  # the night that summer begins
        ("weekly", "2026-11-22T10:00:00", "2026-11-23T02:00:00"),  # a Sunday, then Monday
        ("monthly", "2026-12-01T02:00:00", "2027-01-01T02:00:00"),
    ],
)
def test_it_falls_on_the_companys_clock(schedule: str, moment: str, then: str) -> None:
    form = RetentionForm(schedule=Pace(schedule))
    found = form.next_after(datetime.fromisoformat(moment).replace(tzinfo=UTC), PARIS)
    assert found == datetime.fromisoformat(then).replace(tzinfo=UTC)


def test_never_is_never() -> None:
    form = RetentionForm(schedule=Pace.NEVER)
    assert form.next_after(datetime(2026, 1, 1, tzinfo=UTC), PARIS) is None


@given(
    st.integers(1_577_836_800, 2_208_988_800),  # seconds: the years 2020 to 2040
    st.sampled_from([(Pace.DAILY, 1), (Pace.WEEKLY, 7), (Pace.MONTHLY, 31)]),
    st.times(),
)
def test_it_comes_after_the_moment_and_within_the_pace(
    second: int, pace: tuple[Pace, int], at: object
) -> None:
    moment = datetime.fromtimestamp(second, UTC)
    form = RetentionForm.model_validate({"schedule": pace[0], "at": at})
    then = form.next_after(moment, PARIS)
    assert then is not None
    assert timedelta(0) < then - moment <= timedelta(days=pace[1], hours=2)
