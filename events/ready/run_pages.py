"""What the run sheet prints, now and as it stood when it was printed; whether the paper in a hand is still true."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import segno
from django.conf import settings
from django.utils.safestring import mark_safe

from events import contributions, timing, wording
from events.log import as_it_stood
from events.models import Booking, ChecklistItem, SailEvent
from events.ready import run_sheet
from events.ready.run_sheet import Part, Printed, Row

Context = dict[str, Any]
Status = SailEvent.Status
AS_PLANNED = (Status.SCHEDULED, Status.BOARDING, Status.UNDER_WAY, Status.RETURNED, Status.CLOSED)
MARKS = {"open": "", "done": "✓", "not_applicable": "–"}
NIGHT = 12 * 60  # after so many minutes the sun that set is no longer the reason for lights
IN_HEAD = {"status", "day", "vessel", "dock"}  # printed large above: as rows only where the paper says otherwise
DISTRESS = "VHF channel 16, or 911"


def sheet(event: SailEvent, at: datetime, printed: Printed | None = None) -> Context:
    """The sheet as it is now; with what a paper's code says, also whether that paper is still true."""
    parts = parts_of(event)
    rows = [row for part in parts for row in part.rows]
    found = _compared(event, rows, printed, at) if printed else {}
    by_key = {row.key: row for row in found.pop("rows", rows)}
    shown = {part.name: [by_key[row.key] for row in part.rows] for part in parts}
    code = run_sheet.code_of(rows, at)
    link = f"{settings.SITE_ORIGIN}{event.get_absolute_url()}run-sheet/?printed={code}"
    return found | {
        "event": event,
        "standing": _standing(event),
        "day": timing.long_day(event.sails_on),
        "timeline": sorted(shown.pop("times"), key=lambda row: row.instant or at),
        "facts": [row for row in shown.pop("facts") if row.said and (row.was or row.key not in IN_HEAD)],
        "parts": [(part.title, shown[part.name]) for part in parts if shown.get(part.name)],
        "emergency": _emergency(),
        "stood": _moment(at),
        "zone_words": wording.zone_name(event.departs_at, settings.HOUSE_ZONE),
        "code": code,
        "link": link,
        "qr": mark_safe(segno.make(link, micro=False, error="m").svg_inline(border=0, omitsize=True, svgclass=None)),
    }


def parts_of(event: SailEvent, as_of: datetime | None = None) -> list[Part]:
    """Everything on the sheet that may be compared, now or as it stood at an instant."""
    if as_of is None:
        items = list(ChecklistItem.objects.filter(event=event))
        parties = list(Booking.objects.filter(event=event).live().order_by("lead_name", "pk"))
    else:
        was = as_it_stood.rows(SailEvent, as_of, pgh_obj_id=event.pk)
        items = as_it_stood.rows(ChecklistItem, as_of, event_id=event.pk)
        parties = [one for one in as_it_stood.rows(Booking, as_of, event_id=event.pk) if one.is_live]
        kept = event
        event = was[0] if was else event
        event.vessel, event.event_type = kept.vessel, kept.event_type
    return [
        Part("times", "Timeline", [*_stations(event), *(_task(item, event) for item in items)]),
        *contributions.sheet(event, as_of),
        Part("guests", "Guests", _guests(event, parties)),
        Part("facts", "The sail", _facts(event)),
    ]


def _compared(event: SailEvent, rows: list[Row], printed: Printed, at: datetime) -> Context:
    """Whether a paper is still true, and what it says otherwise."""
    said = {"printed_at": _moment(printed.at), "is_true": printed.digest == run_sheet.digest_of(rows)}
    if said["is_true"]:
        return said
    before = [row for part in parts_of(event, printed.at) for row in part.rows]
    return said | {
        "changes": run_sheet.changes(before, rows),
        "is_whole": run_sheet.digest_of(before) == printed.digest,
        "rows": run_sheet.marked(before, rows),
    }


def _stations(event: SailEvent) -> list[Row]:
    found = [
        ("call", "Call", event.call_at),
        ("boarding", "Boarding", event.boards_at),
        ("departure", "Departure", event.departs_at),
        ("sunset", "Sunset", event.sunset_at),
        ("return", "Return", event.returns_at),
    ]
    return [
        Row(name, label, kind="station", clock=_clock(at, event), instant=at, note=_dark(event, name))
        for name, label, at in found
        if at is not None
    ]


def _dark(event: SailEvent, station: str) -> str:
    minutes = timing.minutes_of_dark(event.returns_at, event.sunset_at) if station == "return" else 0
    if not 0 < minutes < NIGHT:
        return ""
    return f"{wording.span(timedelta(minutes=minutes))} after sunset: navigation lights"


def _task(item: ChecklistItem, event: SailEvent) -> Row:
    aside = f"not applicable: {item.set_aside_why}" if item.set_aside_at else ""
    note = ", ".join(filter(None, ("critical" if item.critical else "", aside)))
    return Row(
        f"task-{item.pk}",
        item.text,
        item.get_role_display(),
        kind="task",
        clock=_clock(item.due_at, event),
        note=" · ".join(filter(None, (note, item.note))),
        mark=MARKS[item.state],
        instant=item.due_at,
    )


def _guests(event: SailEvent, parties: Iterable[Booking]) -> list[Row]:
    """How many are booked of how many places, then the parties; no money."""
    lines = [Row(f"party-{party.pk}", party.lead_name, _people(party.party_size), kind="party") for party in parties]
    booked = sum(party.party_size for party in parties)
    count = f"{booked} booked of {event.capacity}" if lines else f"at most {event.capacity}"
    return [Row("heads", "Head count", count), *lines]


def _people(count: int) -> str:
    return "1 guest" if count == 1 else f"{count} guests"


def _facts(event: SailEvent) -> list[Row]:
    return [
        Row("status", "Standing", _standing(event)),
        Row("day", "Day", timing.long_day(event.sails_on)),
        Row("vessel", "Vessel", event.vessel.name),
        Row("dock", "Dock", event.dock),
        Row("ports", "Ports", event.itinerary or "Out and back"),
        Row("notes", "Notes", event.notes),
    ]


def _standing(event: SailEvent) -> str:
    return "" if event.status in AS_PLANNED else event.get_status_display()


def _emergency() -> list[tuple[str, str, bool]]:
    """Whom to call when it matters: label, number or words, whether it can be dialled."""
    lines = [("Office", settings.HOUSE_PHONE, True), ("Shore contact", settings.SHORE_CONTACT, False)]
    return [
        *((label, words or "not set: ask the office", bool(words) and dials) for label, words, dials in lines),
        ("Distress", DISTRESS, False),
    ]


def _clock(at: datetime, event: SailEvent) -> str:
    """The wall clock; with weekday, or date where weekdays repeat, when it is not the day she leaves."""
    zone = settings.HOUSE_ZONE
    on = at.astimezone(zone).date()
    clock = wording.clock(at, zone)
    if on == event.sails_on:
        return clock
    is_near = abs((on - event.sails_on).days) < len(wording.WEEKDAYS)
    return f"{wording.WEEKDAYS[on.weekday()][:3] if is_near else wording.short_day(on)} {clock}"


def _moment(at: datetime) -> str:
    zone = settings.HOUSE_ZONE
    return f"{wording.short_day(at.astimezone(zone).date())} {wording.clock(at, zone)} {at.astimezone(zone).tzname()}"
