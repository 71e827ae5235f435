"""A season's sails as one batch: created, published, undone and created again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crew import roles
from events import checklists, planning
from events.models import ChecklistItem, ChecklistTemplate, SailBatch, SailEvent, Seat, SeatRule
from events.season import batches, undoing
from events.season import rules as season
from scc_site.refusals import Mistyped
from tests import factories
from tests.factories import HOUSE, NOW

pytestmark = pytest.mark.django_db
FIRST = date(2026, 6, 5)


@pytest.fixture
def fleet():
    """One boat and one kind of sail, with seats and tasks."""
    boat, kind = factories.vessel(slug="jada", name="JADA"), factories.event_type(slug="charter", call_minutes=90)
    SeatRule.objects.create(event_type=kind, role="captain", number=1, needs_approval=True)
    SeatRule.objects.create(event_type=kind, role="crew", number=3)
    SeatRule.objects.create(event_type=kind, role="crew", number=2, vessel=boat)
    for place, anchor in enumerate(("call", "sunset")):
        ChecklistTemplate.objects.create(event_type=kind, position=place, text=anchor, anchor=anchor, role="crew")
    return boat, kind, factories.admin("Olga")


def plans(fleet, days, **fields):
    """A sail on each day, 90 minutes before sunset."""
    departure, back = season.Departure(sunset_minutes=90), season.Return(minutes=150)
    slots = [season.slot(on, departure, back, place=planning.house()) for on in days]
    defaults = {"vessel": fleet[0], "event_type": fleet[1], "capacity": 20, "dock": "Berth 4"} | fields
    return [
        batches.Plan(key=str(each.on), departs_at=each.departs_at, returns_at=each.returns_at, **defaults)
        for each in slots
    ]


def week(number=7):
    return [FIRST + timedelta(days=place) for place in range(number)]


def make(fleet, days, **fields):
    return batches.create(plans=plans(fleet, days, **fields), rule="Every day", by=fleet[2], at=NOW)


def ids(batch):
    return list(SailEvent.objects.of_batch(batch).values_list("event_id", flat=True))


def test_every_sail_of_a_batch_is_as_one_planned_alone(fleet):
    batch = make(fleet, week(2), notes="Cake")
    alone = planning.create(
        vessel=fleet[0], event_type=fleet[1], departs_at=plans(fleet, week(1))[0].departs_at,
        returns_at=plans(fleet, week(1))[0].returns_at, capacity=20, dock="Berth 4", notes="Cake", by=fleet[2], at=NOW,
    )  # fmt: skip
    first = batch.sails.order_by("departs_at")[0]
    own = {"id", "event_id", "batch_id", "changed_at", "_state"}

    def columns(rows, *left_out):
        return [{name: value for name, value in row.items() if name not in left_out} for row in rows.values()]

    assert (first.event_id, alone.event_id) == ("2026-06-05-jada-charter", "2026-06-05-jada-charter-2")
    assert columns(SailEvent.objects.filter(pk=first.pk), *own) == columns(SailEvent.objects.filter(pk=alone.pk), *own)
    for part in ("seats", "checklist"):
        assert columns(getattr(first, part).order_by("pk"), "id", "event_id") == columns(
            getattr(alone, part).order_by("pk"), "id", "event_id"
        )
    assert first.seats.filter(role="crew").count() == 2


def test_a_batch_of_120_takes_no_more_statements_than_one_of_two(fleet):
    def asked(days):
        with CaptureQueriesContext(connection) as seen:
            batch = make(fleet, days)
        with CaptureQueriesContext(connection) as undone:
            undoing.undo(batch=batch, by=fleet[2], at=NOW)
        return len(seen), len(undone)

    asked(week(1))

    assert asked(week(2)) == asked(week(120))
    assert SailEvent.objects.count() == 0


def test_sails_made_again_after_an_undo_are_numbered_on(fleet):
    first = make(fleet, week(2))

    undone = undoing.undo(batch=first, by=fleet[2], at=NOW)
    again = make(fleet, week(2))

    first.refresh_from_db()
    assert undone.removed == ["2026-06-05-jada-charter", "2026-06-06-jada-charter"]
    assert undone.kept == []
    assert ids(again) == ["2026-06-05-jada-charter-2", "2026-06-06-jada-charter-2"]
    assert (first.undone_at, first.undone_by) == (NOW, fleet[2])
    assert (Seat.objects.count(), ChecklistItem.objects.count()) == (6, 4)


def held(sail, by):
    roles.claim(event=sail, role="crew", by=factories.person("Ana"), at=NOW)


def offered_and_taken_back(sail, by):
    factories.assignment(sail, factories.person("Ben"), state="withdrawn", made_by=by)


def ticked(sail, by):
    checklists.tick(item=sail.checklist.all()[0], by=by, at=NOW)


def moved(sail, by):
    planning.edit(
        event=sail, departs_at=sail.departs_at + timedelta(minutes=5), returns_at=sail.returns_at,
        capacity=5, dock="", itinerary="", notes="", by=by, at=NOW,
    )  # fmt: skip


def boarding(sail, by):
    SailEvent.objects.filter(pk=sail.pk).update(status="boarding")


def booked(sail, by):
    factories.booking(sail)


@pytest.mark.parametrize(
    ("touch", "why"),
    [
        (held, "Ana has a seat or an offer"),
        (offered_and_taken_back, "Ben once had a seat or an offer"),
        (ticked, "her checklist was worked on"),
        (moved, "she was moved"),
        (boarding, "she is boarding"),
        (booked, "she has a booking"),
    ],
)
def test_a_sail_that_somebody_touched_stays_and_is_named_with_the_reason(fleet, touch, why):
    batch = make(fleet, week(3))
    sail = batch.sails.order_by("departs_at")[1]
    touch(sail, fleet[2])

    undone = undoing.undo(batch=batch, by=fleet[2], at=NOW)

    assert undone.removed == ["2026-06-05-jada-charter", "2026-06-07-jada-charter"]
    assert [(kept.event_id, reason) for kept, reason in undone.kept] == [("2026-06-06-jada-charter", why)]
    assert ids(batch) == ["2026-06-06-jada-charter"]
    with pytest.raises(undoing.NothingToUndo):
        undoing.undo(batch=batch, by=fleet[2], at=NOW)


def test_a_batch_with_one_fault_plans_nothing_and_names_each_day(fleet):
    wrong = plans(fleet, week(3))
    wrong[1] = wrong[1]._replace(capacity=26)
    wrong[2] = wrong[2]._replace(returns_at=wrong[2].departs_at)

    with pytest.raises(Mistyped) as refused:
        batches.create(plans=wrong, rule="x", by=fleet[2], at=NOW)

    assert refused.value.faults == {
        "plans": [
            "Saturday 6 June 2026: JADA may carry 25 guests at most.",
            "Sunday 7 June 2026: The return must come after the departure.",
        ]
    }
    assert (SailBatch.objects.count(), SailEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize("number", [0, season.MOST + 1])
def test_a_batch_is_neither_empty_nor_beyond_its_cap(fleet, number):
    with pytest.raises(Mistyped) as refused:
        make(fleet, week(number))

    assert refused.value.faults == {"plans": [season.TOO_MANY if number else "Tick at least one sail."]}


def test_an_id_that_a_removed_sail_had_is_refused_by_name(fleet):
    batch = batches.create(plans=[plans(fleet, week(1))[0]._replace(event_id="regatta")], rule="x", by=fleet[2], at=NOW)
    undoing.undo(batch=batch, by=fleet[2], at=NOW)

    with pytest.raises(Mistyped) as refused:
        batches.create(plans=[plans(fleet, week(1))[0]._replace(event_id="regatta")], rule="x", by=fleet[2], at=NOW)

    assert refused.value.faults == {"plans": ["“regatta” is taken; an id is never used again."]}


def test_drafts_are_published_together(fleet):
    batch = make(fleet, week(3), publish=False)
    other = make(fleet, week(1), publish=False)

    shown = batches.publish(batch=batch, at=NOW)

    assert shown == 3
    assert set(batch.sails.values_list("status", flat=True)) == {"scheduled"}
    assert set(other.sails.values_list("status", flat=True)) == {"draft"}
    with pytest.raises(batches.NothingToPublish):
        batches.publish(batch=batch, at=NOW)


def test_both_days_on_which_the_clocks_change_are_sailed_by_their_own_sunset(fleet):
    batch = make(fleet, [date(2027, 3, 13), date(2027, 3, 14), date(2027, 11, 6), date(2027, 11, 7)])

    found = [
        (f"{sail.sunset_at.astimezone(HOUSE):%d %H:%M}", f"{sail.departs_at.astimezone(HOUSE):%H:%M %Z}")
        for sail in SailEvent.objects.of_batch(batch)
    ]
    assert found == [
        ("13 17:55", "16:25 PST"), ("14 18:56", "17:26 PDT"), ("06 17:53", "16:23 PDT"), ("07 16:53", "15:23 PST"),
    ]  # fmt: skip
    assert {sail.sunset_at.tzinfo for sail in batch.sails.all()} == {UTC}
    assert datetime(2027, 3, 15, 0, 26, tzinfo=UTC) in {sail.departs_at for sail in batch.sails.all()}
