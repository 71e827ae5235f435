"""What the database itself refuses."""

import psycopg
import pytest
from django.db import IntegrityError, connection

from crew.models import Assignment
from tests import factories

pytestmark = pytest.mark.django_db


def test_one_person_cannot_be_bound_to_two_overlapping_sails():
    ana = factories.person("Ana")
    first, second = factories.event(), factories.event()
    factories.assignment(first, ana)

    with pytest.raises(IntegrityError, match="assignment_one_sail_at_a_time"):
        factories.assignment(second, ana)


def test_two_people_cannot_hold_one_seat():
    sail = factories.event(seats={"captain": 1})
    held = factories.assignment(sail, factories.person(), "captain")

    with pytest.raises(IntegrityError, match="assignment_one_holder_per_seat"):
        Assignment.objects.create(
            event=sail,
            seat=held.seat,
            person=factories.person(),
            state="claimed",
            made_at=factories.NOW,
            made_by=held.person,
        )


def test_the_period_follows_a_sail_moved_by_plain_sql():
    sail = factories.event()
    held = factories.assignment(sail, factories.person())

    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_sailevent SET returns_at = returns_at + interval '3 hours'")

    held.refresh_from_db()
    sail.refresh_from_db()
    assert held.period == psycopg.types.range.TimestamptzRange(sail.call_at, sail.returns_at)
