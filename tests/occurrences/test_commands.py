"""`manage.py schedule` and `export occurrences`: machine output alone on stdout."""

import io
import json
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command

from scc_site import tick
from scc_site.models import Schedule
from scc_site.occurrences import planning, rules
from tests import factories
from tests.occurrences.jobs import AT, shipped, the_house_does

pytestmark = pytest.mark.django_db


def told(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


def planned(first, last):
    return [json.loads(line) for line in told("schedule", "--from", first, "--to", last, "--json")]


def test_the_day_the_clocks_change_is_told_in_local_and_utc_time(monkeypatch):
    entries = (
        shipped("good", rules.daily(time(2, 30))),
        shipped("told_slot", rules.daily(time(5)), zone="Europe/London"),
    )
    with the_house_does(monkeypatch, *entries):
        rows = planned("2027-03-14", "2027-03-14")

    assert rows == [
        {
            "schedule": "good",
            "slot": "2027-03-14T02:30",
            "local": "2027-03-14T03:00:00-07:00",
            "utc": "2027-03-14T10:00:00Z",
            "remark": "The clocks skip 02:30 that day: runs at 03:00.",
        },
        {
            "schedule": "told_slot",
            "slot": "2027-03-15T05:00",
            "local": "2027-03-15T05:00:00+00:00",
            "utc": "2027-03-15T05:00:00Z",
        },
    ]


def test_the_last_day_is_part_of_the_window_and_months_follow_each_other_without_a_seam(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.every(60)), shipped("told_slot")):
        rows = planned("2027-01-01", "2027-12-31")

    daily = [row for row in rows if row["schedule"] == "told_slot"]
    assert len(rows) == 365 * 25
    assert [daily[0]["slot"], daily[-1]["slot"]] == ["2027-01-01T07:00", "2027-12-31T07:00"]
    assert [row["utc"] for row in rows] == sorted(row["utc"] for row in rows)
    assert len({(row["schedule"], row["slot"]) for row in rows}) == len(rows)


def test_what_became_of_a_slot_is_told_where_it_has_come(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.every(720))):
        tick.tick(at=AT - timedelta(days=1), wait=True)
        tick.tick(at=AT, wait=True)
        rows = planned("2027-03-09", "2027-03-10")

    assert [(row["slot"], row.get("status")) for row in rows] == [
        ("2027-03-09T12:00Z", None),
        ("2027-03-10T00:00Z", "skipped"),
        ("2027-03-10T12:00Z", "done"),
        ("2027-03-11T00:00Z", None),
    ]


def test_a_schedule_switched_off_has_nothing_to_tell(monkeypatch):
    with the_house_does(monkeypatch, shipped("good")):
        planning.keep(at=AT)
        Schedule.objects.update(enabled=False)

        assert planned("2027-03-09", "2027-03-10") == []


def test_people_get_a_table(monkeypatch):
    with the_house_does(monkeypatch, shipped("good", rules.daily(time(1, 30)))):
        lines = told("schedule", "--from", "2027-11-06", "--to", "2027-11-07")

    assert [" ".join(line.split()) for line in lines] == [
        "Sat 2027-11-06 01:30 PDT 2027-11-06 08:30 UTC good",
        "Sun 2027-11-07 01:30 PDT 2027-11-07 08:30 UTC good "
        "The clocks show 01:30 twice that day: runs at the first (PDT).",
    ]


@pytest.mark.parametrize(
    ("first", "last", "fault"),
    [
        ("2027-03-14", "2027-03-13", "lies before"),
        ("tomorrow", "2027-03-13", "not an ISO date"),
        ("0001-01-01", "2027-03-13", "not between"),
        ("2027-03-14", "9999-12-31", "not between"),
    ],
)
def test_a_window_that_cannot_be_is_misuse(first, last, fault):
    with pytest.raises(CommandError, match=fault) as refused:
        told("schedule", "--from", first, "--to", last)

    assert refused.value.returncode in {1, 2}


def test_occurrences_are_exported_oldest_first(monkeypatch):
    with the_house_does(monkeypatch, shipped("bad", rules.every(720))):
        for hours in (0, 7):
            tick.tick(at=datetime(2027, 3, 10, 12, tzinfo=UTC) + timedelta(hours=hours), wait=True)
        tick.tick(at=datetime(2027, 3, 11, tzinfo=UTC), wait=True)
        rows = [json.loads(line) for line in told("export", "occurrences")]
        later = [json.loads(line)["slot"] for line in told("export", "occurrences", "--since", "2027-03-11")]

    assert [(row["schedule"], row["slot"], row["local"], row["utc"]) for row in rows] == [
        ("bad", "2027-03-10T12:00Z", "2027-03-10T04:00:00-08:00", "2027-03-10T12:00:00Z"),
        ("bad", "2027-03-11T00:00Z", "2027-03-10T16:00:00-08:00", "2027-03-11T00:00:00Z"),
    ]
    assert [(row["state"], row["attempts"], row["why"]) for row in rows] == [
        ("failed", 2, "RuntimeError: the sea is rough"),
        ("failed", 1, "RuntimeError: the sea is rough"),
    ]
    assert later == []


def test_no_occurrence_belongs_to_a_sail(monkeypatch):
    sail = factories.event()
    with the_house_does(monkeypatch, shipped("good", rules.every(720))):
        tick.tick(at=AT.replace(hour=12), wait=True)

        assert told("export", "occurrences", "--event", sail.event_id) == []
        assert len(told("export", "occurrences")) == 1
