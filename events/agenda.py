"""A month of sails as an agenda and as a calendar. Pure: rows in, strings ready to print out.

Templates are the cost of a list, so every string, link and count is made here, once per sail, and escaped here: what a
template need not look at again takes it half the time.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.html import escape
from django.utils.safestring import SafeString

from events import wording

DOTS = 8  # more seats than an eye counts at a glance are written as a number
SEATS = [("mine", "mine"), ("free", "some free")]  # what a filter on seats can ask for
TONES = {
    "weather_hold": "warn",
    "cancelled": "bad",
    "boarding": "sun",
    "under_way": "sun",
    "returned": "muted",
    "closed": "muted",
    "draft": "muted",
}
CAPTAIN = {
    "open": ("no captain", "bad"),
    "offered": ("captain offered", "warn"),
    "claimed": ("captain to confirm", "warn"),
}


class Sail(NamedTuple):
    """One row of the month: plain columns of a sail. Instants are aware; `mine` is the viewer's role, or empty."""

    event_id: str
    title: str
    vessel: str
    mark: str
    status: str
    departs_at: datetime
    returns_at: datetime
    seats_total: int
    seats_filled: int
    captain_state: str
    mine: str = ""


class Line(NamedTuple):
    """One sail, ready to print. `words` names the vessel and the return; a sail that is `off` is struck out."""

    href: str
    clock: str
    title: str
    words: str
    mark: str
    css: str
    off: bool
    dots: str
    seats: str
    state: str
    tone: str
    mine: str


class Day(NamedTuple):
    """One day: of the agenda when it has sails, of the calendar always.

    `gap` names the days without a sail since the one before, for the agenda.
    """

    number: str
    short: str
    label: str
    anchor: str
    sunset: str
    is_today: bool
    is_outside: bool
    css: str
    lines: list[Line]
    gap: str = ""


class Month(NamedTuple):
    """The page: `days` with sails for the agenda, `weeks` of seven days (Monday first) for the calendar.

    `coming` is the anchor of the first agenda day from today on, empty where nothing lies before it; `gap` names the
    days without a sail after the last. `clear` leads to the same month without filters, empty when there are none.
    """

    title: str
    total: str
    previous: str
    this: str
    next: str
    clear: str
    coming: str
    days: list[Day]
    weeks: list[list[Day]]
    gap: str = ""


class Filters(NamedTuple):
    """What of a month is asked for, as it stands in the address; empty: everything.

    `seats` is `mine` or `free`, `vessel` a slug, `captain` a state of the captain's seat, `q` words to be found.
    """

    captain: str = ""
    vessel: str = ""
    seats: str = ""
    q: str = ""

    def address(self, month: str = "") -> str:
        """The month's page with these filters; without a month, the present one."""
        asked = {"month": month} | self._asdict()
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/events/?{query}" if query else "/events/"


EVERYTHING = Filters()


def bounds(year: int, month: int) -> tuple[date, date]:
    """The first and last local date of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def of(
    *,
    year: int,
    month: int,
    sails: Iterable[Sail],
    sunsets: Mapping[date, datetime],
    today: date,
    zone: ZoneInfo,
    filters: Filters = EVERYTHING,
    planned: int = 0,
) -> Month:
    """Set a month's sails, given in order of departure, under their local dates.

    `sunsets` holds an instant per date; a date without one prints none. Links are site paths, as the contract has them.
    With filters, `planned` is how many sails the month has without them.
    """
    by_day = _by_day(sails, zone)
    weeks = [
        [_day(on, by_day.get(on, []), sunset=_clock(sunsets.get(on), zone), month=month, today=today) for on in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    own = [day for week in weeks for day in week if not day.is_outside]
    days, gap = ([day for day in own if day.lines], "") if any(filters) else _with_gaps(own)
    return Month(
        title=f"{wording.MONTHS[month - 1]} {year}",
        total=_total(sum(map(len, by_day.values())), planned, filters),
        previous=filters.address(_neighbour(year, month, -1)),
        this=filters.address(),
        next=filters.address(_neighbour(year, month, 1)),
        clear=EVERYTHING.address(f"{year:04d}-{month:02d}") if any(filters) else "",
        coming=_coming(days, today) if (year, month) == (today.year, today.month) else "",
        days=days,
        weeks=weeks,
        gap=gap if days else "",
    )


def seats(filled: int, total: int) -> tuple[str, str]:
    """Seats as dots and in words: `●●○`, `2 of 3 seats filled`."""
    dots = "●" * filled + "○" * (total - filled) if total <= DOTS else f"{filled}/{total}"
    words = f"all {total} seats filled" if filled == total else f"{filled} of {total} seats filled"
    return dots, words if total else "no seats"


def state(status: str, captain_state: str) -> tuple[str, str]:
    """The one thing worth saying about a sail, and its tone; nothing when all is as planned."""
    if status == "scheduled":
        return CAPTAIN.get(captain_state, ("", ""))
    return status.replace("_", " "), TONES.get(status, "")


def _by_day(sails: Iterable[Sail], zone: ZoneInfo) -> dict[date, list[Line]]:
    found: dict[date, list[Line]] = defaultdict(list)
    for sail in sails:
        departs = sail.departs_at.astimezone(zone)
        found[departs.date()].append(_line(sail, departs, zone))
    return found


def _line(sail: Sail, departs: datetime, zone: ZoneInfo) -> Line:
    dots, words = seats(sail.seats_filled, sail.seats_total)
    said, tone = state(sail.status, sail.captain_state)
    returns = sail.returns_at.astimezone(zone)
    until = wording.clock(sail.returns_at, zone)
    if returns.date() != departs.date():
        until = f"{wording.short_day(returns.date())} {until}"
    return Line(
        href=SafeString(f"/events/{sail.event_id}/"),
        clock=SafeString(wording.clock(sail.departs_at, zone)),
        title=_escaped(sail.title),
        words=_escaped(f"{sail.vessel} · until {until}"),
        mark=_escaped(sail.mark),
        css=SafeString("sail off" if sail.status == "cancelled" else "sail"),
        off=sail.status == "cancelled",
        dots=SafeString(dots),
        seats=SafeString(words),
        state=said,
        tone=tone,
        mine=f"you: {sail.mine}" if sail.mine else "",
    )


@lru_cache(maxsize=512)
def _escaped(text: str) -> SafeString:
    return escape(text)


def _clock(instant: datetime | None, zone: ZoneInfo) -> str:
    return wording.clock(instant, zone) if instant else ""


def _day(on: date, lines: list[Line], *, sunset: str, month: int, today: date) -> Day:
    return Day(
        number=SafeString(on.day),
        short=wording.WEEKDAYS[on.weekday()][:3],
        label=wording.day(on),
        anchor=f"d{on.day}",
        sunset=SafeString(sunset),
        is_today=on == today,
        is_outside=on.month != month,
        css="outside" if on.month != month else "today" if on == today else "",
        lines=lines,
    )


def _coming(days: list[Day], today: date) -> str:
    """The anchor of the first day from today on, unless the agenda begins with it."""
    ahead = [day.anchor for day in days if int(day.number) >= today.day]
    return ahead[0] if ahead and len(ahead) < len(days) else ""


def _with_gaps(month: Iterable[Day]) -> tuple[list[Day], str]:
    """The days with sails, each with the empty ones before it named, and the empty ones at the end."""
    found: list[Day] = []
    empty: list[Day] = []
    for day in month:
        if day.lines:
            found.append(day._replace(gap=_gap(empty)) if empty else day)
            empty = []
        else:
            empty.append(day)
    return found, _gap(empty)


def _gap(days: list[Day]) -> str:
    """`Sun 8 – Tue 10 · no sails · sunset 16:52–16:50`; empty for no days."""
    if not days:
        return ""
    ends = [days[0]] if len(days) == 1 else [days[0], days[-1]]
    suns = "–".join(dict.fromkeys(day.sunset for day in ends if day.sunset))
    named = " – ".join(f"{day.short} {day.number}" for day in ends)
    return " · ".join(filter(None, (named, "no sails", f"sunset {suns}" if suns else "")))


def _total(shown: int, planned: int, filters: Filters) -> str:
    """`31 sails`; with filters `7 of 31 sails`."""
    sails = {0: "No sails", 1: "1 sail"}
    if any(filters) and planned:
        return f"{shown} of {sails.get(planned, f'{planned} sails')}"
    return sails.get(shown, f"{shown} sails")


def _neighbour(year: int, month: int, step: int) -> str:
    index = year * 12 + month - 1 + step
    return f"{index // 12:04d}-{index % 12 + 1:02d}"
