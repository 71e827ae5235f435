"""Guests are reminded of the signature that is missing: 72, 24 and 3 hours before their hold ends (a schedule's job).

Planned from what stands: after days of standing still only the nearest reminder is sent, and none that was due within
three hours of somebody's being put on the list.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from events.models import SailEvent
from scc_site.models import OutgoingMail
from waivers import guest_letters
from waivers.models import Guest

STEPS = {"72h": timedelta(hours=72), "24h": timedelta(hours=24), "3h": timedelta(hours=3)}
LAST = "3h"
FRESH = timedelta(hours=3)
QUIET_FROM, QUIET_UNTIL = 21, 7  # o'clock at the house: nobody is woken, but for the last reminder


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Write to everybody whose next reminder has come; how many. Safe to run twice.

    Not to who has signed, declined, was removed, or is on a sail that is off or still a draft.
    """
    due = {guest_letters.reminder_key(guest, step): (guest, step) for guest, step in _due(at)}
    told = set(OutgoingMail.objects.filter(dedupe_key__in=due).values_list("dedupe_key", flat=True))
    for key, (guest, step) in due.items():
        if key not in told:
            guest_letters.remind(guest, step, at=at)
    return len(due) - len(told)


def step_at(*, hold_until: datetime, added_at: datetime, at: datetime, zone: ZoneInfo) -> str:
    """The reminder that has come at an instant, the nearest to the end alone; empty for none (pure)."""
    if hold_until <= at:
        return ""
    passed = [name for name, before in STEPS.items() if hold_until - before <= at]
    if not passed or hold_until - STEPS[passed[-1]] <= added_at + FRESH:
        return ""
    return "" if is_quiet(at, zone) and passed[-1] != LAST else passed[-1]


def is_quiet(at: datetime, zone: ZoneInfo) -> bool:
    """Whether the house is asleep, on its own clock (pure)."""
    return not QUIET_UNTIL <= at.astimezone(zone).hour < QUIET_FROM


def _due(at: datetime) -> list[tuple[Guest, str]]:
    near = Guest.objects.waiting_until(at, at + STEPS["72h"]).filter(event__status__in=SailEvent.BEFORE_SAILING)
    found = [
        (guest, step_at(hold_until=guest.hold_until, added_at=guest.added_at, at=at, zone=settings.HOUSE_ZONE))
        for guest in near.select_related("event__vessel", "event__event_type")
    ]
    return [(guest, step) for guest, step in found if step]
