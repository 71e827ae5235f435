"""What the office's first page says of the clockwork."""

from datetime import timedelta

import pytest

from scc_site import clock, heartbeats, tick
from scc_site.models import Occurrence, Schedule
from scc_site.occurrences import planning, rules
from scc_site.occurrences.troubles import troubles
from tests.occurrences.jobs import shipped, the_house_does

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def house(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.every(60))):
        yield


def test_a_house_that_has_never_ticked_says_so():
    assert troubles(at=clock.now()) == ["The clockwork has never run: nothing happens by itself."]


def test_all_is_well_while_it_ticks():
    tick.tick(at=clock.now(), wait=True)

    assert troubles(at=clock.now() + 2 * MINUTE) == []


def test_a_silent_clockwork_says_since_when():
    heartbeats.beat(name=tick.NAME, at=clock.now() - 2 * HOUR)

    (sentence,) = troubles(at=clock.now())

    assert sentence.startswith("The clockwork is silent since ")
    assert sentence.endswith(", for 2 h: nothing happens by itself.")


def test_a_failure_is_said_once_for_a_schedule_and_until_it_went_well_again():
    tick.tick(at=clock.now(), wait=True)
    planning.plan(at=clock.now() + 3 * HOUR)
    Schedule.objects.update(planned_until=clock.now())
    rows = list(Occurrence.objects.order_by("due_at"))
    Occurrence.objects.update(state="failed", why="RuntimeError: rough.")

    said = troubles(at=clock.now())
    Occurrence.objects.filter(pk=rows[-1].pk).update(state="done")

    assert [sentence.split(",")[0] for sentence in said] == ["good failed"]
    assert said[0].endswith("RuntimeError: rough. It is not tried again by itself.")
    assert troubles(at=clock.now()) == []


def test_a_failure_of_long_ago_is_not_said_any_more():
    tick.tick(at=clock.now(), wait=True)
    planning.plan(at=clock.now() + 3 * HOUR)
    Schedule.objects.update(planned_until=clock.now())
    Occurrence.objects.update(state="failed", due_at=clock.now() - 8 * DAY)

    assert troubles(at=clock.now()) == []


def test_a_watermark_ahead_and_a_job_that_is_gone_are_said(monkeypatch):
    tick.tick(at=clock.now(), wait=True)
    Schedule.objects.update(planned_until=clock.now() + 50 * HOUR + MINUTE)

    with the_house_does(monkeypatch):
        said = troubles(at=clock.now())

    assert said[0] == "good does not run: the house knows no job 'good' any more."
    assert "2 days ahead of the clock: it does not run before." in said[1]
