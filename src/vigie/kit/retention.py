"""When the running server looks for what is older than it may be kept: `[retention]`."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Pace(StrEnum):
    """How often it looks."""

    DAILY = "daily"
    WEEKLY = "weekly"  # on Mondays
    MONTHLY = "monthly"  # on the first
    NEVER = "never"


class RetentionForm(BaseModel):
    """How often and when, on the company's clock, and whether it may act by itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schedule: Pace = Pace.DAILY
    at: time = time(3)
    apply: bool = False  # true: makes nameless what is over; false: tells how much it is

    def next_after(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """The first time after `moment`, in UTC; None where it never looks."""
        first = moment.astimezone(zone).date()
        for ahead in range(32 if self.schedule is not Pace.NEVER else 0):
            day = first + timedelta(days=ahead)
            falls = {
                Pace.DAILY: True,
                Pace.WEEKLY: day.weekday() == 0,
                Pace.MONTHLY: day.day == 1,
            }[self.schedule]
            then = datetime.combine(day, self.at, zone).astimezone(UTC)
            if falls and then > moment:
                return then
        return None
