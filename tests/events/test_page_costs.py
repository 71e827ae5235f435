"""What each page asks of the database, beyond who is signed in: as much for one row as for three."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import ChecklistItem, SailBatch, SailEvent
from scc_site import clock
from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
SESSION = 1
SOON = timedelta(hours=3)  # whatever the hour is: a page of a sail that is past asks less


@pytest.fixture(params=[1, 3])
def rows(request):
    """So many sails this month, and so many tasks and crew on the first."""
    now = clock.now()
    sails = [
        factories.event(event_id=f"sail-of-{place}", departs_at=now + SOON, seats={"captain": 1, "crew": request.param})
        for place in range(request.param)
    ]
    for place in range(request.param):
        ben = factories.person(f"Ben {place}")
        factories.assignment(sails[0], ben)
        ChecklistItem.objects.create(
            event=sails[0],
            text="Fuel",
            anchor="call",
            role="crew",
            position=place,
            due_at=sails[0].call_at,
            done_at=now,
            done_by=ben,
        )
        factories.payment(factories.booking(sails[0], reference=f"PARTY{place}"), 1_000)
    return sails


def asked(client, method, url, **sent):
    """The statements of a request, with its answer."""
    client.get("/events/")
    with CaptureQueriesContext(connection) as seen:
        answer = getattr(client, method)(url, sent, headers={"HX-Request": "true"} if method == "post" else None)
    return [query["sql"] for query in seen], answer


def captain_of(sail):
    """A browser of the sail's captain."""
    ana = factories.person("Ana")
    factories.assignment(sail, ana, "captain")
    return signed_in(ana)


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/events/", 3),
        ("/events/?q=vessel&captain=open", 4),
        ("/events/sail-of-0/", 6),
        ("/checklist/sail-of-0/", 3),
        ("/events/sail-of-0/ready/", 4),
        ("/events/sail-of-0/history/", 11),
        ("/events/sail-of-0/run-sheet/", 5),
        ("/events/sail-of-0/run-sheet/?printed=00000000-00000", 11),
    ],
)
def test_a_page_for_the_captain(rows, url, most):
    statements, answer = asked(captain_of(rows[0]), "get", url)

    assert answer.status_code == 200
    assert len(statements) == SESSION + most, statements


def test_a_sail_for_a_hand_who_may_take_a_seat_or_is_told_why_not(rows):
    statements, answer = asked(signed_in(factories.person()), "get", "/events/sail-of-0/")

    assert answer.status_code == 200
    assert len(statements) == SESSION + 3, statements


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/events/", 3),
        ("/events/sail-of-0/", 8),
        ("/events/sail-of-0/bookings/", 2),
        ("/events/sail-of-0/bookings/PARTY0/", 3),
        ("/events/sail-of-0/bookings/PARTY0/cancel/", 2),
        ("/events/sail-of-0/bookings/new/", 5),
        ("/events/sail-of-0/ready/", 4),
        ("/events/sail-of-0/run-sheet/", 5),
        ("/events/sail-of-0/edit/", 1),
        ("/events/sail-of-0/history/", 17),
        ("/events/create/", 6),
    ],
)
def test_a_page_for_the_office(rows, url, most):
    statements, answer = asked(signed_in(factories.admin(), "admin"), "get", url)

    assert answer.status_code == 200
    assert len(statements) == SESSION + most, statements


def test_a_tick_with_the_rail_it_answers(rows):
    item = ChecklistItem.objects.create(
        event=rows[0], text="Ice", anchor="call", role="chef", position=9, due_at=rows[0].call_at + timedelta(minutes=1)
    )

    statements, answer = asked(captain_of(rows[0]), "post", f"/checklist/sail-of-0/{item.pk}/", done="1")

    assert answer.status_code == 200
    assert len([one for one in statements if "SAVEPOINT" not in one]) == SESSION + 5, statements


@pytest.mark.parametrize(
    ("url", "most"),
    [("/events/season/", 4), ("/events/batches/", 1), ("/events/batches/import/", 0), ("/events/export.csv", 1)],
)
def test_a_page_of_many_sails_for_the_office(rows, url, most):
    statements, answer = asked(signed_in(factories.admin(), "admin"), "get", url)

    assert answer.status_code == 200
    assert len(statements) == SESSION + most, statements


def test_a_batch_of_any_size_is_one_page_of_eight_statements(rows):
    batch = SailBatch.objects.create(rule="Three", made_at=clock.now(), made_by=factories.admin())
    SailEvent.objects.filter(pk__in=[sail.pk for sail in rows]).update(batch=batch)

    statements, answer = asked(signed_in(factories.admin(), "admin"), "get", f"/events/batches/{batch.pk}/")

    assert answer.status_code == 200
    assert len(statements) <= SESSION + 8, statements
