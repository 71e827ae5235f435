"""The last place, asked for by many guests at once on real connections."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from events.models import SailEvent
from events.parties import bookings
from tests import factories
from tests.events.test_races import together
from tests.factories import NOW
from tests.waivers import aboard
from waivers import guests, holds
from waivers.models import Guest

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 20
LATE = NOW + timedelta(days=2, hours=1)  # after the usual end of a hold


def seated(sail):
    return Guest.objects.filter(event=sail).seated().count()


def test_of_twenty_guests_who_want_the_last_place_one_has_it():
    sail = factories.event(capacity=5)
    factories.booking(sail, party_size=4)

    found = together(
        [
            lambda number=number: guests.add(event=sail, name=f"Guest {number}", source="dock", at=NOW).state
            for number in range(HANDS)
        ]
    )

    assert Counter(found) == {"on_hold": 1, "Full": HANDS - 1}
    assert (seated(sail), SailEvent.objects.get(pk=sail.pk).places_taken) == (1, 5)


def test_of_twenty_plain_inserts_for_the_last_place_the_database_takes_one():
    sail = factories.event(capacity=1)

    def insert():
        try:
            return aboard.walk_in(sail).state
        except IntegrityError:
            return "refused"

    assert Counter(together([insert] * HANDS)) == {"on_hold": 1, "refused": HANDS - 1}


def test_a_booking_and_a_walk_in_never_both_have_the_last_place():
    sail, terms, channel, olga = factories.event(capacity=1), factories.terms(), factories.channel(), factories.admin()
    party = bookings.Party(lead_name="Mia", party_size=1, price_cents=1_000, channel=channel)

    found = together(
        [
            lambda: bookings.book(event=sail, party=party, terms=terms, by=olga, at=NOW).state,
            lambda: guests.add(event=sail, name="Leo", source="dock", at=NOW).state,
        ]
        * 4
    )

    assert sum(word in ("booked", "on_hold") for word in found) == 1
    assert SailEvent.objects.get(pk=sail.pk).places_taken == 1


def test_names_of_one_party_added_at_once_are_no_more_than_its_places():
    sail = factories.event()
    party = factories.booking(sail, party_size=3)

    found = together(
        [
            lambda number=number: (
                guests.add(event=sail, name=f"Guest {number}", source="party", booking=party, at=NOW).state
            )
            for number in range(8)
        ]
    )

    assert Counter(found) == {"invited": 3, "PartyFull": 5}


def test_a_late_guest_and_the_next_in_line_never_both_have_the_place():
    for _ in range(5):
        sail = factories.event(capacity=1)
        late = aboard.walk_in(sail)

        found = together(
            [
                lambda late=late: holds.rehold(guest=late, at=LATE).state,
                lambda sail=sail: guests.add(event=sail, name="Mia", source="dock", at=LATE).name,
                lambda sail=sail: holds.release_overdue(event=sail, at=LATE) and "let go",
            ]
        )

        assert seated(sail) <= 1
        assert ("Full" in found) or found[1] == "Mia" or found[0] == "on_hold"


def test_of_two_jobs_that_let_go_of_a_place_one_does():
    sail = factories.event()
    aboard.walk_in(sail, email="leo@example.com")

    assert sorted(together([lambda: holds.release_overdue(event=sail, at=LATE)] * 4)) == [0, 0, 0, 1]


def test_without_the_lock_on_the_sail_two_jobs_would_let_go_of_one_place():
    """The control: the same release, judged by a read before the write."""
    sail = factories.event()
    aboard.walk_in(sail)
    read = threading.Barrier(2)

    def careless():
        with transaction.atomic():
            found = list(Guest.objects.filter(event=sail).overdue(LATE))
            read.wait()
            for guest in found:
                guest.state, guest.released_at = "released", LATE
                guest.save(update_fields=["state", "released_at"])
        return len(found)

    assert together([careless] * 2) == [1, 1]
