"""The demo house: complete, the same twice, and silent."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from crew import demo
from crew.models import Assignment
from events.models import Booking, ChecklistItem, SailEvent
from scc_site.models import OutgoingMail, User

AT = datetime(2026, 6, 12, 21, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """The demo house, loaded once for all tests that only look at it, on top of a letter that waits."""
    with django_db_blocker.unblock(), transaction.atomic():
        OutgoingMail.objects.create(dedupe_key="k", kind="sign_in", to="a@example.com", not_before=AT, created_at=AT)
        yield demo.load(at=AT)
        transaction.set_rollback(True)


def counts():
    models = (User, SailEvent, Assignment, ChecklistItem, OutgoingMail)
    return [model.objects.count() for model in models]


def test_the_demo_house_has_a_season_with_every_state(house, db):
    seats = Counter(Assignment.objects.values_list("state", flat=True))
    sails = Counter(SailEvent.objects.values_list("status", flat=True))
    overdue = ChecklistItem.objects.open().filter(event__status="under_way", due_at__lt=AT)
    assert User.objects.count() == 15
    assert 60 <= SailEvent.objects.count() <= 70
    assert set(seats) == set(Assignment.State.values)
    assert set(sails) == {"draft", "scheduled", "under_way", "closed", "weather_hold", "cancelled"}
    assert Assignment.objects.lapsed(AT).count() == 1
    assert overdue.count() == 1


def assert_ana_and_ben_sail_next(at):
    tonight = SailEvent.objects.filter(departs_at__gt=at).first()
    aboard = {holding.person.email: holding.seat.role for holding in tonight.assignments.aboard()}
    assert tonight.departs_at - at < timedelta(hours=24)
    assert (aboard["ana@example.com"], aboard["ben@example.com"]) == ("captain", "crew")


def test_ana_and_ben_sail_today(house, db):
    assert_ana_and_ben_sail_next(AT)


def test_the_counts_on_every_sail_agree_with_its_seats(house, db):
    for sail in SailEvent.objects.all():
        assert sail.seats_total == sail.seats.count()
        assert sail.seats_filled == sail.assignments.filter(state__in=Assignment.BINDING).count()


def test_a_second_load_changes_nothing(house, db):
    before = counts()

    again = demo.load(at=AT + timedelta(days=3))

    assert (again.is_new, counts()) == (False, before)


def test_no_letter_of_the_demo_house_leaves_but_the_one_that_waited_does(house, db):
    made = OutgoingMail.objects.exclude(dedupe_key="k")

    assert set(made.values_list("state", "sealed")) == {("cancelled", "")}
    assert OutgoingMail.objects.get(dedupe_key="k").state == "queued"


def test_the_demo_house_has_parties_in_every_state_and_no_sail_is_oversold(house, db):
    standings = [(each, each.standing(AT.date())) for each in Booking.objects.with_totals()]
    states = {each.state for each, _ in standings}
    due = {
        "overdue": any(found.is_overdue for _, found in standings),
        "to refund": any(found.back_cents for each, found in standings if each.state == "cancelled"),
        "paid": any(each.is_live and not found.balance_cents for each, found in standings),
        "to be told": Booking.objects.live().filter(event__status="cancelled").exists(),
    }

    assert 40 <= len(standings) <= 90
    assert states == {"booked", "no_show", "cancelled"}
    assert set(due.values()) == {True}, due
    assert {each.cash_holder for each, _ in standings} == {"house", "channel"}
    assert all(each.lead_email.endswith("@example.com") for each, _ in standings)
