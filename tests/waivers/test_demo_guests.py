"""The demo house's guests: every state is on the lists, and a second load changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events.parties import bookings
from events.parties.party import Party
from scc_site.models import OutgoingMail
from tests import factories
from tests.factories import NOW
from waivers import demo
from waivers.models import Guest, PaperWaiver, WaiverRecord

pytestmark = pytest.mark.django_db


def test_the_lists_of_the_next_sails_hold_one_of_every_state():
    office, channel, terms = factories.admin(), factories.channel(), factories.terms()
    for day in (1, 2, 3, 4):
        sail = factories.event(departs_at=NOW + timedelta(days=day))
        party = Party(lead_name="Mia Torres", party_size=12, price_cents=1, channel=channel, lead_email="m@example.com")
        bookings.book(event=sail, party=party, terms=terms, by=office, at=NOW - timedelta(days=20))
    letters = OutgoingMail.objects.count()

    first = demo.load(at=NOW)
    again = demo.load(at=NOW)

    states = set(Guest.objects.values_list("state", flat=True))
    assert states == {"invited", "on_hold", "cleared", "declined"}
    assert (first, WaiverRecord.objects.count(), PaperWaiver.objects.count()) == (again, 6, 3)
    assert Guest.objects.filter(guardian__isnull=False, state="cleared").count() == 2
    assert OutgoingMail.objects.exclude(state="cancelled").count() == letters
