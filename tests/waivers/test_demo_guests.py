"""The demo house's guests: every state is on the lists, and a second load changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events import lifecycle
from events.parties import bookings
from events.parties.party import Party
from scc_site.models import OutgoingMail
from tests import factories
from tests.factories import NOW
from waivers import demo, demo_past, proving
from waivers.models import FrozenList, Guest, PaperWaiver, WaiverRecord

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


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


def sailed(ago):
    """A sail that left so many days ago with the guests of its one party, and came back with them."""
    captain, sail = factories.admin(), factories.event(departs_at=NOW - ago, status="boarding")
    party = Party(
        lead_name="Mia Torres", party_size=12, price_cents=1, channel=factories.channel(), lead_email="m@x.org"
    )
    bookings.book(event=sail, party=party, terms=factories.terms(), by=captain, at=NOW - 40 * DAY)
    aboard = [demo_past.board(event=sail, by=captain, at=NOW) for _ in range(2)]
    lifecycle.depart(event=sail, by=captain, at=sail.departs_at, head_count=aboard[0])
    lifecycle.return_to_dock(event=sail, by=captain, at=sail.returns_at, head_count=aboard[0])
    return aboard


def test_sails_that_have_left_had_guests_aboard_and_every_record_proves_true():
    lately, before = sailed(4 * DAY), sailed(20 * DAY)

    assert (lately, before) == ([5, 5], [1, 1])
    assert set(Guest.objects.values_list("state", flat=True)) == {"ashore", "no_show"}
    assert list(FrozenList.objects.order_by("pk").values_list("head_count", flat=True)) == lately + before
    assert list(proving.faults(proving.Walk())) == []
    assert demo.load(at=NOW) == Guest.objects.count()
