"""Entries that letters bring and take back: a person's own calendar says what is so, whatever happens on the way."""

import random
from datetime import timedelta

import icalendar
import pytest
import vobject

from crew import handing_on, roles
from crew.models import Assignment
from events import lifecycle
from events.acts import moving
from scc_site.mail import letters, outbox
from scc_site.models import OutgoingMail
from scc_site.refusals import Refusal
from tests import factories
from tests.crew.test_roles import office
from tests.factories import NOW
from tests.signing_in import as_person

pytestmark = pytest.mark.django_db

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
LEFT = {"cancelled", "expired"}


class OwnCalendar:
    """A mail program's calendar: takes a REQUEST or a CANCEL by UID, the higher SEQUENCE wins (RFC 5546 2.1.5)."""

    def __init__(self, person):
        self.person, self.known, self.seen = person, {}, []

    def receive(self):
        """Read the letters that leave, in their order; each once."""
        mails = OutgoingMail.objects.filter(person=self.person, context__has_key="calendar").order_by("pk")
        for mail in mails.exclude(state__in=LEFT).exclude(pk__in=self.seen):
            self.seen.append(mail.pk)
            text = letters.compose(mail, secrets={"link": "https://crew.example.com/x"}, at=NOW).calendar.text
            calendar = icalendar.Calendar.from_ical(text)
            self.take(str(calendar["METHOD"]), calendar.walk("VEVENT")[0], vobject.readOne(text))

    def take(self, method, event, other):
        """One part; both parsers must agree on what it says."""
        assert (other.method.value, other.vevent.uid.value) == (method, str(event["UID"]))
        assert other.vevent.sequence.value == str(event["SEQUENCE"])
        uid, number = str(event["UID"]), int(event["SEQUENCE"])
        before = self.known.get(uid)
        assert before is None or number >= before["sequence"], "the SEQUENCE fell"
        if method == "CANCEL":
            assert before is not None, "cancelled what was never asked"
        here = str(event["STATUS"]) if method == "REQUEST" else "CANCELLED"
        self.known[uid] = {"sequence": number, "status": here, "start": event["DTSTART"].dt}

    def shown(self):
        """What stands there: start and status."""
        return [(one["start"], one["status"]) for one in self.known.values() if one["status"] != "CANCELLED"]


def after(person):
    """The person's own calendar, everything received."""
    own = OwnCalendar(person)
    own.receive()
    return own.shown()


def claim(sail, person):
    return roles.claim(event=sail, role="crew", by=person, at=NOW)


def parts_to(person):
    """Letters with an entry to somebody, in order: kind and method."""
    rows = OutgoingMail.objects.filter(person=person, context__has_key="calendar").exclude(state="cancelled")
    return [(mail.kind, mail.context["calendar"]["method"]) for mail in rows.order_by("pk")]


def sent():
    """Let every letter that waits have left."""
    OutgoingMail.objects.filter(state="queued").update(state="sent", attempts=1)


# --- with the seat comes the entry ---


def test_who_takes_a_seat_gets_its_entry_by_letter():
    sail, ben = factories.event(), factories.person("Ben")

    claim(sail, ben)

    assert parts_to(ben) == [("seat_confirmed", "REQUEST")]
    assert after(ben) == [(sail.call_at, "CONFIRMED")]


def test_a_request_that_waits_for_a_yes_brings_no_entry_and_the_yes_brings_it():
    sail, ben, boss = factories.event(needs_approval=True), factories.person("Ben"), office()

    claim(sail, ben)
    before = parts_to(ben)
    roles.answer_claim(event=sail, role="crew", person=ben, by=boss, confirm=True, at=NOW)

    assert (before, parts_to(ben)) == ([], [("claim_answered", "REQUEST")])


def test_a_no_brings_nothing():
    sail, ben, boss = factories.event(needs_approval=True), factories.person("Ben"), office()
    claim(sail, ben)

    roles.answer_claim(event=sail, role="crew", person=ben, by=boss, confirm=False, at=NOW)

    assert parts_to(ben) == []


def test_an_offer_brings_no_entry_and_its_acceptance_does():
    sail, ben, boss = factories.event(), factories.person("Ben"), office()

    roles.designate(event=sail, role="crew", person=ben, by=boss, at=NOW)
    before = parts_to(ben)
    roles.answer_offer(event=sail, role="crew", by=ben, accept=True, at=NOW)

    assert (before, parts_to(ben)) == ([], [("seat_confirmed", "REQUEST")])


def test_what_the_office_gives_and_takes_goes_into_the_calendar_and_out():
    sail, ben, boss = factories.event(), factories.person("Ben"), office()

    roles.claim(event=sail, role="crew", by=boss, person=ben, at=NOW)
    sent()
    roles.release(event=sail, role="crew", by=boss, person=ben, at=NOW)

    assert parts_to(ben) == [("in_your_name", "REQUEST"), ("in_your_name", "CANCEL")]
    assert after(ben) == []


def test_a_seat_withdrawn_leaves_the_calendar():
    sail, ben, boss = factories.event(), factories.person("Ben"), office()
    claim(sail, ben)
    sent()

    roles.withdraw(event=sail, role="crew", person=ben, by=boss, at=NOW)

    assert parts_to(ben)[1:] == [("seat_withdrawn", "CANCEL")]
    assert after(ben) == []


def test_a_seat_handed_on_goes_from_one_calendar_into_the_other():
    sail, ben, dana = factories.event(), factories.person("Ben"), factories.person("Dana")
    claim(sail, ben)
    sent()

    handing_on.delegate(event=sail, role="crew", person=dana, by=ben, at=NOW)
    roles.answer_offer(event=sail, role="crew", by=dana, accept=True, at=NOW)

    assert (after(ben), after(dana)) == ([], [(sail.call_at, "CONFIRMED")])
    assert parts_to(ben)[1:] == [("seat_covered", "CANCEL")]


# --- given back ---


def test_who_gives_a_seat_back_gets_the_end_of_the_entry():
    sail, ben = factories.event(), factories.person("Ben")
    claim(sail, ben)
    sent()

    roles.release(event=sail, role="crew", by=ben, at=NOW)

    assert parts_to(ben)[1:] == [("seat_given_up", "CANCEL")]
    assert after(ben) == []


def test_nothing_is_taken_back_that_never_left():
    sail, ben = factories.event(), factories.person("Ben")
    claim(sail, ben)

    roles.release(event=sail, role="crew", by=ben, at=NOW)

    assert parts_to(ben) == []
    assert OutgoingMail.objects.get(person=ben).state == "cancelled"


def test_taken_again_the_entry_comes_back_with_a_higher_number():
    sail, ben = factories.event(), factories.person("Ben")
    own = OwnCalendar(ben)
    for act in (roles.claim, roles.release, roles.claim):
        act(event=sail, role="crew", by=ben, at=NOW)
        own.receive()
        sent()

    assert own.shown() == [(sail.call_at, "CONFIRMED")]
    assert [one["sequence"] for one in own.known.values()] == [2]


def test_who_asks_for_cover_keeps_the_entry_until_somebody_has_the_seat():
    sail, ben, dana = factories.event(), factories.person("Ben"), factories.person("Dana")
    late = sail.call_at - HOUR
    claim(sail, ben)
    sent()

    roles.release(event=sail, role="crew", by=ben, at=late)
    kept = after(ben)
    roles.claim(event=sail, role="crew", by=factories.person("Eve"), at=late)
    roles.claim(event=sail, role="crew", by=dana, at=late)

    assert (kept, after(ben), after(dana)) == ([(sail.call_at, "CONFIRMED")], [], [(sail.call_at, "CONFIRMED")])


# --- moved, held, called off ---


def test_moved_a_little_the_entry_moves_along():
    sail, ben, boss = factories.event(), factories.person("Ben"), office()
    claim(sail, ben)
    sent()

    moving.move(event=sail, departs_at=sail.departs_at + 10 * MINUTE, reason="Tide.", by=boss, at=NOW)

    assert after(ben) == [(sail.call_at + 10 * MINUTE, "CONFIRMED")]


def test_moved_far_the_entry_is_taken_out_until_the_seat_is_confirmed_again():
    sail, ben, boss = factories.event(), factories.person("Ben"), office()
    claim(sail, ben)
    sent()

    moving.move(event=sail, departs_at=sail.departs_at + DAY, reason="Wind.", by=boss, at=NOW)
    while_asked = after(ben)
    facts = OutgoingMail.objects.get(kind="sail_moved").context["calendar"]
    roles.answer_offer(event=sail, role="crew", by=ben, accept=True, at=NOW)

    assert (while_asked, after(ben)) == ([], [(sail.call_at + DAY, "CONFIRMED")])
    assert (facts["method"], facts["starts_at"]) == ("CANCEL", sail.call_at.isoformat())


def test_moved_twice_before_a_letter_left_the_end_of_the_entry_is_not_lost():
    sail, ben, boss = factories.event(), factories.person("Ben"), office()
    claim(sail, ben)
    sent()

    for ahead in (DAY, 2 * DAY):
        moving.move(event=sail, departs_at=sail.departs_at + ahead, reason="Wind.", by=boss, at=NOW)

    cancelled, waiting = OutgoingMail.objects.filter(kind="sail_moved").order_by("pk")
    assert (cancelled.state, waiting.state) == ("cancelled", "queued")
    assert waiting.context["calendar"]["starts_at"] == sail.call_at.isoformat()
    assert after(ben) == []


def test_a_letter_that_waits_while_the_sail_moves_brings_the_new_time():
    sail, ben, boss = factories.event(dock="Dock A"), factories.person("Ben"), office()
    claim(sail, ben)

    moving.move(event=sail, departs_at=sail.departs_at + 10 * MINUTE, reason="Tide.", by=boss, at=NOW)

    facts = OutgoingMail.objects.get(kind="seat_confirmed").context["calendar"]
    assert facts["starts_at"] == (sail.call_at + 10 * MINUTE).isoformat()
    assert "10:10 PDT" in facts["description"]
    assert after(ben) == [(sail.call_at + 10 * MINUTE, "CONFIRMED")]


def test_correcting_words_leaves_letters_without_an_entry_and_ends_of_entries_alone():
    sail, ben, boss = factories.event(), factories.person("Ben"), office()
    claim(sail, ben)
    sent()
    roles.release(event=sail, role="crew", by=ben, at=NOW)
    roles.designate(event=sail, role="crew", person=ben, by=boss, at=NOW)
    before = OutgoingMail.objects.get(kind="seat_given_up").context["calendar"]

    outbox.correct(prefix=["seat_given_up:", "offer:"], words={"dock": "D", "calendar": {"location": "D"}})

    assert OutgoingMail.objects.get(kind="seat_given_up").context["calendar"] == before
    offer = OutgoingMail.objects.get(kind="offer").context
    assert (offer["dock"], "calendar" in offer) == ("D", False)


def test_a_hold_makes_the_entry_tentative_and_its_end_sure_again():
    sail, ben, boss = factories.event(), factories.person("Ben"), office()
    claim(sail, ben)
    sent()

    lifecycle.hold(event=sail, reason="Gale.", by=boss, at=NOW)
    held = after(ben)
    sent()
    lifecycle.resume(event=sail, by=boss, at=NOW)

    assert (held, after(ben)) == ([(sail.call_at, "TENTATIVE")], [(sail.call_at, "CONFIRMED")])


def test_a_sail_called_off_leaves_every_calendar_it_stood_in_and_no_other():
    sail, ben, cleo, boss = factories.event(), factories.person("Ben"), factories.person("Cleo"), office()
    claim(sail, ben)
    roles.designate(event=sail, role="crew", person=cleo, by=boss, at=NOW)
    sent()

    lifecycle.cancel(event=sail, reason="Storm.", by=boss, at=NOW)

    assert (after(ben), parts_to(cleo)) == ([], [])
    assert parts_to(ben)[1:] == [("sail_cancelled", "CANCEL")]


@pytest.mark.parametrize(
    ("act", "kind", "left"),
    [("moved", "seat_confirmed", 1), ("held", "seat_confirmed", 1), ("cancelled", "seat_given_up", 0)],
)
def test_who_decides_about_a_sail_they_are_aboard_of_gets_it_in_their_own_calendar(act, kind, left):
    boss = as_person(factories.person(is_admin=True), "admin", at=NOW)
    sail = factories.event()
    claim(sail, boss)
    sent()

    if act == "moved":
        moving.move(event=sail, departs_at=sail.departs_at + DAY, reason="Wind.", by=boss, at=NOW + HOUR)
    elif act == "held":
        lifecycle.hold(event=sail, reason="Gale.", by=boss, at=NOW + HOUR)
    else:
        lifecycle.cancel(event=sail, reason="Storm.", by=boss, at=NOW + HOUR)

    assert OutgoingMail.objects.filter(person=boss).latest("pk").kind == kind
    assert len(after(boss)) == left


# --- a long, random season ---


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_own_calendars_end_up_with_the_confirmed_seats_and_no_number_falls(seed):
    dice = random.Random(seed)
    boss = office()
    sails = [factories.event(departs_at=NOW + (3 + number * 9) * DAY, seats={"crew": 2}) for number in range(2)]
    people = [factories.person(name) for name in ("Ana", "Ben", "Cleo")]
    own = [OwnCalendar(person) for person in people]
    at = NOW

    for _ in range(60):
        at += MINUTE
        any_act(dice, dice.choice(sails), dice.choices(people, k=2), boss, at)
        if dice.random() < 0.5:
            for one in own:
                one.receive()
            sent()

    for one in own:
        one.receive()
        held = Assignment.objects.filter(person=one.person, state__in=Assignment.ABOARD).select_related("event")
        wanted = {(f"{row.event.event_id}.{row.person.sub}@crew.example.com", row.event.call_at) for row in held}
        assert {(uid, each["start"]) for uid, each in one.known.items() if each["status"] != "CANCELLED"} == wanted


def any_act(dice, sail, people, boss, at):
    """One act of many; refused acts change nothing."""
    sail.refresh_from_db()
    one, other = people
    common = {"event": sail, "role": "crew", "at": at}
    acts = [
        lambda: roles.claim(by=one, **common),
        lambda: roles.claim(by=boss, person=one, **common),
        lambda: roles.designate(person=one, by=boss, **common),
        lambda: roles.answer_offer(by=one, accept=dice.random() < 0.8, **common),
        lambda: roles.answer_offer(by=boss, person=one, accept=dice.random() < 0.8, **common),
        lambda: roles.release(by=one, **common),
        lambda: roles.release(by=boss, person=one, **common),
        lambda: roles.withdraw(person=one, by=boss, **common),
        lambda: handing_on.delegate(person=other, by=one, **common),
        lambda: moving.move(
            event=sail, departs_at=sail.departs_at + dice.choice([5, 20, 45, -25]) * MINUTE, reason="W.", by=boss, at=at
        ),
        lambda: lifecycle.hold(event=sail, reason="Gale.", by=boss, at=at),
        lambda: lifecycle.resume(event=sail, by=boss, at=at),
    ]
    try:
        dice.choice(acts)()
    except Refusal:
        return
