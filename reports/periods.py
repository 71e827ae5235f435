"""Periods of the books (pure): half-open days `[start, end)` in a unit's zone, and what each is compared with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

MONTHS = 12


def month_start(day: date, months: int = 0) -> date:
    """The first day of the month that lies `months` after (below 0: before) the day's own."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, 1)


class Period(NamedTuple):
    """Days from `start` to the day before `end`."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day within."""
        return self.end - timedelta(days=1)

    def prior(self) -> Period:
        """The month before a month; as many months before, for several."""
        months = (self.end.year - self.start.year) * MONTHS + self.end.month - self.start.month
        return Period(month_start(self.start, -months), self.start)

    def year_before(self) -> Period:
        """The same months of last year."""
        return Period(month_start(self.start, -MONTHS), month_start(self.end, -MONTHS))

    def trailing(self, months: int) -> Period:
        """The last `months` whole months up to this period's end: 3 for T3M, 12 for T12M."""
        return Period(month_start(self.end, -months), self.end)

    def year_to_date(self) -> Period:
        """From 1 January of the last day's year to the period's end."""
        return Period(date(self.last_day.year, 1, 1), self.end)

    def months(self) -> list[Period]:
        """Its whole months, the earliest first."""
        found, start = [], self.start
        while start < self.end:
            found.append(Period(start, month_start(start, 1)))
            start = month_start(start, 1)
        return found


def month_of(day: date) -> Period:
    """The month a day is in."""
    return Period(month_start(day), month_start(day, 1))


def last_complete_month(as_of: date) -> Period:
    """The last month complete at the end of a day: its own month on the last day, else the one before."""
    end = month_start(as_of + timedelta(days=1))
    return Period(month_start(end, -1), end)
