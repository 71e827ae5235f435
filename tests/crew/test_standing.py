"""Who still stands when a sail moves or is called off: seats, offers, clashes, and what each is told."""

from datetime import timedelta

import pytest

from crew import handing_on, roles
from events import contributions, lifecycle, planning, timing
from events.acts import moving
from scc_site.mail import outbox
from scc_site.models import OutgoingMail
from tests import factories, letters
from tests.crew.test_roles import counters, office
from tests.factories import NOW
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def move(sail, by, ahead=2 * HOUR, *, at=NOW, longer=0 * HOUR):
    """Moved ahead in time by so much, and made longer."""
    sail.refresh_from_db()
    return moving.move(
        event=sail,
        departs_at=sail.departs_at + ahead,
        returns_at=sail.returns_at + ahead + longer,
        reason="Wind",
        by=by,
        at=at,
    )


def cancel(sail, by, at=NOW):
    return lifecycle.cancel(event=sail, reason="Storm", by=by, at=at)


def crewed():
    """A sail with Ana its captain, Ben confirmed, Cleo claiming and Dana asking for cover; and the office."""
    sail, boss = factories.event(seats={"captain": 1, "crew": 2, "chef": 1}), office()
    for name, role, state in (
        ("Ana", "captain", "confirmed"),
        ("Ben", "crew", "confirmed"),
        ("Cleo", "crew", "claimed"),
        ("Dana", "chef", "covering"),
    ):
        factories.assignment(sail, factories.person(name), role, state, made_at=NOW - DAY)
    return sail, boss


def states(sail):
    """Everybody's state, by name."""
    return dict(sail.assignments.values_list("person__name", "state"))


def said(kind="sail_moved"):
    """What each waiting letter says of its person's seat, by name."""
    found = OutgoingMail.objects.filter(kind=kind).waiting().order_by("pk")
    return {mail.person.name: mail.context["standing"] for mail in found}


# --- moved far, moved a little ---


@pytest.mark.parametrize(("ahead", "longer"), [(31 * MINUTE, 0 * HOUR), (0 * HOUR, 31 * MINUTE), (-31 * MINUTE, HOUR)])
def test_moved_by_more_than_half_an_hour_at_either_end_everybody_confirms_again(ahead, longer):
    sail, boss = crewed()

    move(sail, boss, ahead, longer=longer)

    assert set(states(sail).values()) == {"offered"}
    assert counters(sail) == ("offered", 0, 4)
    ben = sail.assignments.get(person__name="Ben")
    assert (ben.offered_by, ben.offered_at, ben.answer_by) == (boss, NOW, NOW + DAY)
    assert (ben.confirmed_at, ben.takes_over, ben.ended_at) == (NOW, None, None)


@pytest.mark.parametrize(("ahead", "longer"), [(30 * MINUTE, 0 * HOUR), (-30 * MINUTE, 60 * MINUTE), (MINUTE, MINUTE)])
def test_moved_by_half_an_hour_or_less_everybody_keeps_their_seat_and_is_told(ahead, longer):
    sail, boss = crewed()

    move(sail, boss, ahead, longer=longer)

    assert states(sail) == {"Ana": "confirmed", "Ben": "confirmed", "Cleo": "claimed", "Dana": "covering"}
    assert counters(sail) == ("confirmed", 4, 4)
    assert said() == {
        "Ana": "Your captain seat is kept.",
        "Ben": "Your crew seat is kept.",
        "Cleo": "Your request for the crew seat stands; it still waits for a yes.",
        "Dana": "The chef seat stays yours until somebody takes it: the cover you asked for is still looked for.",
    }


def test_whoever_moves_the_sail_keeps_their_own_seat_and_is_not_told():
    sail, _ = crewed()
    ana = sail.assignments.get(person__name="Ana").person

    move(sail, ana)

    assert states(sail) == {"Ana": "confirmed", "Ben": "offered", "Cleo": "offered", "Dana": "offered"}
    assert sorted(said()) == ["Ben", "Cleo", "Dana"]
    assert sail.acts.get().told == ["Ben", "Cleo", "Dana"]


def test_a_plan_with_other_times_has_the_same_consequences():
    sail, boss = crewed()

    planning.edit(
        event=sail, departs_at=sail.departs_at + HOUR, returns_at=sail.returns_at + HOUR, capacity=20, dock="",
        itinerary="", notes="", by=boss, at=NOW,
    )  # fmt: skip

    assert set(states(sail).values()) == {"offered"}
    assert len(said()) == 4


# --- clashes ---


def bound_elsewhere():
    """Ben is on a sail, and on another one the day after."""
    sail, other, ben = factories.event(), factories.event(departs_at=NOW + 4 * DAY), factories.person("Ben")
    factories.assignment(sail, ben, made_at=NOW - DAY)
    factories.assignment(other, ben, made_at=NOW - DAY)
    return sail, other, ben


def test_a_seat_that_a_small_move_pushes_into_another_sail_must_be_confirmed_again_and_the_letter_says_which():
    sail, ben, boss = factories.event(), factories.person("Ben"), office()
    next_one = factories.event(departs_at=sail.returns_at + HOUR, vessel=factories.vessel(name="MARISOL"))
    for one in (sail, next_one):
        factories.assignment(one, ben)
    factories.assignment(sail, factories.person("Cleo"))

    move(sail, boss, 10 * MINUTE)

    assert states(sail) == {"Ben": "offered", "Cleo": "confirmed"}
    assert OutgoingMail.objects.get(person=ben).context["clash"] == (
        "You sail on MARISOL then: Sunset charter, Thursday 4 June, 13:30 PDT, back at Thu 4 Jun 16:00. "
        "You can only keep one."
    )


def test_the_movers_own_seat_is_asked_for_again_when_it_clashes():
    sail, _, ben = bound_elsewhere()

    move(sail, ben, DAY)

    assert states(sail) == {"Ben": "offered"}
    assert sail.acts.get().told == []


def test_what_clashes_is_accepted_once_the_other_sail_is_given_back():
    sail, other, ben = bound_elsewhere()
    move(sail, office(), DAY)

    with pytest.raises(roles.Overlaps):
        roles.answer_offer(event=sail, role="crew", by=ben, accept=True, at=NOW + MINUTE)
    roles.release(event=other, role="crew", by=ben, at=NOW + MINUTE)
    held = roles.answer_offer(event=sail, role="crew", by=ben, accept=True, at=NOW + MINUTE)

    assert held.state == "confirmed"


def test_a_sail_that_only_touches_another_does_not_clash():
    sail, ben, boss = factories.event(), factories.person("Ben"), office()
    following = factories.event(departs_at=sail.returns_at + 70 * MINUTE)
    for one in (sail, following):
        factories.assignment(one, ben)

    move(sail, boss, 10 * MINUTE)

    assert states(sail) == {"Ben": "confirmed"}


# --- answers ---


@pytest.mark.parametrize("needs_approval", [True, False])
def test_who_was_confirmed_is_confirmed_at_once_even_where_the_seat_needs_approval(needs_approval):
    sail, ben, boss = factories.event(needs_approval=needs_approval), factories.person("Ben"), office()
    factories.assignment(sail, ben)
    move(sail, boss)

    held = roles.answer_offer(event=sail, role="crew", by=ben, accept=True, at=NOW + HOUR)

    assert (held.state, held.confirmed_at, held.confirmed_by) == ("confirmed", NOW + HOUR, ben)
    assert counters(sail)[1] == 1
    assert OutgoingMail.objects.get(kind="offer_answered").person == boss


def test_a_claim_nobody_had_granted_waits_for_a_yes_again_after_a_move():
    sail, ben, boss = factories.event(needs_approval=True), factories.person("Ben"), office()
    roles.claim(event=sail, role="crew", by=ben, at=NOW)
    move(sail, boss)

    held = roles.answer_offer(event=sail, role="crew", by=ben, accept=True, at=NOW + HOUR)

    assert held.state == "claimed"


def test_who_declines_frees_the_seat_and_who_moved_the_sail_is_told():
    sail, ben, boss = factories.event(), factories.person("Ben"), office()
    factories.assignment(sail, ben)
    move(sail, boss)

    roles.answer_offer(event=sail, role="crew", by=ben, accept=False, at=NOW + HOUR)

    assert roles.claim(event=sail, role="crew", by=factories.person(), at=NOW + HOUR).state == "confirmed"
    assert OutgoingMail.objects.get(kind="offer_answered").person == boss


def test_who_does_not_answer_loses_the_seat_when_the_time_is_over():
    sail, boss = crewed()
    move(sail, boss)

    ended = roles.expire_offers(at=NOW + DAY)

    assert (ended, set(states(sail).values())) == (4, {"expired"})
    assert counters(sail) == ("open", 0, 4)


# --- until when ---


@pytest.mark.parametrize(
    ("now_before_call", "stands_for"),
    [
        (5 * DAY, DAY),
        (30 * HOUR, 2 * HOUR),
        (3 * HOUR, 30 * MINUTE),
        (10 * MINUTE, 30 * MINUTE),  # past call: half an hour at the least
        (-50 * MINUTE, 10 * MINUTE),  # until departure at the latest
    ],
)
def test_who_is_asked_again_can_answer_for_a_while_but_not_after_departure(now_before_call, stands_for):
    sail, boss = factories.event(), office()
    held = factories.assignment(sail, factories.person())
    now = sail.call_at + 2 * HOUR - now_before_call

    move(sail, boss, at=now)

    held.refresh_from_db()
    assert held.answer_by == now + stands_for


def offered(by, **fields):
    sail, cleo = factories.event(**fields), factories.person("Cleo")
    return sail, cleo, roles.designate(event=sail, role="chef", person=cleo, by=by, at=NOW)


def test_an_offer_that_would_outlive_the_new_call_ends_with_it():
    boss = office()
    sail, _, offer = offered(boss)

    move(sail, boss, -2 * DAY - 12 * HOUR, at=NOW + HOUR)

    offer.refresh_from_db()
    assert (offer.state, offer.answer_by) == ("offered", sail.call_at - 2 * DAY - 12 * HOUR)
    assert said() == {"Cleo": "The chef seat is still offered to you; you can answer until Monday 1 June, 21:00 PDT."}


def test_an_offer_whose_call_would_be_over_ends_and_the_person_and_the_inviter_are_told():
    boss, olga = office(), factories.admin("Olga")
    sail, _, offer = offered(boss)

    move(sail, olga, -2 * DAY - 23 * HOUR - 30 * MINUTE)

    offer.refresh_from_db()
    assert (offer.state, offer.ended_at) == ("expired", NOW)
    assert said() == {"Cleo": "The offer of the chef seat has ended: call is over at the new time."}
    answered = OutgoingMail.objects.get(kind="offer_answered")
    assert (answered.person, answered.context["short"]) == (boss, "Mon 1 Jun 10:30")
    assert counters(sail) == ("open", 0, 4)


def test_an_offer_made_by_a_captain_who_is_asked_again_can_still_be_accepted():
    sail, ana, cleo = factories.event(), factories.person("Ana"), factories.person("Cleo")
    boss = office()
    factories.assignment(sail, ana, "captain", made_at=NOW - DAY)
    roles.designate(event=sail, role="chef", person=cleo, by=ana, at=NOW)

    move(sail, boss, at=NOW + MINUTE)

    held = roles.answer_offer(event=sail, role="chef", by=cleo, accept=True, at=NOW + HOUR)
    assert (held.state, held.offered_by) == ("confirmed", boss)


def test_whoever_was_to_take_over_a_seat_and_its_holder_are_both_asked_and_one_of_them_has_it_in_the_end():
    sail, ben, dana, boss = factories.event(), factories.person("Ben"), factories.person("Dana"), office()
    factories.assignment(sail, ben, made_at=NOW - DAY)
    handing_on.delegate(event=sail, role="crew", person=dana, by=ben, at=NOW)

    move(sail, boss, at=NOW + MINUTE)
    assert states(sail) == {"Ben": "offered", "Dana": "offered"}
    assert said()["Dana"].startswith("You are still asked to take over the crew seat")
    roles.answer_offer(event=sail, role="crew", by=ben, accept=True, at=NOW + HOUR)
    roles.answer_offer(event=sail, role="crew", by=dana, accept=True, at=NOW + HOUR)

    assert states(sail) == {"Ben": "covered", "Dana": "confirmed"}
    assert counters(sail)[1] == 1


def test_a_claim_beside_a_holder_who_asks_for_cover_is_asked_again_beside_them():
    sail, ben, dana = (
        factories.event(seats={"crew": 1}, needs_approval=True),
        factories.person("Ben"),
        factories.person("Dana"),
    )
    held = factories.assignment(sail, ben, state="covering", made_at=NOW - DAY)
    claimed = roles.claim(event=sail, role="crew", by=dana, at=NOW)

    move(sail, office(), at=NOW + MINUTE)

    claimed.refresh_from_db()
    assert (claimed.state, claimed.takes_over, claimed.asks_again) == ("offered", held, True)
    assert states(sail) == {"Ben": "offered", "Dana": "offered"}


def test_moved_twice_the_time_to_answer_begins_anew():
    sail, boss = crewed()
    move(sail, boss)

    move(sail, boss, DAY, at=NOW + 20 * HOUR)

    ben = sail.assignments.get(person__name="Ben")
    assert (ben.state, ben.offered_at, ben.answer_by) == ("offered", NOW + 20 * HOUR, NOW + 44 * HOUR)


def test_moved_a_little_after_a_far_move_the_time_to_answer_stays():
    sail, boss = crewed()
    move(sail, boss)

    move(sail, boss, 10 * MINUTE, at=NOW + 20 * HOUR)

    assert sail.assignments.get(person__name="Ben").answer_by == NOW + DAY


def test_a_sail_put_right_after_it_is_over_asks_and_tells_nobody():
    sail, boss = crewed()
    at = sail.returns_at + DAY

    planning.edit(
        event=sail, departs_at=sail.departs_at + HOUR, returns_at=sail.returns_at + HOUR, capacity=20, dock="",
        itinerary="", notes="", by=boss, at=at,
    )  # fmt: skip

    assert states(sail) == {"Ana": "confirmed", "Ben": "confirmed", "Cleo": "claimed", "Dana": "covering"}
    assert (sail.acts.get().told, OutgoingMail.objects.count()) == ([], 0)


# --- before the tap ---


def test_who_would_confirm_again_and_why_is_known_before():
    sail, boss = crewed()
    marisol = factories.vessel(name="MARISOL")
    other = factories.event(vessel=marisol, departs_at=sail.returns_at + HOUR)
    factories.assignment(other, sail.assignments.get(person__name="Ben").person)
    place = planning.house()
    times = timing.plan(sail.departs_at + 10 * MINUTE, sail.returns_at + 10 * MINUTE, call_minutes=60, place=place)

    found = contributions.prospects(sail, times, by=boss, at=NOW)

    assert [(one.name, one.role, one.word, one.why) for one in found] == [
        ("Ana", "Captain", "confirmed, kept", ""),
        (
            "Ben", "Crew", "confirms again until Tue 2 Jun 10:00",
            "sails on MARISOL then: Sunset charter, Thu 4 Jun 13:30",
        ),
        ("Cleo", "Crew", "claimed, kept", ""),
        ("Dana", "Chef", "confirmed, asks for cover, kept", ""),
    ]  # fmt: skip
    assert states(sail)["Ben"] == "confirmed"


# --- cancelled ---


def test_a_cancelled_sail_lets_its_crew_stand_down_and_its_offers_end():
    sail, boss = crewed()
    eve = factories.person("Eve")
    sail.assignments.filter(person__name="Cleo").update(state="released", ended_at=NOW, ended_by=eve)
    roles.designate(event=sail, role="crew", person=eve, by=boss, at=NOW)

    cancel(sail, boss)

    assert states(sail) == {
        "Ana": "stood_down", "Ben": "stood_down", "Cleo": "released", "Dana": "stood_down", "Eve": "withdrawn",
    }  # fmt: skip
    assert counters(sail) == ("open", 0, 4)
    assert said("sail_cancelled") == {
        "Ana": "You are not expected aboard; your captain seat has ended.",
        "Ben": "You are not expected aboard; your crew seat has ended.",
        "Dana": "You are not expected aboard; your chef seat has ended.",
        "Eve": "You need not answer any more: the crew seat has ended.",
    }
    assert sail.acts.get().told == ["Ana", "Ben", "Eve", "Dana"]


def test_somebody_whose_sail_is_cancelled_may_sail_elsewhere():
    sail, ben = factories.event(), factories.person("Ben")
    factories.assignment(sail, ben)
    cancel(sail, office())

    assert roles.claim(event=factories.event(), role="crew", by=ben, at=NOW).state == "confirmed"


def test_links_and_sessions_of_a_cancelled_sail_are_dead(client):
    boss = office()
    sail, cleo, _ = offered(boss)
    path = letters.path_of(letters.newest("offer")["link"])
    browser = signed_in(cleo, "event", sail.event_id)

    cancel(sail, boss)

    assert cleo.login_codes.get().revoked_why == "sail cancelled"
    assert client.get(path, secure=True).status_code == 410
    assert browser.get(sail.get_absolute_url(), secure=True).status_code == 303
    assert OutgoingMail.objects.get(kind="offer").state == "cancelled"


def test_a_cancelled_draft_tells_nobody():
    sail, boss = factories.event(status="draft"), office()

    cancel(sail, boss)

    assert (sail.acts.get().told, OutgoingMail.objects.count()) == ([], 0)


# --- nothing that was told stays wrong ---


def test_letters_still_here_when_a_sail_moves_stay_here_or_say_the_new_times():
    boss = office()
    sail, _, _ = offered(boss)
    ben = factories.person("Ben")
    roles.claim(event=sail, role="crew", by=ben, at=NOW)

    move(sail, boss)

    waiting = OutgoingMail.objects.waiting().exclude(person=sail.created_by).order_by("pk")
    assert [(mail.kind, mail.person.name, mail.context["departs"]) for mail in waiting] == [
        ("seat_claimed", boss.name, "Thursday 4 June, 12:00 PDT"),
        ("sail_moved", "Ben", "Thursday 4 June, 12:00 PDT"),
        ("sail_moved", "Cleo", "Thursday 4 June, 12:00 PDT"),
    ]
    assert OutgoingMail.objects.get(kind="offer").state == "cancelled"


def test_moved_twice_before_a_letter_left_the_one_letter_names_the_time_that_was_known():
    sail, boss = crewed()
    move(sail, boss)

    move(sail, boss, DAY, at=NOW + MINUTE)

    mail = OutgoingMail.objects.waiting().get(person__name="Ben")
    assert (mail.context["old_departs"], mail.context["departs"]) == (
        "Thursday 4 June, 10:00 PDT", "Friday 5 June, 12:00 PDT",
    )  # fmt: skip


def test_moved_again_after_the_letter_left_the_next_one_names_the_time_in_between():
    sail, boss = crewed()
    move(sail, boss)
    OutgoingMail.objects.update(state="sent")

    move(sail, boss, DAY, at=NOW + MINUTE)

    mail = OutgoingMail.objects.waiting().get(person__name="Ben")
    assert mail.context["old_departs"] == "Thursday 4 June, 12:00 PDT"


def test_each_hears_of_hold_and_end_once_and_an_unsent_word_of_the_hold_stays_here():
    sail, boss = crewed()

    lifecycle.hold(event=sail, reason="Gale", by=boss, at=NOW)
    assert len(said("sail_held")) == 4
    lifecycle.resume(event=sail, by=boss, at=NOW + MINUTE)

    kinds = OutgoingMail.objects.waiting().values_list("kind", flat=True)
    assert list(kinds) == ["sail_resumed"] * 4
    assert [act.told for act in sail.acts.all()] == [["Ana", "Ben", "Cleo", "Dana"]] * 2


def test_a_cancellation_calls_back_all_that_is_no_longer_true():
    sail, boss = crewed()
    lifecycle.hold(event=sail, reason="Gale", by=boss, at=NOW)
    move(sail, boss, at=NOW + MINUTE)

    cancel(sail, boss, at=NOW + HOUR)

    assert set(OutgoingMail.objects.waiting().values_list("kind", flat=True)) == {"sail_cancelled"}
    assert OutgoingMail.objects.waiting().count() == 4


def test_a_letter_corrected_in_the_outbox_keeps_all_its_other_words():
    sail, boss = crewed()
    lifecycle.hold(event=sail, reason="Gale", by=boss, at=NOW)

    assert outbox.correct(prefix=[f"sail_held:{sail.event_id}:"], words={"departs": "later"}) == 4
    assert outbox.correct(prefix=[], words={"departs": "never"}) == 0

    contexts = OutgoingMail.objects.values_list("context__departs", "context__reason")
    assert set(contexts) == {("later", "Gale")}
