"""Guests of drafts hear nothing until the sail is published: then each is invited (verb)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from events.models import SailEvent
from waivers import guest_letters, standing
from waivers.models import Guest


@transaction.atomic
def invite_all(*, events: Sequence[SailEvent], at: datetime) -> int:
    """Write everybody whose signature is missing on sails that were drafts a moment ago, and are held; how many wait.

    Once for each sail; who gave no address gets no letter. Nobody has less than two hours from now on to sign.
    """
    sails = {event.pk: event for event in events}
    unsigned = Guest.objects.filter(event__in=sails, record__isnull=True, state__in=Guest.WAITING).listed()
    waiting = list(unsigned.select_for_update(no_key=True).order_by("pk"))
    for guest in waiting:
        guest.event = sails[guest.event_id]
        usual = standing.hold_until(departs_at=guest.event.departs_at, invited_at=at)
        guest.hold_until = max(guest.hold_until, usual)
    Guest.objects.bulk_update(waiting, ["hold_until"])
    for guest in waiting:
        guest_letters.invite(guest, at=at, once=f"published:{guest.event.event_id}")
    return len(waiting)
