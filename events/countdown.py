"""The one line that says what comes next on a sail, and how soon. Pure; all instants aware."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from events import wording


@dataclass(frozen=True)
class Countdown:
    """`text` is what the page prints; the browser keeps it true with `before` and `after`, in which `{}` is the span.

    `at` is the instant in seconds since 1970 on the server's clock, 0 when nothing is counted.
    """

    text: str
    at: int = 0
    before: str = ""
    after: str = ""
    tail: str = ""


def _towards(at: datetime, now: datetime, zone: ZoneInfo, before: str, after: str) -> Countdown:
    form = before if at >= now else after
    on = at.astimezone(zone).date()
    today = now.astimezone(zone).date()
    clock = wording.clock(at, zone)
    tail = f" · {clock}" if on == today else f" · {wording.near_day(on, today)} {clock}"
    text = form.replace("{}", wording.span(at - now)) + tail
    return Countdown(text=text, at=int(at.timestamp()), before=before, after=after, tail=tail)


def _hold(decide_by: datetime | None, departs_at: datetime, now: datetime, zone: ZoneInfo) -> Countdown:
    """Until when it is decided whether she sails; what was planned, where nobody said."""
    if decide_by is None:
        return Countdown(f"Weather hold · planned for {wording.clock(departs_at, zone)}")
    late = "Weather hold · should have been decided {} ago"
    return _towards(decide_by, now, zone, "Weather hold · decided in {}", late)


def of(
    *,
    status: str,
    call_at: datetime,
    departs_at: datetime,
    returns_at: datetime,
    now: datetime,
    zone: ZoneInfo,
    returned_at: datetime | None = None,
    decide_by: datetime | None = None,
) -> Countdown:
    """What a sail in this status is waiting for.

    `status` is SailEvent.Status's value. Before call it counts to call, then to casting off, then to the dock;
    a sail that is late says so. On hold it counts to `decide_by`, cancelled and returned it counts nothing.
    """
    if status == "cancelled":
        return Countdown("Cancelled: nobody sails")
    if status == "weather_hold":
        return _hold(decide_by, departs_at, now, zone)
    if status in {"returned", "closed"}:
        back = returned_at or returns_at
        return Countdown(
            f"Back at the dock · {wording.short_day(back.astimezone(zone).date())} {wording.clock(back, zone)}"
        )
    if status == "under_way":
        return _towards(returns_at, now, zone, "Back at the dock in {}", "Due back {} ago")
    if now < call_at:
        return _towards(call_at, now, zone, "Call in {}", "Call was {} ago")
    return _towards(departs_at, now, zone, "Casts off in {}", "Should have cast off {} ago")
