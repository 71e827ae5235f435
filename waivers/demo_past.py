"""The demo house's guests of sails that have left: they signed in time and stepped aboard, by the verbs.

Deterministic for an instant of loading.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from events.models import Booking, SailEvent
from scc_site.models import User
from waivers import demo_texts, guests
from waivers.boarding import checking
from waivers.demo_signing import CHILDREN, NAMES, sign
from waivers.models import Guest

WHOLE, NAMED = timedelta(days=6), 5  # how long ago parties came as listed, and their names besides the lead's
WRITTEN = timedelta(days=60)  # before the house is loaded: older than any sail with guests
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@transaction.atomic
def board(*, event: SailEvent, by: User, at: datetime) -> int:
    """Have a sail's guests sign and step aboard before she casts off; how many are aboard. Safe to repeat.

    `at` is the instant of loading: of sails of the last days parties come as listed, but for one in three, where
    somebody stays away; of older ones the leads alone.
    """
    if stood := Guest.objects.aboard(event).count():
        return stood
    office = User.objects.admins().order_by("pk").first() or by
    demo_texts.load(by=office, at=at - WRITTEN)
    parties = Booking.objects.live().filter(event=event).order_by("pk")
    for turn, party in enumerate(parties, event.sails_on.toordinal()):
        _sign(event, party, turn, is_whole=at - event.departs_at < WHOLE)
    signed = Guest.objects.standing_on(event).filter(state=Guest.State.CLEARED)
    for number, guest in enumerate(signed.order_by("pk"), 1):
        guest.event = event
        checking.check_in(guest=guest, by=by, at=event.departs_at - 25 * MINUTE + number * MINUTE / 2)
    return Guest.objects.aboard(event).count()


def _sign(event: SailEvent, party: Booking, turn: int, *, is_whole: bool) -> None:
    """One party signs some days ahead: its lead, and for two children where it came as listed; one may stay away."""
    lead = Guest.objects.of_party(party).first()
    if lead is None:
        return
    lead.event, signed_at = event, event.departs_at - 3 * DAY + turn % 7 * 11 * MINUTE
    has_children = is_whole and party.party_size > len(CHILDREN) and turn % 2 == 0
    named: list[Guest] = []
    if is_whole:
        family, first = lead.name.split()[-1], turn * NAMED % len(NAMES)
        room = max(0, min(NAMED, party.party_size - 1) - (len(CHILDREN) if has_children else 0))
        named = [
            guests.add(
                event=event, name=f"{name} {family}", source=Guest.Source.PARTY, booking=party, at=signed_at - DAY
            )
            for name in (NAMES * 2)[first : first + room]
        ]
    sign(lead, CHILDREN if has_children else (), signed_at)
    for number, guest in enumerate(named[1:] if turn % 3 == 0 else named, 1):
        sign(guest, (), signed_at + number * 17 * MINUTE)
