"""Holds run out, are given anew, extended, and follow a sail that moves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events import contributions
from events.models import SailEvent
from events.parties import bookings
from scc_site.models import OutgoingMail
from scc_site.refusals import Mistyped
from tests import factories
from tests.factories import NOW
from tests.waivers import aboard
from waivers import guests, holds
from waivers.models import Guest

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATE = NOW + timedelta(days=2, hours=1)  # after the usual end of a hold


def taken(sail):
    return SailEvent.objects.get(pk=sail.pk).places_taken


def states(sail):
    return dict(Guest.objects.filter(event=sail).values_list("name", "state"))


def a_crowd(sail):
    """One of each who waits: only the first gives the place back when the time is over."""
    office = sail.created_by
    aboard.walk_in(sail, "walked in", email="leo@example.com")
    aboard.walk_in(sail, "accepted", accepted_at=NOW, accepted_by=office)
    aboard.guest(sail, "invited")
    aboard.walk_in(sail, "of a party", booking=factories.booking(sail, party_size=1))
    aboard.walk_in(sail, "in time", hold_until=LATE + HOUR)
    aboard.walk_in(sail, "removed", removed_at=NOW, removed_by=office, removed_why="ill")


def test_only_who_added_themself_gives_the_place_back_and_is_told():
    sail = factories.event()
    a_crowd(sail)

    found = [holds.release_all(at=LATE - HOUR - timedelta(seconds=1)), holds.release_all(at=LATE)]

    assert found == [0, 1]
    assert states(sail) == dict.fromkeys(["walked in"], "released") | {
        "accepted": "on_hold", "invited": "invited", "of a party": "on_hold", "in time": "on_hold",
        "removed": "on_hold",
    }  # fmt: skip
    assert list(OutgoingMail.objects.values_list("kind", "to")) == [("guest_released", "leo@example.com")]


def test_the_job_run_twice_releases_and_tells_once():
    sail = factories.event()
    aboard.walk_in(sail, email="leo@example.com")

    assert [holds.release_all(at=LATE), holds.release_all(at=LATE)] == [1, 0]
    assert OutgoingMail.objects.count() == 1


def test_a_place_whose_time_is_over_is_free_for_the_next_though_no_job_ran():
    sail = factories.event(capacity=1)
    aboard.walk_in(sail, "Leo")

    with pytest.raises(guests.Full):
        guests.add(event=sail, name="Mia", source="dock", at=NOW)
    guests.add(event=sail, name="Mia", source="dock", at=LATE)

    assert states(sail) == {"Leo": "released", "Mia": "on_hold"}


def test_a_booking_takes_places_whose_time_is_over_though_no_job_ran():
    sail = factories.event(capacity=4)
    aboard.walk_in(sail, "Leo")
    party = bookings.Party(lead_name="Mia", party_size=4, price_cents=1, channel=factories.channel())
    told = {"event": sail, "party": party, "terms": factories.terms(), "by": sail.created_by}

    with pytest.raises(Mistyped):
        bookings.book(**told, at=NOW)
    bookings.book(**told, at=LATE)

    assert (states(sail)["Leo"], taken(sail)) == ("released", 4)


def test_the_sail_that_asked_counts_its_places_anew():
    sail = factories.event(capacity=1)
    aboard.walk_in(sail)
    sail.refresh_from_db()

    contributions.make_room(sail, at=LATE)

    assert sail.places_left == 1


def test_the_state_is_told_from_the_clock():
    sail = factories.event()
    walker, named = aboard.walk_in(sail), aboard.guest(sail)

    assert [holds.state_at(walker, at) for at in (NOW, LATE)] == ["on_hold", "released"]
    assert [holds.state_at(named, at) for at in (NOW, LATE)] == ["invited", "invited"]


def test_who_comes_late_gets_time_and_a_place_while_there_is_one():
    sail = factories.event(capacity=2)
    late = aboard.walk_in(sail, "late", email="leo@example.com")
    gone = aboard.walk_in(sail, "gone", state="released", released_at=NOW)

    found = [holds.rehold(guest=guest, at=LATE) for guest in (late, gone)]

    assert [(guest.state, guest.hold_until) for guest in found] == [("on_hold", LATE + 2 * HOUR)] * 2
    assert not OutgoingMail.objects.exists()


def test_who_comes_late_keeps_a_place_nobody_else_has_taken():
    sail = factories.event(capacity=1)
    late = aboard.walk_in(sail)

    assert holds.rehold(guest=late, at=LATE).hold_until == LATE + 2 * HOUR


def test_who_comes_too_late_for_a_full_sail_is_refused():
    sail = factories.event(capacity=1)
    gone = aboard.walk_in(sail, state="released", released_at=NOW)
    aboard.guest(sail, "Mia")

    with pytest.raises(guests.Full):
        holds.rehold(guest=gone, at=LATE)

    assert Guest.objects.get(pk=gone.pk).state == "released"


def test_who_has_time_left_is_held_no_longer():
    guest = aboard.walk_in()

    assert holds.rehold(guest=guest, at=NOW).hold_until == guest.hold_until


def test_a_hold_is_extended_within_the_sail():
    sail = factories.event()
    guest, until = aboard.walk_in(sail), sail.departs_at - HOUR

    assert holds.extend(guest=guest, until=until, by=sail.created_by, at=LATE).hold_until == until
    for wrong in (LATE, sail.returns_at + HOUR):
        with pytest.raises(Mistyped):
            holds.extend(guest=guest, until=wrong, by=sail.created_by, at=LATE)


def test_who_has_answered_has_no_hold_to_extend():
    sail = factories.event()
    guest = aboard.guest(sail, "Mia", state="declined")

    with pytest.raises(Mistyped) as refusal:
        holds.extend(guest=guest, until=sail.departs_at, by=sail.created_by, at=NOW)

    assert refusal.value.faults == {"until": ["Mia is declined: there is no hold to extend."]}
