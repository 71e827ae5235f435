"""What was decided about a sail, as its page says it, and what the office may decide now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from events import flags, timing, wording
from events.models import SailEvent
from scc_site.models import User

Context = dict[str, Any]
Status = SailEvent.Status
RIGHT = "events.edit"
NEAR = ("Today", "Tomorrow", "Yesterday")


def said(event: SailEvent, viewer: User, at: datetime) -> list[Context]:
    """Asides {title, tone, lines, links}: why she waits and until when, or why she is off; for the office also other
    sails of the vessel at the same time. One query for the one who decided, one for the office.
    """
    found: list[Context] = []
    if event.held_at and event.decide_by:
        lines = _hold(event, event.held_at, event.decide_by, at)
        found.append({"title": "Why she waits", "tone": "warn", "lines": lines})
    if event.cancelled_at:
        lines = [event.cancelled_why, f"{event.cancelled_by} cancelled her {_on(event.cancelled_at)}."]
        found.append({"title": "Why she is off", "tone": "bad", "lines": lines})
    if event.is_editable and viewer.has_perm(RIGHT, event):
        others = SailEvent.objects.overlapping(event, event.vessel_id, event.departs_at, event.returns_at)
        links = [other(sail) for sail in others]
        if links:
            title = f"{event.vessel.name} has another sail at these times"
            found.append({"title": title, "tone": "warn", "lines": [], "links": links})
    return found


def flagged(event: SailEvent, at: datetime) -> list[Context]:
    """An aside {title, tone, lines, links} where time has gone by and somebody must act: the act stands right below.

    What a hold waits for is said with the hold.
    """
    raised = flags.of(event, at)
    if raised is None or raised.flag == flags.Flag.UNDECIDED:
        return []
    zone, moment = settings.HOUSE_ZONE, flags.moment(event, raised.flag)
    on = wording.near_day(moment.astimezone(zone).date(), at.astimezone(zone).date())
    day = on.lower() if on in NEAR else f"on {on}"
    line = flags.sentence(raised.flag, f"{day} at {wording.clock(moment, zone)}")
    links = [(f"/checklist/{event.event_id}/", "Checklist")] if raised.flag == flags.Flag.NOT_CLOSED else []
    return [{"title": raised.flag.label, "tone": "bad", "lines": [line], "links": links}]


def other(sail: SailEvent) -> tuple[str, str]:
    """Another sail of the vessel: where it is found, and what and when it is."""
    zone = settings.HOUSE_ZONE
    back = wording.clock(sail.returns_at, zone)
    word = " (draft)" if sail.status == sail.Status.DRAFT else ""
    on = wording.short_day(sail.departs_at.astimezone(zone).date())
    words = f"{sail.event_type.name}{word}, {on} {wording.clock(sail.departs_at, zone)} to {back}"
    return sail.get_absolute_url(), words


def _hold(event: SailEvent, since: datetime, decide_by: datetime, at: datetime) -> list[str]:
    deadline = wording.moment(decide_by, at, settings.HOUSE_ZONE)
    verb = "To be decided" if decide_by > at else "Should have been decided"
    return [event.held_why, f"{verb} {deadline}.", f"{event.held_by} put her on hold {_on(since)}."]


def _on(instant: datetime) -> str:
    """`on Saturday 5 December 2026, 17:10 PST`."""
    return f"on {timing.spoken(instant, settings.HOUSE_ZONE)}"


def links(event: SailEvent, viewer: User) -> list[Context]:
    """The acts that begin where the sail stands, for the office: each leads to its page."""
    if not (event.is_editable and viewer.has_perm(RIGHT, event)):
        return []
    acts = [("move", "Move")]
    if event.status in (Status.SCHEDULED, Status.BOARDING):
        acts.append(("hold", "Weather hold"))
    if event.status == Status.WEATHER_HOLD:
        acts.insert(0, ("resume", "Resume"))
    acts.append(("cancel", "Cancel"))
    return [{"href": f"/events/{event.event_id}/{act}/", "label": label} for act, label in acts]
