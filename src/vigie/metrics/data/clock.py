"""What day it is for the figures: today, or where old data end."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from vigie.warehouse.engine import Warehouse

STALE_AFTER: Final = timedelta(days=62)
_LAST_FACT: Final = """
    SELECT max(day) FROM (
        SELECT max(invoice_date) AS day FROM core.invoice WHERE invoice_date <= $today
        UNION ALL
        SELECT max(order_date) FROM core.sales_order WHERE order_date <= $today
        UNION ALL
        SELECT max(closed_at)::DATE FROM core.opportunity WHERE closed_at::DATE <= $today
        UNION ALL
        SELECT max(created_at)::DATE FROM core.opportunity WHERE created_at::DATE <= $today
    )
"""


class Clock:
    """Tells the day that periods are counted back from.

    A company whose data reach into the last two months lives today. Data that end earlier (a
    closed year that someone studies) are looked at from their last day, or every 'last 12 months'
    would be empty.
    """

    def __init__(
        self, warehouse: Warehouse, zone: ZoneInfo, today: Callable[[], date] | None = None
    ) -> None:
        self._warehouse = warehouse
        self._today = today or (lambda: datetime.now(zone).date())
        self._known: tuple[int, date, date] | None = None

    def __call__(self) -> date:
        """Today, or the day of the last fact when that is long ago."""
        today, version = self._today(), self._warehouse.version
        if self._known is None or self._known[:2] != (version, today):
            self._known = (version, today, self._look(today))
        return self._known[2]

    def _look(self, today: date) -> date:
        with self._warehouse.read() as session:
            last: date | None = session.scalar(_LAST_FACT, {"today": today})
        return last if last and today - last > STALE_AFTER else today
