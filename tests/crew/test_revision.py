"""The number that calendars take for a SEQUENCE: it rises with what they would show otherwise, whoever writes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Max

from crew import roles
from crew.models import Assignment
from events.models import SailEvent
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def number(sail, person):
    return Assignment.objects.filter(event=sail, person=person).aggregate(most=Max("revision"))["most"]


def test_a_new_row_knows_its_number_without_being_read_again():
    sail, ben = factories.event(), factories.person("Ben")

    first = roles.claim(event=sail, role="crew", by=ben, at=NOW)
    roles.release(event=sail, role="crew", by=ben, at=NOW)
    second = roles.claim(event=sail, role="crew", by=ben, at=NOW)

    assert (first.revision, second.revision) == (1, 3)
    assert number(sail, ben) == 3


def test_other_times_raise_it_even_when_they_are_written_directly():
    sail, ben = factories.event(), factories.person("Ben")
    factories.assignment(sail, ben)

    SailEvent.objects.filter(pk=sail.pk).update(returns_at=sail.returns_at + timedelta(minutes=5))

    assert number(sail, ben) == 2


def test_what_a_calendar_does_not_show_leaves_it_as_it_is():
    sail, ben = factories.event(), factories.person("Ben")
    held = factories.assignment(sail, ben)

    held.reason = "Fever."
    held.revision = 99
    held.save()

    assert number(sail, ben) == 1


def test_an_old_row_that_is_changed_directly_comes_after_the_newest():
    sail, ben = factories.event(), factories.person("Ben")
    old = factories.assignment(sail, ben, state="released")
    factories.assignment(sail, ben)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE crew_assignment SET state = 'refused' WHERE id = %s", [old.pk])

    old.refresh_from_db()
    assert old.revision == 3
