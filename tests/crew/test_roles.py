"""The seats' verbs: what each does, what each refuses, who is told."""

from datetime import timedelta

import pytest

from crew import roles
from crew.models import Assignment
from scc_site.models import OutgoingMail
from tests import factories
from tests.factories import NOW
from tests.signing_in import as_person

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def office():
    return as_person(factories.admin("Olive"), "admin", at=NOW)


def sail_with_captain(**fields):
    """A sail three days ahead, and Ana, its captain."""
    sail, ana = factories.event(**fields), factories.person("Ana Reyes")
    factories.assignment(sail, ana, "captain")
    return sail, ana


def letters():
    return sorted((mail.kind, mail.person.name) for mail in OutgoingMail.objects.select_related("person"))


def counters(sail):
    sail.refresh_from_db()
    return sail.captain_state, sail.seats_filled, sail.seats_total


# --- claim ---


def test_a_claim_takes_the_lowest_empty_seat_and_the_captain_is_told():
    sail, _ = sail_with_captain()
    first, second = factories.person("Ben"), factories.person("Dana")

    taken = [roles.claim(event=sail, role="crew", by=person, at=NOW) for person in (first, second)]

    assert [(str(held.seat), held.state) for held in taken] == [("Crew 1", "confirmed"), ("Crew 2", "confirmed")]
    assert counters(sail) == ("confirmed", 3, 4)
    assert letters() == [
        *[("seat_claimed", "Ana Reyes")] * 2, ("seat_confirmed", "Ben"), ("seat_confirmed", "Dana"),
    ]  # fmt: skip


def test_a_claim_where_approval_is_needed_waits_and_the_office_is_told_when_there_is_no_captain():
    sail = factories.event(needs_approval=True, created_by=factories.admin("Olive"))

    held = roles.claim(event=sail, role="captain", by=factories.person(), at=NOW)

    assert (held.state, held.confirmed_at) == ("claimed", None)
    assert counters(sail) == ("claimed", 1, 4)
    assert letters() == [("seat_claimed", "Olive")]


def test_the_loser_reads_who_took_the_seat_and_how_long_ago():
    sail = factories.event(seats={"chef": 1})
    roles.claim(event=sail, role="chef", by=factories.person("Ana"), at=NOW)

    with pytest.raises(roles.SeatTaken, match=r"^The chef seat was taken by Ana 3 s ago\.$"):
        roles.claim(event=sail, role="chef", by=factories.person(), at=NOW + timedelta(seconds=3))

    assert Assignment.objects.count() == 1


def test_a_seat_on_offer_is_not_free_and_the_refusal_says_until_when():
    sail = factories.event(seats={"chef": 1})
    roles.designate(event=sail, role="chef", person=factories.person("Cleo"), by=office(), at=NOW)

    with pytest.raises(roles.SeatTaken, match=r"offered to Cleo, who has until Tue 2 Jun 10:00 to answer"):
        roles.claim(event=sail, role="chef", by=factories.person(), at=NOW)


def test_a_lapsed_offer_ends_in_the_claim_that_takes_its_seat_and_its_inviter_is_told():
    sail, ana = sail_with_captain(seats={"captain": 1, "chef": 1})
    offer = roles.designate(event=sail, role="chef", person=factories.person(), by=as_person(ana, at=NOW), at=NOW)

    held = roles.claim(event=sail, role="chef", by=factories.person(), at=offer.answer_by)

    offer.refresh_from_db()
    assert (offer.state, offer.ended_by, held.seat_id) == ("expired", ana, offer.seat_id)
    assert ("offer_answered", "Ana Reyes") in letters()


def test_somebody_whose_own_offer_has_lapsed_may_claim():
    sail, person = factories.event(), factories.person()
    offer = roles.designate(event=sail, role="crew", person=person, by=office(), at=NOW)

    held = roles.claim(event=sail, role="crew", by=person, at=offer.answer_by)

    assert held.state == "confirmed"


def test_a_claim_covers_the_seat_of_somebody_who_cant_make_it_in_the_same_breath():
    sail, _ = sail_with_captain(seats={"captain": 1, "crew": 1})
    ben, dana = factories.person("Ben"), factories.person("Dana")
    old = factories.assignment(sail, ben, "crew", "covering")

    new = roles.claim(event=sail, role="crew", by=dana, at=NOW)

    old.refresh_from_db()
    assert (old.state, old.ended_by, new.state, new.seat_id) == ("covered", dana, "confirmed", old.seat_id)
    assert ("seat_covered", "Ben") in letters()


def test_an_empty_seat_goes_before_one_that_needs_cover():
    sail = factories.event(seats={"crew": 2})
    old = factories.assignment(sail, factories.person(), "crew", "covering")

    new = roles.claim(event=sail, role="crew", by=factories.person(), at=NOW)

    old.refresh_from_db()
    assert (old.state, str(new.seat)) == ("covering", "Crew 2")


def test_nobody_holds_two_seats_on_one_sail():
    sail, ana = sail_with_captain()

    with pytest.raises(roles.AlreadyAboard, match="You have the captain seat on this sail already"):
        roles.claim(event=sail, role="crew", by=ana, at=NOW)


def test_a_claim_that_overlaps_names_the_other_sail_and_leaves_no_trace():
    other, ben = factories.event(event_id="other-sail"), factories.person()
    roles.claim(event=other, role="crew", by=ben, at=NOW)
    sail = factories.event(departs_at=other.returns_at + HOUR / 2)
    before = OutgoingMail.objects.count()

    with pytest.raises(roles.Overlaps, match=r"You sail on .* then: Sunset charter on Thu 4 Jun 10:00 \(other-sail\)"):
        roles.claim(event=sail, role="crew", by=ben, at=NOW)

    assert (sail.assignments.count(), counters(sail)[1], OutgoingMail.objects.count()) == (0, 0, before)


def test_a_sail_whose_call_is_the_others_return_does_not_overlap():
    other, ben = factories.event(), factories.person()
    roles.claim(event=other, role="crew", by=ben, at=NOW)
    sail = factories.event(departs_at=other.returns_at + HOUR)

    assert roles.claim(event=sail, role="crew", by=ben, at=NOW).state == "confirmed"


def test_a_cancelled_sail_binds_nobody():
    other, ben = factories.event(), factories.person()
    roles.claim(event=other, role="crew", by=ben, at=NOW)
    type(other).objects.update(status="cancelled", cancelled_at=NOW, cancelled_by=other.created_by)

    assert roles.claim(event=factories.event(), role="crew", by=ben, at=NOW).state == "confirmed"


def test_a_role_without_a_seat_on_the_sail_is_a_fault_of_the_field():
    with pytest.raises(roles.NoSuchSeat) as refusal:
        roles.claim(event=factories.event(seats={"crew": 1}), role="chef", by=factories.person(), at=NOW)

    assert (refusal.value.status, list(refusal.value.faults)) == (422, ["role"])


def test_the_office_itself_takes_no_seat():
    with pytest.raises(roles.NotYours):
        roles.claim(event=factories.event(), role="crew", by=office(), at=NOW)


# --- designate ---


def test_an_offer_writes_one_letter_with_a_sealed_link_that_dies_with_it():
    sail, cleo = factories.event(), factories.person("Cleo")

    offer = roles.designate(event=sail, role="chef", person=cleo, by=office(), at=NOW)

    mail, code = OutgoingMail.objects.get(), cleo.login_codes.get()
    assert (offer.state, offer.answer_by) == ("offered", NOW + DAY)
    assert (mail.kind, mail.person, mail.expires_at) == ("offer", cleo, offer.answer_by)
    assert (code.scope, code.event_id, code.role, code.link_expires_at) == (
        "event",
        sail.event_id,
        "chef",
        offer.answer_by,
    )
    assert mail.sealed
    assert "/auth/link/" not in str(mail.context)
    assert counters(sail) == ("open", 0, 4)


def test_an_offered_captain_shows_in_the_lists():
    sail = factories.event()

    roles.designate(event=sail, role="captain", person=factories.person(), by=office(), at=NOW)

    assert counters(sail) == ("offered", 0, 4)


def test_the_captain_offers_crew_seats_but_not_a_captains():
    sail, ana = sail_with_captain(seats={"captain": 2, "crew": 1})

    offer = roles.designate(event=sail, role="crew", person=factories.person(), by=ana, at=NOW)
    with pytest.raises(roles.NotYours):
        roles.designate(event=sail, role="captain", person=factories.person(), by=ana, at=NOW)

    assert offer.made_by == ana


@pytest.mark.parametrize("make", [factories.person, factories.admin])
def test_nobody_else_offers_a_seat_not_even_an_admin_who_has_not_stepped_up(make):
    with pytest.raises(roles.NotYours):
        roles.designate(event=factories.event(), role="crew", person=factories.person(), by=make(), at=NOW)


def test_somebody_bound_elsewhere_is_not_asked_and_the_sail_is_named():
    other, cleo = factories.event(event_id="other-sail"), factories.person("Cleo")
    roles.claim(event=other, role="chef", by=cleo, at=NOW)

    with pytest.raises(roles.Overlaps, match=r"^Cleo sails on .*\(other-sail\)"):
        roles.designate(event=factories.event(), role="chef", person=cleo, by=office(), at=NOW)


@pytest.mark.parametrize("fields", [{"is_crew": False}, {"is_active": False}])
def test_only_the_crew_can_be_asked(fields):
    with pytest.raises(roles.NotCrew):
        roles.designate(event=factories.event(), role="crew", person=factories.person(**fields), by=office(), at=NOW)


def test_a_full_role_and_a_person_already_aboard_are_refused():
    sail, ana = sail_with_captain()

    with pytest.raises(roles.SeatTaken, match="taken by Ana Reyes"):
        roles.designate(event=sail, role="captain", person=factories.person(), by=office(), at=NOW)
    with pytest.raises(roles.AlreadyAboard, match="Ana Reyes has the captain seat"):
        roles.designate(event=sail, role="crew", person=ana, by=office(), at=NOW)


def test_no_offer_is_made_after_call():
    sail = factories.event()

    with pytest.raises(roles.EventClosed, match="Call is over"):
        roles.designate(event=sail, role="crew", person=factories.person(), by=office(), at=sail.call_at)


# --- release ---


def test_a_seat_given_back_in_time_is_open_again():
    sail, ana = sail_with_captain()
    ben = factories.person()
    roles.claim(event=sail, role="crew", by=ben, at=NOW)

    held = roles.release(event=sail, role="crew", by=ben, at=NOW, reason="Family in town.")

    assert (held.state, held.reason, held.ended_by) == ("released", "Family in town.", ben)
    assert counters(sail) == ("confirmed", 1, 4)
    assert ("seat_released", ana.name) in letters()


def test_a_late_release_asks_for_cover_and_captain_and_office_are_told():
    sail, _ = sail_with_captain(created_by=factories.admin("Olive"))
    ben = factories.person()
    roles.claim(event=sail, role="crew", by=ben, at=NOW)

    held = roles.release(event=sail, role="crew", by=ben, at=sail.call_at - 48 * HOUR + HOUR, reason="Fever.")

    assert (held.state, held.ended_at) == ("covering", None)
    assert counters(sail) == ("confirmed", 2, 4)
    assert letters()[-2:] == [("seat_released", "Ana Reyes"), ("seat_released", "Olive")]


def test_a_captain_who_asks_for_cover_is_still_the_captain():
    sail, ana = sail_with_captain()

    roles.release(event=sail, role="captain", by=ana, at=sail.call_at - HOUR)

    assert counters(sail)[0] == "confirmed"
    assert ana.has_perm("events.depart", type(sail).objects.get())


def test_a_claim_nobody_has_confirmed_is_taken_back_at_any_time():
    sail, ben = factories.event(needs_approval=True), factories.person()
    roles.claim(event=sail, role="crew", by=ben, at=NOW)

    assert roles.release(event=sail, role="crew", by=ben, at=sail.departs_at).state == "released"


# --- answer a claim ---


@pytest.mark.parametrize(("confirm", "state", "filled"), [(True, "confirmed", 2), (False, "refused", 1)])
def test_the_captain_answers_a_claim_and_the_claimant_is_told(confirm, state, filled):
    sail, ana = sail_with_captain(needs_approval=True)
    ben = factories.person("Ben")
    roles.claim(event=sail, role="crew", by=ben, at=NOW)

    held = roles.answer_claim(event=sail, role="crew", person=ben, by=ana, confirm=confirm, at=NOW)

    assert held.state == state
    assert counters(sail) == ("confirmed", filled, 4)
    assert ("claim_answered", "Ben") in letters()


def test_a_claim_on_a_captains_seat_is_answered_by_the_office_alone():
    sail, ana = sail_with_captain(needs_approval=True, seats={"captain": 2})
    ben = factories.person()
    roles.claim(event=sail, role="captain", by=ben, at=NOW)

    with pytest.raises(roles.NotYours):
        roles.answer_claim(event=sail, role="captain", person=ben, by=ana, confirm=True, at=NOW)
    held = roles.answer_claim(event=sail, role="captain", person=ben, by=office(), confirm=True, at=NOW)

    assert held.state == "confirmed"


def test_nobody_confirms_their_own_claim():
    sail, ben = factories.event(needs_approval=True), factories.person()
    roles.claim(event=sail, role="captain", by=ben, at=NOW)

    with pytest.raises(roles.NotYours):
        roles.answer_claim(event=sail, role="captain", person=ben, by=ben, confirm=True, at=NOW)


# --- withdraw ---


def test_the_office_takes_anybody_off_a_seat_and_they_are_told():
    sail, ana = sail_with_captain()

    held = roles.withdraw(event=sail, role="captain", person=ana, by=office(), at=NOW, reason="Licence lapsed.")

    assert (held.state, held.reason) == ("withdrawn", "Licence lapsed.")
    assert counters(sail) == ("open", 0, 4)
    assert letters() == [("seat_withdrawn", "Ana Reyes")]


def test_a_captain_takes_back_an_offer_but_takes_nobody_off_a_seat():
    sail, ana = sail_with_captain()
    ben, dana = factories.person(), factories.person()
    roles.claim(event=sail, role="crew", by=ben, at=NOW)
    roles.designate(event=sail, role="crew", person=dana, by=ana, at=NOW)

    with pytest.raises(roles.NotYours):
        roles.withdraw(event=sail, role="crew", person=ben, by=ana, at=NOW)
    assert roles.withdraw(event=sail, role="crew", person=dana, by=ana, at=NOW).state == "withdrawn"


# --- the world stands in the way ---


@pytest.mark.parametrize("status", ["draft", "under_way", "returned", "closed", "cancelled"])
def test_seats_change_hands_only_before_cast_off(status):
    sail, ana = sail_with_captain(needs_approval=True)
    ben, boss = factories.person(), office()
    roles.claim(event=sail, role="crew", by=ben, at=NOW)
    ended = {"cancelled_at": NOW, "cancelled_by": boss} if status == "cancelled" else {}
    type(sail).objects.update(status=status, **ended)

    acts = (
        lambda: roles.claim(event=sail, role="crew", by=factories.person(), at=NOW),
        lambda: roles.designate(event=sail, role="crew", person=factories.person(), by=boss, at=NOW),
        lambda: roles.answer_offer(event=sail, role="crew", by=ben, accept=True, at=NOW),
        lambda: roles.answer_claim(event=sail, role="crew", person=ben, by=boss, confirm=True, at=NOW),
        lambda: roles.release(event=sail, role="captain", by=ana, at=NOW),
        lambda: roles.withdraw(event=sail, role="crew", person=ben, by=boss, at=NOW),
    )
    for act in acts:
        with pytest.raises(roles.EventClosed, match=status.replace("_", " ")):
            act()


def test_seats_of_a_sail_nobody_sailed_close_with_its_return():
    sail = factories.event()

    with pytest.raises(roles.EventClosed, match="over"):
        roles.claim(event=sail, role="crew", by=factories.person(), at=sail.returns_at)


def test_a_sail_on_weather_hold_keeps_its_crew_moving():
    sail = factories.event(status="weather_hold")

    assert roles.claim(event=sail, role="crew", by=factories.person(), at=NOW).state == "confirmed"
