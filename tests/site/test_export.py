"""What the house tells of itself: JSON lines, and nothing else on stdout."""

import json
from datetime import timedelta
from io import StringIO

import pghistory
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crew.models import Assignment
from events.models import ChecklistItem
from scc_site.management import exports
from scc_site.models import LetterCopy, MailEvent
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import post, pump_at

pytestmark = pytest.mark.django_db


def export(*arguments):
    out = StringIO()
    call_command("export", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def item(sail, **fields):
    defaults = {"position": 1, "text": "Ice", "anchor": "call", "due_at": sail.call_at, "role": "crew"}
    return ChecklistItem.objects.create(event=sail, **defaults | fields)


def test_events_carry_their_times_in_utc():
    sail = factories.event(event_id="sunset-1")

    (row,) = export("events")

    assert row["event_id"] == "sunset-1"
    assert row["status"] == "scheduled"
    assert row["departs_at"] == "2026-06-04T17:00:00Z"
    assert row["returns_at"] == "2026-06-04T19:30:00Z"
    assert row["sunset_at"] is None
    assert (row["vessel"], row["event_type"]) == (sail.vessel.slug, sail.event_type.slug)


def test_every_seat_is_a_row_and_an_ended_assignment_leaves_it_open():
    sail = factories.event(event_id="sunset-1", seats={"captain": 1, "crew": 2})
    ana = factories.person(email="ana@example.com")
    factories.assignment(sail, ana, "crew")
    factories.assignment(sail, factories.person(), "captain", state="released")

    rows = export("seats")

    keys = ("event_id", "role", "seat", "state", "email")
    assert [tuple(row[key] for key in keys) for row in rows] == [
        ("sunset-1", "captain", 1, "open", ""),
        ("sunset-1", "crew", 1, "confirmed", "ana@example.com"),
        ("sunset-1", "crew", 2, "open", ""),
    ]


def test_a_done_task_says_who_and_when():
    ana = factories.person(email="ana@example.com")
    done = item(factories.event(event_id="sunset-1"), done_at=NOW, done_by=ana)

    (row,) = export("checklist")

    assert (row["event_id"], row["item"], row["anchor"], row["state"]) == ("sunset-1", done.pk, "call", "done")
    assert (row["done_by"], row["done_at"]) == ("ana@example.com", "2026-06-01T17:00:00Z")


def test_mail_tells_what_left_and_what_was_reported_of_it(settings, tmp_path):
    settings.EMAIL_PROVIDER, settings.SCC_DATA_DIR = "file", tmp_path
    first, second = post(), post()
    pump_at(NOW)
    for mail, kind in ((first, "send"), (first, "bounce"), (second, "delivery")):
        MailEvent.objects.create(
            source="ses", notice=f"{mail.pk}{kind}", mail=mail, kind=kind, recipient=mail.to, happened_at=NOW,
            received_at=NOW,
        )  # fmt: skip

    rows = export("mail")

    assert [[event["kind"] for event in row["events"]] for row in rows] == [["send", "bounce"], ["delivery"]]
    assert [row["sha256"] for row in rows] == [copy.sha256 for copy in LetterCopy.objects.order_by("mail_id")]
    assert rows[0]["subject"] == "Ahoy, Ana Silva: the tide turns"


def test_mail_is_read_as_a_stream_with_two_statements_a_handful(monkeypatch):
    for _ in range(5):
        post()
    monkeypatch.setattr(exports, "CHUNK", 2)

    with CaptureQueriesContext(connection) as asked:
        rows = list(exports.mail(None, None))

    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert (len(rows), sum("mailevent" in query["sql"] for query in asked)) == (5, 3)


def test_mail_shows_no_context_and_no_secret():
    mail = post(secrets={"link": "SECRET"}, context={"topic": "PRIVATE"})

    (row,) = export("mail")

    keys = ("id", "kind", "to", "state", "attempts", "possible_duplicate")
    assert tuple(row[key] for key in keys) == (mail.pk, "probe", mail.to, "queued", 0, False)
    assert (row["subject"], row["sha256"], row["events"]) == (None, None, [])
    assert "SECRET" not in json.dumps(row)
    assert "PRIVATE" not in json.dumps(row)


def test_history_says_what_changed_from_what_to_what_by_whom():
    ana = factories.person(email="ana@example.com")
    sail = factories.event(event_id="sunset-1")
    with pghistory.context(user=ana.pk):
        sail.capacity = 12
        sail.save()

    changes = [row for row in export("history") if row["what"] == "sailevent"]

    assert [row["by"] for row in changes] == ["directly in the database", "ana@example.com"]
    assert changes[0]["change"]["capacity"] == [None, 20]
    assert changes[1]["change"] == {"capacity": [20, 12]}
    assert changes[1]["id"] == sail.pk


@pytest.mark.parametrize(
    ("kind", "count"), [("events", 1), ("seats", 1), ("checklist", 1), ("mail", 1), ("history", 4)]
)
def test_one_sail_alone(kind, count):
    for name in ("sunset-1", "sunset-2"):
        sail = factories.event(event_id=name, seats={"crew": 1})
        item(sail)
        factories.assignment(sail, factories.person())
        post(context={"event_id": name})

    assert len(export(kind, "--event", "sunset-1")) == count
    assert len([row for row in export(kind) if row.get("what") != "user"]) == 2 * count


@pytest.mark.parametrize(("kind", "day"), [("events", "2026-06-04"), ("seats", "2026-06-04"), ("mail", "2026-06-01")])
def test_since_a_day_of_the_house(kind, day):
    factories.event(seats={"crew": 1})
    post()

    after = str((NOW + timedelta(days=30)).date())

    assert (len(export(kind, "--since", day)), export(kind, "--since", after)) == (1, [])


def test_history_since_knows_what_stood_before():
    sail = factories.event(seats={})
    sail.capacity = 12
    sail.save()

    assert [row["what"] for row in export("history", "--since", "2020-01-01")] == ["user", "sailevent", "sailevent"]
    assert export("history", "--since", "2999-01-01") == []


def test_history_keeps_the_end_of_a_row_and_who_no_person_was():
    sail = factories.event(seats={})
    with pghistory.context(schedule="offers"):
        removed = item(sail)
    with pghistory.context(command="seed_demo"):
        removed.delete()

    born, ended = [row for row in export("history") if row["what"] == "checklistitem"]

    assert (born["by"], ended["by"]) == ("by itself", "manage.py seed_demo")
    assert (born["change"]["text"], ended["change"]["text"]) == ([None, "Ice"], ["Ice", None])


def test_an_unknown_sail_is_refused():
    with pytest.raises(CommandError, match="There is no sail 'nowhere'"):
        export("events", "--event", "nowhere")


@pytest.mark.parametrize("arguments", [["rumours"], ["events", "--since", "soon"], []])
def test_misuse_is_refused_before_anything_is_read(arguments, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(CommandError):
        export(*arguments)


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_num_queries):
    for _ in range(3):
        factories.assignment(factories.event(), factories.person())
    assert Assignment.objects.count() == 3

    with django_assert_num_queries(3):  # the transaction's two and one read
        export("seats")


def test_a_booking_carries_its_money_in_cents_and_the_terms_agreed():
    sail = factories.event(event_id="sunset-1")
    party = factories.booking(sail, "Mia Torres", reference="K7QM3F", deposit_cents=20_000, deposit_due_on=NOW.date())
    factories.payment(party, 50_000)
    factories.payment(party, 5_000, "refund")
    factories.booking(factories.event(departs_at=NOW - timedelta(days=9)))

    (row,) = export("bookings", "--event", "sunset-1")

    assert (row["event_id"], row["reference"], row["state"], row["lead_name"]) == (
        "sunset-1", "K7QM3F", "booked", "Mia Torres",
    )  # fmt: skip
    money = ("price_cents", "deposit_cents", "paid_cents", "refunded_cents", "held_cents", "kept_cents")
    assert [row[name] for name in money] == [60_000, 20_000, 50_000, 5_000, 45_000, None]
    assert (row["terms_steps"], row["channel"]) == ([[336, 100], [48, 50]], party.channel.slug)
    assert [each["what"] for each in export("history", "--event", "sunset-1")].count("bookingpayment") == 2
    assert len(export("bookings", "--since", "2026-06-01")) == 1
