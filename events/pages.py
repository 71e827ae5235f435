"""What the pages of a sail print, gathered from its row, its tasks, the viewer's rights and the apps above."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.safestring import mark_safe

from events import agenda, contributions, countdown, planning, task_list, timing, wording
from events.acts import decided
from events.models import SailEvent
from events.parties import panel as booking_panel
from events.ready import stamps
from scc_site.models import User

Context = dict[str, Any]
Status = SailEvent.Status
CAST_OFF = "Cast off"
COUNTED = ("depart", "return")  # what wants a head count where guests are listed
TONES = {**agenda.TONES, "draft": "warn"}


def event(event: SailEvent, viewer: User, at: datetime, *, csrf_token: str = "") -> Context:
    """The event page. Tasks, notes and what stands in the way only for its crew and the office."""
    works = viewer.has_perm("events.work_event", event)
    before_leaving = _may_cast_off(event, viewer)
    blockers = contributions.blockers(event, at=at) if before_leaving else []
    items = task_list.items_of(event) if works else []
    tone = TONES.get(event.status)
    return frame(event, at) | {
        "status": {"word": event.get_status_display(), "tone": tone} if tone else None,
        "rail": task_list.rail_of(event, items, viewer, at),
        "panels": [
            *(mark_safe(text) for text in contributions.panels(event, viewer, at, csrf_token=csrf_token)),
            *booking_panel.panel(event, viewer, at, works=works),
        ],
        "blockers": blockers,
        "decided": [*(decided.flagged(event, at) if works else []), *decided.said(event, viewer, at)],
        "ready": stamps.in_short(event, items, viewer, at) if works else None,
        "acts": [act for act in _acts(event, viewer, at) if not (blockers and act["label"] == CAST_OFF)],
        "links": _links(event, viewer, works=works),
        "notes": _notes(event, works=works),
    }


def countdown_of(event: SailEvent, at: datetime) -> countdown.Countdown:
    """What a sail's page and everybody's home count down to, in house time."""
    return countdown.of(
        status=event.status,
        call_at=event.call_at,
        departs_at=event.departs_at,
        returns_at=event.returns_at,
        now=at,
        zone=settings.HOUSE_ZONE,
        returned_at=event.returned_at,
        decide_by=event.decide_by,
    )


def frame(event: SailEvent, at: datetime) -> Context:
    """What every page of one sail begins with."""
    return {
        "live": True,
        "event": event,
        "facts": facts(event),
        "zone_name": settings.HOUSE_ZONE.key,
        "countdown": countdown_of(event, at),
    }


def facts(event: SailEvent) -> str:
    """`Saturday 5 December · JADA · 22 guests · Shelter Island, dock C`."""
    guests = "1 guest" if event.capacity == 1 else f"{event.capacity} guests"
    return " · ".join(filter(None, (timing.long_day(event.sails_on), event.vessel.name, guests, event.dock)))


def sunset_words(on: date) -> str:
    """`Sunset on Saturday 5 December 2026 is at 16:42.`"""
    sun = timing.sunset(on, planning.house())
    if sun is None:
        return f"The sun does not set on {timing.long_day(on)}."
    return f"Sunset on {timing.long_day(on)} is at {wording.clock(sun, settings.HOUSE_ZONE)}."


def _may_cast_off(event: SailEvent, viewer: User) -> bool:
    return event.status in {Status.SCHEDULED, Status.BOARDING} and viewer.has_perm("events.depart", event)


def _acts(event: SailEvent, viewer: User, at: datetime) -> list[Context]:
    """The acts that are this viewer's now; those that cannot be taken back ask first."""
    offered = {
        Status.DRAFT: [("publish", "Publish", "events.edit", "")],
        Status.SCHEDULED: [("board", "Begin boarding", "events.depart", ""), _cast_off(event, at)],
        Status.BOARDING: [_cast_off(event, at)],
        Status.UNDER_WAY: [("return", "Back at the dock", "events.return", "Is everybody back at the dock?")],
        Status.RETURNED: [("close", "Close", "events.edit", "Close this sail? Its checklist is then shut for good.")],
    }
    found = [
        {"href": f"/events/{event.event_id}/{act}/", "label": label, "confirm": question, "tone": "", "act": act}
        for act, label, right, question in offered.get(Status(event.status), [])
        if viewer.has_perm(right, event)
    ]
    if any(one["act"] in COUNTED for one in found) and (page := contributions.counts_at(event, at=at)):
        found = [one | {"page": page} if one["act"] in COUNTED else one for one in found]
    return found


def _cast_off(event: SailEvent, at: datetime) -> tuple[str, str, str, str]:
    planned = wording.moment(event.departs_at, at, settings.HOUSE_ZONE)
    return "depart", CAST_OFF, "events.depart", f"Departure is planned {planned}. Seats no longer change hands then."


def _links(event: SailEvent, viewer: User, *, works: bool) -> list[Context]:
    links = []
    if works:
        links.append({"href": f"/events/{event.event_id}/ready/", "label": "Ready to sail"})
        links.append({"href": f"/events/{event.event_id}/run-sheet/", "label": "Run sheet"})
        links.append({"href": f"/checklist/{event.event_id}/", "label": "Checklist"})
        links.append({"href": f"/events/{event.event_id}/history/", "label": "History"})
    if event.is_editable and viewer.has_perm("events.edit", event):
        links.append({"href": f"/events/{event.event_id}/edit/", "label": "Change"})
    links += decided.links(event, viewer)
    if viewer.has_perm("events.edit", event):
        links.append({"href": f"/events/{event.event_id}/duplicate/", "label": "Plan it again"})
    return links


def _notes(event: SailEvent, *, works: bool) -> list[tuple[str, str]]:
    """Ports for everybody; the house's notes for those who work on the sail."""
    pairs = [("Ports", event.itinerary), ("Notes", event.notes if works else "")]
    return [(key, value) for key, value in pairs if value]
