"""Many hands on the same seats: one holder, true counts, clean refusals. Beside each proof, the same without locks."""

import random
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from crew import roles, roster
from crew.models import Assignment
from crew.seating import Seating
from events.models import SailEvent
from scc_site import clock
from scc_site.models import OutgoingMail
from tests import factories
from tests.crew.crowds import at_once, posts_at_once
from tests.crew.test_roles import office
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 50


@pytest.fixture(autouse=True)
def closed():
    """Threads of the server may still hold a connection when the next test empties the tables."""
    yield
    connections.close_all()


def people(number=CROWD):
    return [factories.person(f"Hand {place}") for place in range(number)]


def claims(sail, crowd, role="crew"):
    return [lambda by=by: roles.claim(event=sail, role=role, by=by, at=NOW) for by in crowd]


def state_of(sail):
    """What the sail's row says beside what its seats say: the same, or the counts are wrong."""
    sail.refresh_from_db()
    holders = sail.assignments.filter(state__in=Assignment.BINDING)
    return sail.seats_filled, holders.count(), holders.values("person").distinct().count()


def without_lock(monkeypatch, hands):
    """The control: no lock on the sail, and everybody has read the seats before anybody writes."""
    gate = threading.Barrier(hands)
    read = Seating.read

    def read_together(sail, **asked):
        seating = read(sail, **asked)
        gate.wait(timeout=60)
        return seating

    def unlocked(event, person=None):
        return SailEvent.objects.select_related("vessel", "event_type").get(pk=event.pk)

    monkeypatch.setattr(roster, "locked", unlocked)
    monkeypatch.setattr(Seating, "read", read_together)


# --- one seat ---


def test_fifty_sockets_claim_one_seat_and_one_gets_it(live_server):
    sail = factories.event(seats={"crew": 1}, departs_at=clock.now() + timedelta(days=3))
    form = {"event_id": sail.event_id, "role": "crew"}

    statuses = Counter(posts_at_once(live_server.url, people(), "/auth/claim/", [form] * CROWD))

    assert statuses == {303: 1, 409: CROWD - 1}
    assert state_of(sail) == (1, 1, 1)
    assert Assignment.objects.count() == 1


def test_fifty_claims_of_one_seat_leave_one_holder_and_forty_nine_told_who():
    sail = factories.event(seats={"crew": 1})

    found = Counter(at_once(claims(sail, people())))

    assert found == {"confirmed": 1, "SeatTaken": CROWD - 1}
    assert state_of(sail) == (1, 1, 1)
    assert OutgoingMail.objects.filter(kind="seat_claimed").count() == 1


def test_as_many_seats_as_hands_are_all_filled_and_counted():
    sail = factories.event(seats={"crew": 10, "captain": 1, "chef": 1})

    found = Counter(at_once(claims(sail, people(10))))

    assert found == {"confirmed": 10}
    assert state_of(sail) == (10, 10, 10)


def test_without_the_lock_hands_collide_on_one_seat_while_others_stay_empty(monkeypatch):
    """The control of the two above: the index still lets one in, but the rest are turned away from free seats."""
    without_lock(monkeypatch, 10)
    sail = factories.event(seats={"crew": 10})

    found = Counter(at_once(claims(sail, people(10))))

    assert found == {"confirmed": 1, "SeatTaken": 9}


def test_without_the_lock_the_counts_go_wrong(monkeypatch):
    """The control of the counts: claims of different seats both count one."""
    without_lock(monkeypatch, 2)
    sail = factories.event(seats={"crew": 1, "chef": 1})
    ben, cleo = people(2)

    found = at_once(claims(sail, [ben]) + claims(sail, [cleo], "chef"))

    assert found == ["confirmed", "confirmed"]
    assert state_of(sail) == (1, 2, 2)


def test_one_who_asks_for_cover_is_covered_once():
    sail = factories.event(seats={"crew": 1})
    factories.assignment(sail, factories.person("Ben"), state="covering")

    found = Counter(at_once(claims(sail, people(12))))

    assert found == {"confirmed": 1, "SeatTaken": 11}
    assert Counter(Assignment.objects.values_list("state", flat=True)) == {"covered": 1, "confirmed": 1}


# --- one person ---


def overlapping(number):
    return [factories.event(departs_at=NOW + timedelta(days=3, minutes=20 * place)) for place in range(number)]


@pytest.mark.parametrize("again", range(3))
def test_one_person_who_claims_overlapping_sails_at_once_holds_exactly_one(again):
    ben, sails = factories.person(), overlapping(6)

    found = Counter(at_once([claim for sail in sails for claim in claims(sail, [ben])]))

    assert found == {"confirmed": 1, "Overlaps": 5}
    assert Assignment.objects.count() == 1
    assert sum(state_of(sail)[0] for sail in sails) == 1


def test_over_http_too_one_person_holds_one_of_two_overlapping_sails(live_server):
    departs_at = clock.now() + timedelta(days=3)
    ben, sails = factories.person(), [factories.event(departs_at=departs_at) for _ in range(2)]
    forms = [{"event_id": sail.event_id, "role": "crew"} for sail in sails]

    statuses = posts_at_once(live_server.url, [ben, ben], "/auth/claim/", forms)

    assert sorted(statuses) == [303, 409]
    assert Assignment.objects.count() == 1


def test_without_the_constraint_one_person_would_hold_them_all(monkeypatch):
    """The control: the verbs' locks alone do not see another sail."""
    ben, sails = factories.person(), overlapping(3)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'assignment_one_sail_at_a_time'"
        )
        (rule,) = cursor.fetchone()
        cursor.execute("ALTER TABLE crew_assignment DROP CONSTRAINT assignment_one_sail_at_a_time")
    try:
        found = Counter(at_once([claim for sail in sails for claim in claims(sail, [ben])]))
    finally:
        Assignment.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE crew_assignment ADD CONSTRAINT assignment_one_sail_at_a_time {rule}")

    assert found == {"confirmed": 3}


def offer_during_a_claim():
    """Ben claims one sail and is offered another of the same time before his claim is committed; what each came to."""
    (one, other), ben, boss = overlapping(2), factories.person(), office()
    claimed = threading.Event()

    def claim():
        with transaction.atomic():
            held = roles.claim(event=one, role="crew", by=ben, at=NOW)
            claimed.set()
            time.sleep(0.5)
        return held

    def offer():
        claimed.wait(timeout=60)
        return roles.designate(event=other, role="crew", person=ben, by=boss, at=NOW)

    return at_once([claim, offer])


def test_an_offer_waits_for_the_persons_claim_elsewhere_and_is_then_refused():
    assert offer_during_a_claim() == ["confirmed", "Overlaps"]


def test_without_the_persons_lock_somebody_bound_elsewhere_is_asked(monkeypatch):
    """The control: the sail alone is locked, and the claim elsewhere is not yet to be seen."""
    monkeypatch.setattr(roster, "locked", lambda event, person=None: SailEvent.objects.locked(event))

    assert offer_during_a_claim() == ["confirmed", "offered"]


# --- answers ---


def test_an_offer_accepted_by_many_taps_is_accepted_once():
    sail, cleo = factories.event(), factories.person()
    roles.designate(event=sail, role="chef", person=cleo, by=office(), at=NOW)

    taps = [lambda: roles.answer_offer(event=sail, role="chef", by=cleo, accept=True, at=NOW)] * 12
    found = Counter(at_once(taps))

    assert found == {"confirmed": 1, "NotOffered": 11}
    assert OutgoingMail.objects.filter(kind="offer_answered").count() == 1


def test_an_offer_accepted_while_it_is_withdrawn_ends_one_way():
    sail, cleo, boss = factories.event(), factories.person(), office()
    roles.designate(event=sail, role="chef", person=cleo, by=boss, at=NOW)

    at_once(
        [
            lambda: roles.answer_offer(event=sail, role="chef", by=cleo, accept=True, at=NOW),
            lambda: roles.withdraw(event=sail, role="chef", person=cleo, by=boss, at=NOW),
        ]
    )

    # accepted first: the office then takes the seat itself away
    assert Assignment.objects.get().state == "withdrawn"
    assert state_of(sail) == (0, 0, 0)


def test_two_ticks_at_once_end_each_lapsed_offer_once():
    sails, boss = [factories.event() for _ in range(4)], office()
    for sail in sails:
        roles.designate(event=sail, role="chef", person=factories.person(), by=boss, at=NOW)

    class Ended:
        def __init__(self, number):
            self.state = number

    at = NOW + timedelta(days=1)
    found = at_once([lambda: Ended(roles.expire_offers(at=at))] * 4)

    assert sum(map(int, found)) == 4
    assert OutgoingMail.objects.filter(kind="offer_answered").count() == 4


# --- everything at once ---

ACTS = ("claim", "release", "designate", "accept", "decline", "confirm", "refuse", "withdraw")


def random_act(dice, sails, crowd, boss):
    sail, person = dice.choice(sails), dice.choice(crowd)
    common = {"event": sail, "role": dice.choice(("captain", "crew", "crew")), "at": NOW}
    return {
        "claim": lambda: roles.claim(by=person, **common),
        "release": lambda: roles.release(by=person, **common),
        "designate": lambda: roles.designate(person=person, by=boss, **common),
        "accept": lambda: roles.answer_offer(by=person, accept=True, **common),
        "decline": lambda: roles.answer_offer(by=person, accept=False, **common),
        "confirm": lambda: roles.answer_claim(person=person, by=boss, confirm=True, **common),
        "refuse": lambda: roles.answer_claim(person=person, by=boss, confirm=False, **common),
        "withdraw": lambda: roles.withdraw(person=person, by=boss, **common),
    }[dice.choice(ACTS)]


def assert_whole(sails):
    """One holder per seat, one sail per person at a time, counts and captain as the seats say."""
    for sail in sails:
        sail.refresh_from_db()
        standing = list(sail.assignments.active().select_related("seat"))
        seats = [holding.seat_id for holding in standing]
        people_here = [holding.person_id for holding in standing]
        captains = {holding.state for holding in standing if holding.seat.role == "captain"}
        filled = [holding for holding in standing if holding.state in Assignment.BINDING]
        assert len(seats) == len(set(seats))
        assert len(people_here) == len(set(people_here))
        assert sail.seats_filled == len(filled)
        assert sail.captain_state == (captains.pop() if captains else "open")
    bound = [holding.person_id for sail in sails for holding in sail.assignments.filter(state__in=Assignment.BINDING)]
    assert len(bound) == len(set(bound))  # the sails overlap


@pytest.mark.parametrize(
    ("seed", "rounds"),
    [(1, 6), (2, 6), pytest.param(3, 250, marks=pytest.mark.prove), pytest.param(4, 250, marks=pytest.mark.prove)],
)
@pytest.mark.timeout(600)
def test_random_rounds_of_all_acts_at_once_leave_every_sail_whole(seed, rounds):
    dice = random.Random(seed)
    boss, crowd = office(), people(5)
    sails = [
        factories.event(seats={"captain": 1, "crew": 2}, needs_approval=True),
        factories.event(seats={"captain": 1, "crew": 2}, departs_at=NOW + timedelta(days=3, hours=1)),
    ]

    for _ in range(rounds):
        found = at_once([random_act(dice, sails, crowd, boss) for _ in range(10)])

        assert "OperationalError" not in found
        assert_whole(sails)
