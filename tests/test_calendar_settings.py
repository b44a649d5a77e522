from datetime import date
from pathlib import Path

import pytest

from vigie.kit.allocation.rules import Spread
from vigie.kit.errors import Invalid
from vigie.kit.periods import Period
from vigie.settings import load_settings


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "vigie.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_the_calendar_and_the_rules_for_targets_read_back(tmp_path: Path) -> None:
    content = """
    [company]
    fiscal_year_start = 2

    [calendar]
    weeks = "4-5-4"
    week_start = "sunday"
    year_end = "nearest"
    working_week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
    holidays = "alsace-moselle"
    worked_holidays = ["whit_monday"]
    bridges = "closed"
    closed = ["2026-12-24", "08-03..08-16", "12-24..01-02"]

    [targets]
    spread = "working_days"

    [[targets.sets]]
    metric = "revenue"
    kind = "budget"
    spread = "last_year"
    members = "last_year"
    """
    settings = load_settings(written(tmp_path, content))
    assert load_settings(written(tmp_path, settings.to_toml())) == settings
    calendar = settings.calendar
    assert calendar.fiscal_year_named(2024) == Period(date(2023, 1, 29), date(2024, 2, 3))
    closed = ["2026-12-24", "2026-08-03", "2027-08-16", "2027-01-02", "2026-04-03", "2026-05-02"]
    assert not any(date.fromisoformat(day) in calendar.working for day in closed)
    assert date(2026, 5, 25) in calendar.working
    assert settings.targets.allocation.rule("revenue", "budget", "team").spread is Spread.LAST_YEAR


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[calendar]\nweaks = '4-4-5'", "did you mean 'weeks'"),
        ("[calendar]\nweeks = '5-5-4'", "'calendar.weeks' cannot be '5-5-4'"),
        ("[calendar]\nclosed = ['2026-13-01']", "'calendar.closed.0' cannot be '2026-13-01'"),
        ("[calendar]\nclosed = ['08-01..2026-08-02']", "write 2026-12-24, 12-24 for every year"),
        ("[calendar]\nclosed = ['2026-08-02..2026-08-01']", "it ends before it starts"),
        ("[calendar]\nworking_week = []", "'calendar.working_week' cannot be []"),
        ("[targets]\nspread = 'evenly'", "'targets.spread' cannot be 'evenly'"),
        ("[[targets.sets]]\nkinds = 'budget'", "did you mean 'kind'"),
    ],
)
def test_a_wrong_calendar_is_named_with_its_mend(
    tmp_path: Path, content: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as caught:
        load_settings(written(tmp_path, content))
    assert sentence in str(caught.value)
