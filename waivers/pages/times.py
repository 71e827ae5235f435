"""Days, clocks and spans of time as guests read them, in the language that is spoken (no database).

Clocks are the house's, of 24 hours; every instant is aware.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import wording
from waivers.language import ENGLISH, current

LONG_DAYS = 3  # from here on hours no longer help


def day(on: date) -> str:
    """`Saturday 5 December`, `sábado 5 de diciembre`."""
    named = {"weekday": WEEKDAYS[on.weekday()], "day": on.day, "month": MONTHS[on.month]}
    return _("%(weekday)s %(day)d %(month)s") % named


def short_day(on: date) -> str:
    """`5 Dec`, `5 dic`."""
    return f"{on.day} {MONTHS_3[on.month].title()}" if current() == ENGLISH else f"{on.day} {MONTHS_3[on.month]}"


def clock(at: datetime) -> str:
    """`17:10`; with the zone's name where that hour comes twice."""
    return wording.clock(at, settings.HOUSE_ZONE)


def span(length: timedelta) -> str:
    """`4 min`, `1 h 48 min`, `2 d 4 h`, `9 days`; never less than nothing."""
    minutes = max(0, int(length.total_seconds())) // 60
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    if days >= LONG_DAYS:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    parts = [(days, "d"), (hours, "h"), (0 if days else minutes, "min")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or _("less than a minute")


def moment(at: datetime, now: datetime) -> str:
    """When it is, as near as it is: `17:10`, `tomorrow 17:10`, `Saturday 5 December, 17:10`."""
    on, today = at.astimezone(settings.HOUSE_ZONE).date(), now.astimezone(settings.HOUSE_ZONE).date()
    if on == today:
        return clock(at)
    if on == today + timedelta(days=1):
        return _("tomorrow %(clock)s") % {"clock": clock(at)}
    return _("%(day)s, %(clock)s") % {"day": day(on), "clock": clock(at)}


@dataclass(frozen=True)
class Running:
    """A clock that runs down: `text` as it stands; `form` holds `{}` for the span, which a browser keeps true.

    `at` is the instant in seconds since 1970, `few` what is said for less than a minute, `over` once it is past.
    """

    text: str
    at: int
    form: str
    few: str
    over: str


def running(until: datetime, now: datetime, *, form: str, over: str) -> Running:
    """A clock to an instant: `form` names it, with `{}` where the span stands."""
    text = form.replace("{}", span(until - now)) if until > now else over
    return Running(text, int(until.timestamp()), form, _("less than a minute"), over)
