"""What a booking does to the list of guests."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from events import contributions, lifecycle
from events.acts import moving
from events.models import SailEvent
from events.parties import bookings
from events.parties.party import Party
from scc_site.models import OutgoingMail
from scc_site.refusals import Mistyped
from tests import factories
from tests.factories import NOW
from tests.waivers import aboard
from waivers import guests
from waivers.models import Guest

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def sail():
    return factories.event()


@pytest.fixture
def office():
    return factories.admin("Olga Field")


@pytest.fixture
def party():
    return Party(
        lead_name="Mia Stone", party_size=3, price_cents=60_000, channel=factories.channel(),
        lead_email="mia@example.com", lead_phone="555 0100",
    )  # fmt: skip


def booked(sail, party, office):
    return bookings.book(event=sail, party=party, terms=factories.terms(), by=office, at=NOW)


def changed(booking, party, office, **fields):
    return bookings.change(booking=booking, party=replace(party, **fields), by=office, at=NOW + HOUR, why="Asked.")


def listed(sail):
    return list(Guest.objects.filter(event=sail).listed().order_by("pk").values_list("name", flat=True))


def letters():
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", "to", "state"))


def test_a_live_bookings_lead_is_its_first_guest_and_is_written_to(sail, party, office):
    booked(sail, party, office)

    lead = Guest.objects.get()
    assert (lead.name, lead.email, lead.phone, lead.is_lead) == ("Mia Stone", "mia@example.com", "555 0100", True)
    assert (lead.state, lead.source, lead.adder, lead.event) == ("invited", "booking", office, sail)
    assert letters() == [("guest_invitation", "mia@example.com", "queued")]
    assert SailEvent.objects.get().places_taken == 3


def test_saying_it_again_names_nobody_twice_and_writes_nobody_twice(sail, party, office):
    booking = booked(sail, party, office)

    for _ in range(2):
        contributions.party_changed(booking, by=office, at=NOW + HOUR)

    assert (listed(sail), len(letters())) == (["Mia Stone"], 1)


def test_of_a_draft_nobody_is_told(party, office):
    sail = factories.event(status="draft")

    booked(sail, party, office)

    assert (listed(sail), letters()) == (["Mia Stone"], [])


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        ({"lead_phone": "ask at the hotel"}, ("Mia Stone", "mia@example.com", "")),
        ({"lead_email": ""}, ("Mia Stone", "", "555 0100")),
    ],
)
def test_what_is_no_number_is_left_out(sail, party, office, wrong, kept):
    booked(sail, replace(party, **wrong), office)

    assert Guest.objects.values_list("name", "email", "phone").get() == kept


def test_a_lead_nobody_has_touched_follows_the_booking(sail, party, office):
    booking = booked(sail, party, office)

    changed(booking, party, office, lead_name="Leo Park", lead_email="leo@example.com")

    assert Guest.objects.values_list("name", "email").get() == ("Leo Park", "leo@example.com")
    assert letters() == [
        ("guest_invitation", "mia@example.com", "cancelled"), ("guest_invitation", "leo@example.com", "queued"),
    ]  # fmt: skip


@pytest.mark.parametrize("touched", [{"state": "on_hold"}, {"name_given": "Mia Stoen"}])
def test_a_lead_who_has_answered_or_mended_their_name_is_left_alone(sail, party, office, touched):
    booking = booked(sail, party, office)
    Guest.objects.update(**touched)

    changed(booking, party, office, lead_name="Leo Park")

    assert listed(sail) == ["Mia Stone"]


def test_a_lead_taken_off_by_hand_is_not_named_again(sail, party, office):
    booking = booked(sail, party, office)
    guests.remove(guest=Guest.objects.get(), why="Stays ashore", by=office, at=NOW)

    changed(booking, party, office, party_size=4)

    assert listed(sail) == []


def test_a_party_is_made_no_smaller_than_its_names(sail, party, office):
    booking = booked(sail, party, office)
    for name in ("Leo", "Ana"):
        guests.add(event=sail, name=name, source="party", booking=booking, at=NOW)

    with pytest.raises(Mistyped) as refusal:
        changed(booking, party, office, party_size=1)

    words = "3 guests of this party are on the list: take 2 guests off it first."
    assert refusal.value.faults == {"party_size": [words]}
    booking.refresh_from_db()
    assert booking.party_size == 3


def test_a_moved_partys_guests_go_along_with_a_hold_of_the_new_sail(sail, party, office):
    to = factories.event(departs_at=NOW + 9 * DAY)
    booking = booked(sail, party, office)
    guests.add(event=sail, name="Leo", source="party", booking=booking, at=NOW)

    bookings.move(booking=booking, to=to, why="Fog", by=office, at=NOW + HOUR)

    assert (listed(sail), listed(to)) == ([], ["Mia Stone", "Leo"])
    assert set(Guest.objects.values_list("hold_until", flat=True)) == {to.departs_at - DAY}
    assert letters() == [
        ("guest_invitation", "mia@example.com", "cancelled"), ("guest_moved", "mia@example.com", "queued"),
    ]  # fmt: skip


def test_a_cancelled_partys_guests_leave_the_list_and_come_back_with_it(sail, party, office):
    booking = booked(sail, party, office)
    leo = guests.add(event=sail, name="Leo", source="party", booking=booking, at=NOW)
    guests.add(event=sail, name="Ana", source="party", booking=booking, at=NOW)
    guests.remove(guest=leo, why="Ill", by=office, at=NOW)

    bookings.cancel(booking=booking, side="guest", why="Rain", by=office, at=NOW + HOUR)
    gone = (listed(sail), set(Guest.objects.values_list("removed_why", flat=True)), letters()[0][2])
    bookings.reinstate(booking=booking, why="Sun", by=office, at=NOW + 2 * HOUR)

    assert gone == ([], {"Ill", "The booking was cancelled."}, "cancelled")
    assert listed(sail) == ["Mia Stone", "Ana"]


def test_a_sail_that_has_left_names_nobody(party, office):
    sail = factories.event(status="returned")

    contributions.party_changed(factories.booking(sail), by=office, at=NOW)

    assert listed(sail) == []


def test_holds_follow_a_sail_that_is_moved_and_guests_are_told(sail, office):
    plain = aboard.guest(sail, "plain", email="mia@example.com")
    given = aboard.guest(sail, "given", hold_until=sail.departs_at - 2 * HOUR)
    over = aboard.walk_in(sail, "over", hold_until=NOW)

    moving.move(event=sail, departs_at=sail.departs_at + DAY, reason="Fog", by=office, at=NOW + HOUR)

    found = dict(Guest.objects.values_list("pk", "hold_until"))
    departs_at = sail.departs_at + DAY
    assert found == {
        plain.pk: departs_at - DAY, given.pk: departs_at - 2 * HOUR, over.pk: departs_at - DAY,
    }  # fmt: skip
    assert letters() == [("guest_moved", "mia@example.com", "queued")]
    assert sail.acts.get().told == ["1 guest"]


def test_a_sail_moved_near_leaves_who_had_time_two_hours(office):
    sail = factories.event()
    guest = aboard.guest(sail)

    moving.move(event=sail, departs_at=NOW + 5 * HOUR, reason="Fog", by=office, at=NOW)

    guest.refresh_from_db()
    assert guest.hold_until == NOW + 2 * HOUR


def test_guests_of_a_cancelled_sail_are_told_and_nothing_else_leaves_for_them(sail, office):
    guest = aboard.guest(sail, email="mia@example.com")
    aboard.guest(sail, "off", email="off@example.com", removed_at=NOW, removed_by=office, removed_why="ill")
    guests.invite(guest=guest, at=NOW)

    lifecycle.cancel(event=sail, reason="Storm", by=office, at=NOW + HOUR)

    assert letters() == [
        ("guest_invitation", "mia@example.com", "cancelled"), ("guest_cancelled", "mia@example.com", "queued"),
    ]  # fmt: skip


def test_a_sail_with_guests_is_counted_on_and_tells_how_many_it_would_tell(sail):
    aboard.guest(sail, "Mia", email="mia@example.com")
    aboard.guest(sail, "Leo")
    empty = factories.event()

    assert contributions.binds([sail.event_id, empty.event_id]) == {
        sail.event_id: "Leo is or was on her list of guests"
    }
    assert contributions.audience(sail) == ["1 guest"]
    assert contributions.audiences([sail, empty]) == {sail.pk: ["1 guest"], empty.pk: []}
