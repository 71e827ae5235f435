"""Reads whose text is made once give what Django's own reads give."""

from __future__ import annotations

import pytest
from django.db.models import Model

from crew import roster
from crew.models import Assignment
from crew.seating import Seating
from events.models import SailEvent
from scc_site import clock
from scc_site.models import AuthSession, User
from scc_site.refusals import Unseen
from tests import factories
from tests.signing_in import session

pytestmark = pytest.mark.django_db


def values(row: Model) -> dict[str, object]:
    """Every column of an instance."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_sail_by_its_name_is_what_django_reads():
    made = factories.event(
        notes="Two birthdays.", held_at=clock.now(), held_by=factories.admin(), decide_by=clock.now()
    )

    found = SailEvent.objects.named(made.event_id)

    asked = SailEvent.objects.select_related("vessel", "event_type").get(pk=made.pk)
    assert [values(row) for row in (found, found.vessel, found.event_type)] == [
        values(row) for row in (asked, asked.vessel, asked.event_type)
    ]
    assert found._state.adding is False
    assert SailEvent.objects.named("no-such-sail") is None


def test_a_session_with_its_person_is_what_django_reads():
    made = session(factories.person("Ana"))

    found = AuthSession.objects.with_person(made.pk)

    assert values(found) == values(AuthSession.objects.get(pk=made.pk))
    assert values(found.person) == values(User.objects.get(pk=made.person_id))


def test_a_seat_with_its_holder_is_what_django_reads():
    sail = factories.event()
    held = factories.assignment(sail, factories.person("Ben"))

    [found] = Seating.read(sail).aboard()

    assert values(found) == values(Assignment.objects.get(pk=held.pk))
    assert values(found.person) == values(User.objects.get(pk=held.person_id))


def test_a_sail_locked_is_the_sail_as_it_stands_and_one_that_is_gone_is_missed():
    sail, ana = factories.event(), factories.person("Ana")
    SailEvent.objects.filter(pk=sail.pk).update(notes="Changed since.")

    locked = roster.locked(sail, ana)

    assert values(locked) == values(SailEvent.objects.get(pk=sail.pk))
    sail.pk += 1
    with pytest.raises(Unseen):
        roster.locked(sail, ana)
