"""A seat on its way to another hand: asked, claimed over a holder who wants cover, kept after all; who is told."""

from datetime import timedelta

import pytest

from crew import handing_on, roles, tasks
from crew.models import Assignment
from crew.refusals import AskedAlready, ToOneself
from scc_site.models import OutgoingMail
from tests import factories
from tests.crew.test_roles import HOUR, counters, letters, office, sail_with_captain
from tests.factories import NOW
from tests.signing_in import as_person

pytestmark = pytest.mark.django_db


def handed(*, needs_approval=False, role="crew", state="confirmed", seats=None, **fields):
    """A sail with its captain, Ben in a seat, and Dana, whom he asks to take it over; the request."""
    sail, _ = sail_with_captain(
        needs_approval=needs_approval, seats=seats, created_by=factories.admin("Olga"), **fields
    )
    ben, dana = factories.person("Ben"), factories.person("Dana")
    held = factories.assignment(sail, ben, role, state)
    type(sail).objects.filter(pk=sail.pk).update(seats_filled=2, captain_state="confirmed")
    asked = handing_on.delegate(event=sail, role=role, person=dana, by=ben, at=NOW)
    return sail, held, asked


def answer(sail, by, accept=True, at=NOW + HOUR, role="crew", **more):
    return roles.answer_offer(event=sail, role=role, by=by, accept=accept, at=at, **more)


def states(*rows):
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


# --- asked ---


@pytest.mark.parametrize("state", ["confirmed", "covering"])
def test_the_holder_keeps_the_seat_while_somebody_is_asked(state):
    sail, held, asked = handed(state=state)

    mail, code = OutgoingMail.objects.get(kind="offer"), asked.person.login_codes.get()
    assert states(held, asked) == [state, "offered"]
    assert (asked.takes_over, asked.offered_by, asked.seat_id) == (held, held.person, held.seat_id)
    assert (code.scope, code.event_id, code.link_expires_at) == ("event", sail.event_id, asked.answer_by)
    assert (mail.context["inviter"], mail.context["keeper"], mail.context["is_keepers"]) == ("Ben", "Ben", True)
    assert counters(sail) == ("confirmed", 2, 4)


def test_on_a_yes_both_change_at_once_and_holder_and_captain_are_told():
    sail, held, asked = handed()

    taken = answer(sail, asked.person)

    assert states(held, asked) == ["covered", "confirmed"]
    assert (held.ended_by, taken.confirmed_by, taken.takes_over) == (asked.person, asked.person, None)
    assert counters(sail) == ("confirmed", 2, 4)
    assert letters() == [
        ("offer", "Dana"), ("seat_claimed", "Ana Reyes"), ("seat_confirmed", "Dana"), ("seat_covered", "Ben"),
    ]  # fmt: skip


def test_where_approval_is_needed_a_yes_is_a_claim_and_the_captains_word_changes_both():
    sail, held, asked = handed(needs_approval=True)
    ana = sail.assignments.get(seat__role="captain").person

    answer(sail, asked.person)

    assert states(held, asked) == ["confirmed", "claimed"]
    assert ("handing_on", "Ben") in letters()
    assert ("seat_claimed", "Ana Reyes") in letters()
    roles.answer_claim(event=sail, role="crew", person=asked.person, by=ana, confirm=True, at=NOW + 2 * HOUR)
    assert states(held, asked) == ["covered", "confirmed"]
    assert (held.ended_by, asked.confirmed_by) == (ana, ana)
    assert ("seat_covered", "Ben") in letters()


def test_a_captain_hands_on_the_captains_seat_and_the_office_has_the_last_word():
    sail, ana = sail_with_captain(needs_approval=True, created_by=factories.admin("Olga"))
    dana = factories.person("Dana")
    handing_on.delegate(event=sail, role="captain", person=dana, by=ana, at=NOW)
    answer(sail, dana, role="captain")

    with pytest.raises(roles.NotYours):
        roles.answer_claim(event=sail, role="captain", person=dana, by=ana, confirm=True, at=NOW)
    roles.answer_claim(event=sail, role="captain", person=dana, by=office(), confirm=True, at=NOW + 2 * HOUR)

    assert ("seat_claimed", "Olga") in letters()
    assert [held.person for held in sail.assignments.aboard()] == [dana]
    assert counters(sail)[0] == "confirmed"


def test_a_no_leaves_the_holder_as_they_were_and_the_holder_alone_is_told():
    sail, held, asked = handed(state="covering")

    answer(sail, asked.person, accept=False, reason="At a wedding.")

    mail = OutgoingMail.objects.exclude(kind="offer").get()
    assert states(held, asked) == ["covering", "declined"]
    assert (mail.kind, mail.person, mail.context["heading"]) == (
        "handing_on",
        held.person,
        "Dana can’t take over your seat",
    )
    assert mail.context["reason"] == "At a wedding."
    assert counters(sail) == ("confirmed", 2, 4)


def test_a_request_that_lapses_leaves_the_seat_where_it_was():
    sail, held, asked = handed()

    tasks.expire_offers(at=asked.answer_by)

    assert states(held, asked) == ["confirmed", "expired"]
    assert letters() == [("handing_on", "Ben"), ("offer", "Dana")]
    with pytest.raises(roles.NotOffered, match="lapsed"):
        answer(sail, asked.person, at=asked.answer_by)


def test_the_holder_takes_the_request_back_and_may_ask_somebody_else():
    sail, held, asked = handed()

    roles.withdraw(event=sail, role="crew", person=asked.person, by=held.person, at=NOW)
    again = handing_on.delegate(event=sail, role="crew", person=factories.person("Eli"), by=held.person, at=NOW)

    assert states(held, asked, again) == ["confirmed", "withdrawn", "offered"]
    assert asked.person.login_codes.get().revoked_at == NOW
    assert OutgoingMail.objects.get(kind="offer", person=asked.person).state == "cancelled"


def test_a_claim_of_ones_own_accord_is_not_the_holders_to_take_back():
    sail, _ = sail_with_captain(needs_approval=True)
    ben, dana = factories.person("Ben"), factories.person("Dana")
    factories.assignment(sail, ben, "chef", "covering")
    roles.claim(event=sail, role="chef", by=dana, at=NOW)

    with pytest.raises(roles.NotYours):
        roles.withdraw(event=sail, role="chef", person=dana, by=ben, at=NOW)


@pytest.mark.parametrize("end", ["withdrawn", "released"])
def test_when_the_holders_seat_ends_whoever_was_asked_is_told_that_it_is_off(end):
    sail, held, asked = handed()
    act = {"event": sail, "role": "crew", "at": NOW}

    if end == "withdrawn":
        roles.withdraw(person=held.person, by=office(), **act)
    else:
        roles.release(by=held.person, **act)

    assert states(held, asked) == [end, "withdrawn"]
    assert asked.person.login_codes.get().revoked_at == NOW
    assert ("seat_withdrawn", "Dana") in letters()
    assert counters(sail) == ("confirmed", 1, 4)


def test_a_late_release_leaves_the_request_standing():
    sail, held, asked = handed(departs_at=NOW + timedelta(hours=30))

    roles.release(event=sail, role="crew", by=held.person, at=NOW, reason="Fever.")
    answer(sail, asked.person)

    assert states(held, asked) == ["covered", "confirmed"]


def test_a_request_dies_with_its_holders_place_in_the_crew():
    sail, held, asked = handed()
    type(held.person).objects.filter(pk=held.person_id).update(is_active=False)

    with pytest.raises(roles.NotOffered, match="Ben, who offered you this seat, can no longer offer it"):
        answer(sail, asked.person)


# --- refused ---


@pytest.mark.parametrize(
    ("who", "refusal", "words"),
    [
        ("stranger", roles.NothingHeld, "You hold no such seat"),
        ("claimant", roles.NothingHeld, "not been confirmed yet"),
        ("captain", roles.NothingHeld, "You hold no such seat"),
    ],
)
def test_only_the_confirmed_holder_hands_a_seat_on(who, refusal, words):
    sail, ana = sail_with_captain(needs_approval=True)
    people = {"captain": ana, "stranger": factories.person(), "claimant": factories.person()}
    factories.assignment(sail, people["claimant"], "crew", "claimed")

    with pytest.raises(refusal, match=words):
        handing_on.delegate(event=sail, role="crew", person=factories.person(), by=people[who], at=NOW)

    assert sail.assignments.count() == 2


def refused(refusal, words, *, person=None, at=NOW, sail=None, ben=None):
    """Ben asks somebody, in vain."""
    if sail is None:
        sail, ben = factories.event(), factories.person("Ben")
        factories.assignment(sail, ben, "chef")
    with pytest.raises(refusal, match=words):
        handing_on.delegate(event=sail, role="chef", person=person or factories.person(), by=ben, at=at)
    assert not OutgoingMail.objects.filter(kind="offer").exists()


def test_nobody_is_asked_who_is_not_crew():
    refused(roles.NotCrew, "Nobody in the crew", person=factories.admin())


def test_nobody_is_asked_after_call():
    refused(roles.EventClosed, "Call is over", at=factories.event().call_at)


def test_nobody_is_asked_once_the_sail_has_cast_off():
    sail, ben = factories.event(status="under_way"), factories.person("Ben")
    factories.assignment(sail, ben, "chef")

    refused(roles.EventClosed, "under way", sail=sail, ben=ben)


def test_nobody_hands_a_seat_to_themselves():
    sail, ben = factories.event(), factories.person("Ben")
    factories.assignment(sail, ben, "chef")

    refused(ToOneself, "name somebody else", sail=sail, ben=ben, person=ben)


def test_nobody_is_asked_who_is_aboard_already():
    sail, ben = factories.event(), factories.person("Ben")
    factories.assignment(sail, ben, "chef")
    dana = factories.person("Dana")
    factories.assignment(sail, dana, "crew")

    refused(roles.AlreadyAboard, "Dana has the crew seat", sail=sail, ben=ben, person=dana)


def test_nobody_is_asked_who_sails_elsewhere_then_and_the_sail_is_named():
    dana = factories.person("Dana")
    factories.assignment(factories.event(event_id="other-sail"), dana, "crew")

    refused(roles.Overlaps, r"^Dana sails on .*\(other-sail\)", person=dana)


def test_one_is_asked_at_a_time_and_the_refusal_says_who_and_until_when():
    sail, held, _ = handed()

    with pytest.raises(AskedAlready, match="Dana is asked already and has until Tue 2 Jun 10:00 to answer"):
        handing_on.delegate(event=sail, role="crew", person=factories.person(), by=held.person, at=NOW)

    assert sail.assignments.active().count() == 3


# --- cover ---


def wanting_cover(needs_approval=True):
    """A sail whose only crew seat needs cover; Ben, who asks for it."""
    sail, _ = sail_with_captain(needs_approval=needs_approval, seats={"captain": 1, "crew": 1})
    held = factories.assignment(sail, factories.person("Ben"), "crew", "covering")
    type(sail).objects.filter(pk=sail.pk).update(seats_filled=2, captain_state="confirmed")
    return sail, held


def test_a_claim_of_a_seat_that_needs_cover_and_approval_waits_beside_its_holder():
    sail, held = wanting_cover()

    claim = roles.claim(event=sail, role="crew", by=factories.person("Dana"), at=NOW)

    assert states(held, claim) == ["covering", "claimed"]
    assert claim.takes_over == held
    assert counters(sail) == ("confirmed", 2, 2)
    assert letters() == [("handing_on", "Ben"), ("seat_claimed", "Ana Reyes")]


@pytest.mark.parametrize(
    ("confirm", "then", "told"),
    [(True, ["covered", "confirmed"], "seat_covered"), (False, ["covering", "refused"], "handing_on")],
)
def test_the_captains_word_on_it_changes_both_or_neither_and_both_are_told(confirm, then, told):
    sail, held = wanting_cover()
    dana = factories.person("Dana")
    claim = roles.claim(event=sail, role="crew", by=dana, at=NOW)
    ana = sail.assignments.get(seat__role="captain").person

    roles.answer_claim(event=sail, role="crew", person=dana, by=ana, confirm=confirm, at=NOW + HOUR)

    assert states(held, claim) == then
    assert [("claim_answered", "Dana") in letters(), (told, "Ben") in letters()] == [True, True]
    assert counters(sail) == ("confirmed", 2, 2)


def test_captain_or_office_ask_somebody_to_take_over_a_seat_that_needs_cover():
    sail, held = wanting_cover()
    ana = sail.assignments.get(seat__role="captain").person

    offer = roles.designate(event=sail, role="crew", person=factories.person("Dana"), by=ana, at=NOW)
    with pytest.raises(roles.SeatTaken, match="offered to Dana"):
        roles.claim(event=sail, role="crew", by=factories.person(), at=NOW)
    answer(sail, offer.person)

    assert states(held, offer) == ["covered", "confirmed"]
    assert ("offer_answered", "Ana Reyes") in letters()


def test_somebody_who_can_make_it_after_all_keeps_the_seat_and_who_was_asked_is_told():
    sail, held = wanting_cover()
    offer = handing_on.delegate(event=sail, role="crew", person=factories.person("Dana"), by=held.person, at=NOW)

    kept = handing_on.keep(event=sail, role="crew", by=held.person, at=NOW)

    assert states(held, offer) == ["confirmed", "withdrawn"]
    assert (kept.cover_asked_at, kept.confirmed_by) == (None, held.person)
    assert letters()[-1] == ("seat_withdrawn", "Dana")
    assert ("handing_on", "Ana Reyes") in letters()


# --- in somebody's name ---


def test_the_office_gives_a_seat_that_needs_approval_and_both_names_are_kept_and_told():
    sail, _ = sail_with_captain(needs_approval=True)
    ben, olive = factories.person("Ben"), office()

    held = roles.claim(event=sail, role="crew", person=ben, by=olive, at=NOW)

    told = OutgoingMail.objects.get(person=ben)
    assert (held.state, held.person, held.made_by, held.confirmed_by) == ("confirmed", ben, olive, olive)
    assert told.context["heading"] == "Olive of the office gave you the crew seat"
    assert OutgoingMail.objects.get(kind="seat_claimed").context["by"] == "Olive of the office"


def test_the_office_puts_back_whoever_gave_a_seat_back_by_mistake():
    sail, ben = factories.event(seats={"crew": 1}), factories.person("Ben")
    roles.claim(event=sail, role="crew", by=ben, at=NOW)
    roles.release(event=sail, role="crew", by=ben, at=NOW)

    back = roles.claim(event=sail, role="crew", person=ben, by=office(), at=NOW)

    assert (back.state, counters(sail)) == ("confirmed", ("open", 1, 1))
    assert [row.state for row in sail.assignments.order_by("pk")] == ["released", "confirmed"]


@pytest.mark.parametrize(("accept", "state", "did"), [(True, "confirmed", "accepted"), (False, "declined", "declined")])
def test_the_office_answers_an_offer_for_somebody(accept, state, did):
    sail, ana = sail_with_captain()
    cleo, olive = factories.person("Cleo"), office()
    roles.designate(event=sail, role="chef", person=cleo, by=ana, at=NOW)

    held = answer(sail, olive, accept, role="chef", person=cleo)

    assert (held.state, held.confirmed_by or held.ended_by) == (state, olive)
    assert f"Olive of the office {did} the chef seat for you" in [
        mail.context.get("heading") for mail in OutgoingMail.objects.filter(person=cleo)
    ]
    assert ("offer_answered", "Ana Reyes") in letters()


@pytest.mark.parametrize(("hours", "state"), [(96, "released"), (30, "covering")])
def test_the_office_gives_a_seat_back_or_asks_for_cover_for_somebody(hours, state):
    sail, ana = sail_with_captain(departs_at=NOW + timedelta(hours=hours))
    ben, olive = factories.person("Ben"), office()
    roles.claim(event=sail, role="crew", by=ben, at=NOW)

    held = roles.release(event=sail, role="crew", person=ben, by=olive, at=NOW, reason="Called in sick.")

    assert (held.state, held.ended_by or held.cover_asked_by) == (state, olive)
    assert ("in_your_name", "Ben") in letters()
    assert OutgoingMail.objects.get(kind="seat_released", person=ana).context["by"] == "Olive of the office"


def test_the_office_hands_a_seat_on_for_somebody_and_needs_nobody_elses_yes():
    sail, _ = sail_with_captain(needs_approval=True)
    ben, dana, olive = factories.person("Ben"), factories.person("Dana"), office()
    held = factories.assignment(sail, ben, "crew")

    asked = handing_on.delegate(event=sail, role="crew", person=dana, by=olive, holder=ben, at=NOW)
    answer(sail, dana)

    assert states(held, asked) == ["covered", "confirmed"]
    assert (asked.made_by, asked.offered_by) == (olive, olive)
    assert [("in_your_name", "Ben") in letters(), ("offer_answered", "Olive") in letters()] == [True, True]


@pytest.mark.parametrize("act", ["claim", "release", "answer", "delegate", "keep"])
def test_nobody_but_the_office_acts_in_somebody_elses_name(act):
    sail, ana = sail_with_captain()
    ben, admin = factories.person("Ben"), as_person(factories.admin(), "user", at=NOW)
    common = {"event": sail, "role": "crew", "at": NOW}

    for by in (ana, admin):
        with pytest.raises(roles.NotYours):
            {
                "claim": lambda by: roles.claim(person=ben, by=by, **common),
                "release": lambda by: roles.release(person=ben, by=by, **common),
                "answer": lambda by: roles.answer_offer(person=ben, by=by, accept=True, **common),
                "delegate": lambda by: handing_on.delegate(person=ana, holder=ben, by=by, **common),
                "keep": lambda by: handing_on.keep(person=ben, by=by, **common),
            }[act](by)

    assert Assignment.objects.count() == 1
