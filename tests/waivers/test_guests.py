"""Guests put on a sail's list and taken off it, and the places they have."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from events.models import SailEvent
from scc_site.models import OutgoingMail
from scc_site.refusals import Mistyped
from tests import factories
from tests.factories import NOW
from tests.waivers import aboard
from waivers import guests, links, newcomers, places
from waivers.models import Guest
from waivers.newcomers import Newcomer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATE = NOW + timedelta(days=2, hours=1)  # after the usual end of a hold


def taken(sail):
    return SailEvent.objects.get(pk=sail.pk).places_taken


def waiting(letter):
    return list(OutgoingMail.objects.filter(kind=letter, state="queued").values_list("to", flat=True))


@pytest.mark.parametrize(
    ("source", "state"),
    [("office", "invited"), ("booking", "invited"), ("file", "invited"), ("dock", "on_hold"), ("kiosk", "on_hold")],
)
def test_who_adds_themself_begins_on_hold_and_others_are_invited(source, state):
    sail = factories.event()

    guest = guests.add(event=sail, name=" mia  Stone", source=source, at=NOW, email="Mia@Example.com", phone="555 0100")

    assert (guest.name, guest.state, guest.email, guest.phone) == ("mia Stone", state, "mia@example.com", "555 0100")
    assert guest.hold_until == sail.departs_at - timedelta(hours=24)
    assert taken(sail) == 1


def test_a_hold_is_never_shorter_than_two_hours():
    sail = factories.event(departs_at=NOW + HOUR)

    assert guests.add(event=sail, name="Mia", source="dock", at=NOW).hold_until == NOW + 2 * HOUR


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "\u202eMia"}, "name"),
        ({"email": "mia at home"}, "email"),
        ({"phone": "ask Leo"}, "phone"),
        ({"phone": "5" * 41}, "phone"),
        ({"born_on": date(2026, 6, 5)}, "born_on"),
        ({"born_on": date(1800, 6, 5)}, "born_on"),
    ],
)
def test_what_is_mistyped_is_named_and_nobody_is_added(wrong, field):
    sail = factories.event()

    with pytest.raises(Mistyped) as refusal:
        guests.add(**{"event": sail, "name": "Mia", "source": "office", "at": NOW} | wrong)

    assert list(refusal.value.faults) == [field]
    assert not Guest.objects.exists()


@pytest.mark.parametrize(
    ("capacity", "says"),
    [
        (0, "This sail takes no guests."),
        (1, "The one place on this sail is taken."),
        (3, "All 3 places on this sail are taken."),
    ],
)
def test_nobody_is_added_to_a_full_sail(capacity, says):
    sail = factories.event(capacity=capacity)
    for number in range(capacity):
        guests.add(event=sail, name=f"Guest {number}", source="office", at=NOW)

    with pytest.raises(guests.Full) as refusal:
        guests.add(event=sail, name="Mia", source="dock", at=NOW)

    assert (refusal.value.sentence, taken(sail)) == (says, capacity)


def test_an_infant_takes_a_place_like_anybody():
    sail = factories.event(capacity=1)

    guests.add(event=sail, name="Baby", source="office", born_on=date(2026, 5, 1), at=NOW)

    with pytest.raises(guests.Full):
        guests.add(event=sail, name="Mia", source="office", at=NOW)


def test_a_party_has_no_more_names_than_places_and_takes_none_of_the_sails_twice():
    sail = factories.event(capacity=4)
    party = factories.booking(sail, "Mia Stone", party_size=2)
    for name in ("Mia", "Leo"):
        guests.add(event=sail, name=name, source="party", booking=party, at=NOW)

    with pytest.raises(places.PartyFull) as refusal:
        guests.add(event=sail, name="Ana", source="party", booking=party, at=NOW)

    assert refusal.value.sentence == "The party of Mia Stone has 2 places, and each has its name."
    assert taken(sail) == 2


def test_a_dependant_is_of_the_guardians_party_and_came_the_same_way():
    sail = factories.event()
    walker = guests.add(event=sail, name="Ana", source="dock", at=NOW)
    party = factories.booking(sail, party_size=2)
    lead = guests.add(event=sail, name="Mia", source="booking", booking=party, at=NOW)
    born = date(2020, 2, 29)

    child = guests.add(event=sail, name="Tim", source="guardian", guardian=walker, born_on=born, at=NOW)
    other = guests.add(event=sail, name="Kim", source="guardian", guardian=lead, born_on=born, at=NOW)

    assert (child.source, child.booking, child.state) == ("dock", None, "on_hold")
    assert (other.source, other.booking, other.state) == ("guardian", party, "invited")


@pytest.mark.parametrize("status", ["under_way", "returned", "closed", "cancelled"])
def test_the_list_of_a_sail_that_left_or_is_off_is_shut(status):
    sail = factories.event(status=status)
    guest = aboard.guest(sail)
    acts = [
        lambda: guests.add(event=sail, name="Mia", source="office", at=NOW),
        lambda: guests.remove(guest=guest, why="ill", by=sail.created_by, at=NOW),
        lambda: guests.accept(guest=guest, by=sail.created_by, at=NOW),
        lambda: guests.decline(guest=guest, why="", at=NOW),
    ]

    for act in acts:
        with pytest.raises(guests.SailShut):
            act()


def test_a_list_of_people_is_added_whole():
    sail = factories.event()
    lines = [Newcomer(line=1, name="Mia"), Newcomer(line=3, name="Leo", email="leo@example.com", phone="555 0101")]

    made = newcomers.add_many(event=sail, newcomers=lines, source="office", adder=sail.created_by, at=NOW)

    assert [(guest.name, guest.email) for guest in made] == [("Mia", ""), ("Leo", "leo@example.com")]
    assert OutgoingMail.objects.values_list("kind", "to").get() == ("guest_invitation", "leo@example.com")


def test_of_a_list_with_bad_lines_nobody_is_added_and_each_is_named():
    sail = factories.event()
    aboard.guest(sail, "Ana Cruz")
    told = ["Mia", "", "Leo\u202e", "MIA", "cruz ana"]
    lines = [Newcomer(line=number, name=name) for number, name in enumerate(told, 1)]
    lines.append(Newcomer(line=6, name="Kim", email="kim@", phone="none"))

    with pytest.raises(Mistyped) as refusal:
        newcomers.add_many(event=sail, newcomers=lines, source="office", at=NOW)

    found = [fault.split(":")[0] for fault in refusal.value.faults["lines"]]
    assert found == ["Line 2", "Line 3", "Line 4", "Line 5", "Line 6", "Line 6"]
    assert refusal.value.faults["lines"][2:4] == [
        "Line 4: MIA stands in line 1 already.", "Line 5: cruz ana is on the list already.",
    ]  # fmt: skip
    assert Guest.objects.count() == 1


def test_a_list_longer_than_the_places_names_the_line_that_has_none():
    sail = factories.event(capacity=2)
    lines = [Newcomer(line=number, name=f"Guest {number}") for number in range(1, 5)]

    with pytest.raises(Mistyped) as refusal:
        newcomers.add_many(event=sail, newcomers=lines, source="office", at=NOW)

    assert refusal.value.faults["lines"] == [
        "Line 3: All 2 places on this sail are taken. There was room for 2 of these 4."
    ]
    assert taken(sail) == 0


def test_accepting_twice_keeps_the_first_hand_and_takes_the_children_along():
    sail = factories.event()
    parent = aboard.walk_in(sail)
    child = aboard.walk_in(sail, "Tim", guardian=parent)
    one, other = factories.admin(), factories.admin()

    guests.accept(guest=parent, by=one, at=NOW)
    guests.accept(guest=parent, by=other, at=NOW + HOUR)

    found = {guest.pk: (guest.accepted_at, guest.accepted_by) for guest in Guest.objects.all()}
    assert found == {parent.pk: (NOW, one), child.pk: (NOW, one)}


def test_who_is_accepted_late_gets_time_and_a_place_while_there_is_one():
    sail = factories.event(capacity=1)
    guest = aboard.walk_in(sail, state="released", released_at=NOW)

    back = guests.accept(guest=guest, by=sail.created_by, at=LATE)

    assert (back.state, back.hold_until, back.released_at, taken(sail)) == ("on_hold", LATE + 2 * HOUR, None, 1)


def test_who_is_accepted_too_late_for_a_full_sail_is_refused():
    sail = factories.event(capacity=1)
    guest = aboard.walk_in(sail, state="released", released_at=NOW)
    aboard.guest(sail, "Mia")

    with pytest.raises(guests.Full):
        guests.accept(guest=guest, by=sail.created_by, at=LATE)

    assert Guest.objects.get(pk=guest.pk).accepted_at is None


def test_who_declines_gives_the_place_back_and_may_be_taken_up_again():
    sail = factories.event()
    guest = aboard.guest(sail)

    guests.decline(guest=guest, why=" seasick\n", at=NOW)
    free = taken(sail)
    back = guests.restore(guest=guest, why="Feels better", by=sail.created_by, at=LATE)

    assert (free, taken(sail)) == (0, 1)
    assert (back.state, back.hold_until, back.declined_at) == ("on_hold", LATE + 2 * HOUR, None)
    assert back.undone_why == "Feels better"


def test_who_is_removed_leaves_the_list_with_a_reason():
    sail = factories.event()
    guest = aboard.guest(sail)

    with pytest.raises(Mistyped):
        guests.remove(guest=guest, why=" ", by=sail.created_by, at=NOW)
    guests.remove(guest=guest, why="Ill", by=sail.created_by, at=NOW)

    assert (taken(sail), list(Guest.objects.standing_on(sail))) == (0, [])
    with pytest.raises(places.OffTheList):
        guests.accept(guest=guest, by=sail.created_by, at=NOW)


def test_who_is_aboard_is_neither_removed_nor_renamed():
    sail = factories.event()
    guest = aboard.guest(sail)
    guest.state, guest.aboard_at, guest.aboard_by = "aboard", NOW, sail.created_by
    guest.record = aboard.record(guest) if hasattr(aboard, "record") else None
    if guest.record is None:
        pytest.skip("no record can be made yet")
    guest.save()

    with pytest.raises(places.Aboard):
        guests.remove(guest=guest, why="Ill", by=sail.created_by, at=NOW)
    with pytest.raises(places.Aboard):
        guests.rename(guest=guest, name="Leo", at=NOW)


def test_a_mended_name_keeps_the_one_first_written():
    guest = aboard.guest(name="Mia Stoen")

    guests.rename(guest=guest, name="Mia Stone", at=NOW)
    guests.rename(guest=guest, name="Mia J. Stone", at=NOW)

    guest.refresh_from_db()
    assert (guest.name, guest.name_given) == ("Mia J. Stone", "Mia Stoen")


def test_a_new_link_makes_the_old_one_worthless_and_a_waiting_letter_is_written_again():
    guest = aboard.guest(email="mia@example.com")
    old = links.guest_token(guest)
    guests.invite(guest=guest, at=NOW)

    guests.new_link(guest=guest, by=guest.event.created_by, at=NOW + HOUR)

    guest.refresh_from_db()
    assert links.guest_of(old) is None
    assert links.guest_of(links.guest_token(guest)) == guest
    assert list(OutgoingMail.objects.order_by("pk").values_list("kind", "state")) == [
        ("guest_invitation", "cancelled"), ("guest_invitation", "queued"),
    ]  # fmt: skip


def test_an_invitation_without_an_address_is_refused_in_words():
    guest = aboard.guest(name="Mia")

    with pytest.raises(Mistyped) as refusal:
        guests.invite(guest=guest, at=NOW)

    assert refusal.value.faults == {"email": ["No address of Mia is known: show them the link."]}


def test_who_is_removed_gets_no_letter_that_still_waits():
    guest = aboard.guest(email="mia@example.com")
    guests.invite(guest=guest, at=NOW)

    guests.remove(guest=guest, why="Ill", by=guest.event.created_by, at=NOW)

    assert waiting("guest_invitation") == []


def test_a_clearance_is_taken_back_and_restored_each_with_its_reason():
    guest, by = aboard.guest(), factories.admin()

    gone = guests.revoke(guest=guest, why="Drunk", by=by, at=NOW)
    guests.revoke(guest=guest, why="Again", by=by, at=NOW + HOUR)
    back = guests.restore(guest=guest, why="Sober", by=by, at=NOW + HOUR)

    assert (gone.revoked_at, gone.revoked_why) == (NOW, "Drunk")
    assert (back.revoked_at, back.revoked_by, back.revoked_why, back.undone_why) == (None, None, "", "Sober")
