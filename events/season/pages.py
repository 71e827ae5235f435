"""What the page of one batch prints."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from events import agenda, wording
from events.models import SailBatch, SailEvent
from events.season import undoing


def batch_page(batch: SailBatch) -> dict[str, Any]:
    """The batch's sails with their states, why some of them would stay, and how many would go."""
    sails = list(SailEvent.objects.of_batch(batch).select_related("vessel", "event_type"))
    why = undoing.reasons(sails)
    mixed = len({(sail.vessel_id, sail.event_type_id) for sail in sails}) > 1
    return {
        "batch": batch,
        "made": _said(batch.made_at),
        "undone": _said(batch.undone_at) if batch.undone_at else "",
        "lines": [_line(sail, why.get(sail.event_id, ""), mixed=mixed) for sail in sails],
        "going": len(sails) - len(why),
        "staying": len(why),
        "drafts": sum(sail.status == SailEvent.Status.DRAFT for sail in sails),
    }


def _line(sail: SailEvent, why: str, *, mixed: bool) -> dict[str, Any]:
    zone = settings.HOUSE_ZONE
    word, tone = agenda.state(sail.status, sail.captain_state)
    dots, words = agenda.seats(sail.seats_filled, sail.seats_total)
    return {
        "href": sail.get_absolute_url(),
        "weekday": wording.WEEKDAYS[sail.sails_on.weekday()][:3],
        "day": f"{sail.sails_on.day} {wording.MONTHS[sail.sails_on.month - 1][:3]}",
        "month": f"{wording.MONTHS[sail.sails_on.month - 1]} {sail.sails_on.year}",
        "sunset": wording.clock(sail.sunset_at, zone) if sail.sunset_at else "",
        "out": wording.clock(sail.departs_at, zone),
        "back": wording.clock(sail.returns_at, zone),
        "title": f"{sail.vessel.name}, {sail.event_type.name}" if mixed else "",
        "dots": dots,
        "seats": words,
        "word": word,
        "tone": tone,
        "why": why,
    }


def _said(at: Any) -> str:
    here = at.astimezone(settings.HOUSE_ZONE)
    return f"{wording.day(here.date())} {here.year}, {wording.clock(at, settings.HOUSE_ZONE)}"
