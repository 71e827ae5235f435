"""The last place and the last dollar, asked for by many hands at once on real connections."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError

from events import planning
from events.models import Booking, SailEvent, Vessel
from events.parties import bookings, payments
from tests import factories
from tests.events.test_races import together
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def party(channel, size=1):
    return bookings.Party(lead_name="Mia", party_size=size, price_cents=1_000, channel=channel)


def test_of_two_hands_that_sell_the_last_place_one_wins():
    sail, terms = factories.event(capacity=20), factories.terms()
    channel, olga = factories.channel(), factories.admin()
    factories.booking(sail, party_size=19)

    found = together([lambda: bookings.book(event=sail, party=party(channel), terms=terms, by=olga, at=NOW).state] * 2)

    assert sorted(found) == ["Mistyped", "booked"]
    assert SailEvent.objects.get(pk=sail.pk).guests_booked == 20


def test_of_two_plain_inserts_for_the_last_place_the_database_takes_one():
    sail, terms = factories.event(capacity=20), factories.terms()
    channel, olga = factories.channel(), factories.admin()
    factories.booking(sail, party_size=19)

    def insert():
        try:
            factories.booking(sail, party_size=1, terms=terms, channel=channel, made_by=olga)
        except IntegrityError:
            return "refused"
        return "booked"

    found = together([insert] * 8)

    assert Counter(found) == {"booked": 1, "refused": 7}
    assert SailEvent.objects.get(pk=sail.pk).guests_booked == 20


def test_parties_that_change_places_between_two_sails_never_lock_in_a_circle():
    one, other = factories.event(capacity=20), factories.event(capacity=20, departs_at=NOW + timedelta(days=9))
    olga = factories.admin()
    parties = [factories.booking(sail, party_size=1) for sail in (one, other) for _ in range(4)]

    def swap(found):
        to = other if found.event_id == one.pk else one
        return bookings.move(booking=found, to=to, why="Fog.", by=olga, at=NOW).event_id

    found = together([lambda each=each: swap(each) for each in parties])

    assert Counter(found) == {one.pk: 4, other.pk: 4}
    assert set(SailEvent.objects.values_list("guests_booked", flat=True)) == {4}


def test_a_smaller_capacity_and_a_booking_at_once_never_both_hold():
    sail, terms = factories.event(capacity=20), factories.terms()
    channel, olga = factories.channel(), factories.admin()
    factories.booking(sail, party_size=10)

    def shrink():
        planning.edit(
            event=sail, departs_at=sail.departs_at, returns_at=sail.returns_at, capacity=10, dock="", itinerary="",
            notes="", by=olga, at=NOW,
        )  # fmt: skip
        return "smaller"

    found = together(
        [shrink, lambda: bookings.book(event=sail, party=party(channel, 5), terms=terms, by=olga, at=NOW).state]
    )

    assert "Mistyped" in found
    assert SailEvent.objects.get(pk=sail.pk).places_left in {0, 5}


def test_a_lower_certificate_and_a_new_sail_at_once_never_both_hold():
    boat, kind, olga = factories.vessel(legal_maximum=25), factories.event_type(), factories.admin()

    def lower():
        try:
            Vessel.objects.filter(pk=boat.pk).update(legal_maximum=10)
        except IntegrityError:
            return "refused"
        return "lower"

    def plan():
        planning.create(
            vessel=boat, event_type=kind, departs_at=NOW + timedelta(days=3), returns_at=NOW + timedelta(days=4),
            capacity=20, by=olga, at=NOW,
        )  # fmt: skip
        return "planned"

    found = together([lower, plan])

    assert sorted(found) in (["Mistyped", "lower"], ["planned", "refused"])
    assert not SailEvent.objects.filter(capacity__gt=Vessel.objects.get(pk=boat.pk).legal_maximum).exists()


def test_of_many_refunds_at_once_no_more_goes_back_than_is_held():
    made, olga = factories.booking(factories.event()), factories.admin()
    factories.payment(made, 30_000)
    money = payments.Money(kind="refund", amount_cents=20_000, method="card", received_on=NOW.date(), note="Kindness.")

    found = together([lambda: payments.record(booking=made, money=money, by=olga, at=NOW).kind] * 6)

    assert Counter(found) == {"refund": 1, "Mistyped": 5}
    assert Booking.objects.with_totals().get(pk=made.pk).totals.held_cents == 10_000
