"""The machinery on the office's first page: calm while all is well, red only when somebody must act."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scc_site import clock, heartbeats, machinery, readiness
from scc_site.models import Alarm, Heartbeat, MailPace, OutgoingMail, Schedule, Suppression
from tests import factories
from tests.mail.letters_for_tests import post
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def all_well():
    for name in ("canary", "tick"):
        heartbeats.beat(name=name, at=clock.now())


def lines(at=None):
    return {line.what: line for line in machinery.lines(at=at or clock.now())}


def letters(state, count=1, **fields):
    for _ in range(count):
        mail = post(at=clock.now())
        OutgoingMail.objects.filter(pk=mail.pk).update(state=state, **fields)


def page():
    return signed_in(factories.admin(), "admin").get("/admin/")


def test_a_house_that_has_just_begun_says_what_is_missing():
    Schedule.objects.all().delete()

    found = lines()

    assert found["Worker"].words == "Last job through: never seen. It is replaced by itself within minutes."
    assert {what for what, line in found.items() if line.tone == "bad"} == {"Worker", "Clockwork"}
    assert "somebody is needed" in page().content.decode()


def test_while_all_is_well_nothing_is_red_and_the_panel_is_folded():
    all_well()
    letters("sent", 3)

    answer = page()

    assert {line.tone for line in answer.context["machinery"]} <= {"ok", "muted"}
    assert "all is well" in answer.content.decode()
    assert '<details class="machinery">' in answer.content.decode()


def test_it_says_what_readyz_says():
    all_well()
    Heartbeat.objects.filter(name="tick").update(at=clock.now() - timedelta(minutes=4))
    letters("queued", not_before=clock.now() - timedelta(minutes=11))

    found = lines()
    read = {reading.name: reading.well for reading in readiness.readings(at=clock.now())}

    assert (found["Clockwork"].tone, found["Outbox"].tone) == ("bad", "bad")
    assert [read[name] for name in ("canary", "tick", "outbox")] == [True, False, False]


@pytest.mark.parametrize(
    ("state", "what", "tone", "words", "href"),
    [
        ("queued", "Letters", "ok", "2 queued.", "?state=open"),
        ("frozen", "Letters", "bad", "2 wait since a backup was restored.", "frozen/"),
        ("bounced", "Came back", "warn", "2 in the last seven days.", "?state=trouble&when=week"),
        ("complained", "Came back", "warn", "2 in the last seven days.", "?state=trouble&when=week"),
        ("failed", "Failed", "bad", "2 of the last seven days did not leave", "?state=failed&when=week"),
    ],
)
def test_letters_are_counted_by_what_must_be_done(state, what, tone, words, href):
    letters(state, 2)

    line = lines()[what]

    assert (line.tone, line.href) == (tone, f"/admin/scc_site/outgoingmail/{href}")
    assert line.words.startswith(words)


def test_what_came_back_long_ago_is_not_told_again():
    letters("bounced", created_at=clock.now() - timedelta(days=8))

    assert lines()["Came back"].words == "Nothing in the last seven days."


@pytest.mark.parametrize(
    ("fields", "tone", "mark", "words"),
    [
        (
            {"sent_last_day": 100, "reserved": 4},
            "ok",
            "well",
            "104 of 1,000 letters used in 24 hours; 14 a second allowed.",
        ),
        ({"sent_last_day": 900}, "warn", "nearly used up", "900 of 1,000"),
        ({"sent_last_day": 9, "sandbox": True}, "warn", "sandbox", "9 of 1,000"),
    ],
)
def test_the_days_quota_is_said(fields, tone, mark, words):
    MailPace.objects.update_or_create(id=1, defaults={"per_day": 1000, "per_second": 14.0, **fields})

    line = lines()["Quota"]

    assert (line.tone, line.mark) == (tone, mark)
    assert line.words.startswith(words)


def test_a_service_that_is_away_is_red():
    all_well()
    MailPace.objects.update_or_create(id=1, defaults={"opened_at": clock.now(), "fault": "timeout"})

    assert lines()["Mail service"].tone == "bad"


def test_suppressed_addresses_and_the_last_alarm_are_one_tap_away():
    Suppression.objects.create(address="a@example.com", cause="bounce", reason="gone", since=clock.now())
    for number in range(2):
        Alarm.objects.create(kind="bounced", key=str(number), words=f"Number {number}.", raised_at=clock.now())

    found = lines()

    assert found["Suppressed"].words == "1 address is written to no more."
    assert found["Last alarm"].words.endswith(": Number 1.")


def schedule(**fields):
    defaults = {
        "name": "Morning brief", "job": "sign_in_purge", "kind": "daily", "clock": time(7),
        "zone": "America/Los_Angeles", "catch_up": "latest", "planned_until": clock.now(), "created_at": clock.now(),
    }  # fmt: skip
    return Schedule.objects.create(**defaults | fields)


def test_what_happens_next_is_told_the_soonest_first():
    Schedule.objects.all().delete()
    schedule()
    schedule(name="ptb_nudge", kind="interval", clock=None, minutes=5)

    words = lines(at=datetime(2026, 11, 21, 20, 2, tzinfo=UTC))["Next"].words

    assert words.startswith("ptb nudge ")
    assert "; Morning brief " in words


def test_a_schedule_that_does_not_run_is_red():
    Schedule.objects.all().delete()
    schedule(job="no_such_job")

    assert lines()["Schedule"].words.startswith("Morning brief does not run")
    assert lines()["Schedule"].tone == "bad"


def test_its_queries_are_as_many_with_a_thousand_letters_as_with_none():
    admin = signed_in(factories.admin(), "admin")
    admin.get("/admin/")
    with CaptureQueriesContext(connection) as empty:
        admin.get("/admin/")
    for state in ("queued", "failed", "bounced", "frozen"):
        letters(state, 20)
    with CaptureQueriesContext(connection) as full:
        admin.get("/admin/")

    assert len(full) == len(empty)


def test_every_line_leads_to_a_page_that_is_there():
    letters("frozen")
    letters("failed")
    Suppression.objects.create(address="a@example.com", cause="bounce", reason="gone", since=clock.now())
    Alarm.objects.create(kind="bounced", key="1", words="It came back.", raised_at=clock.now())
    all_well()
    office = signed_in(factories.admin(), "admin")
    ways = {line.href for line in lines().values()}

    assert {way: office.get(way).status_code for way in ways} == dict.fromkeys(ways, 200)
