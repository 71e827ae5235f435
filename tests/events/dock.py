"""A sail at the dock and who is on it, for tests of pages."""

from __future__ import annotations

from datetime import timedelta

from events.models import ChecklistItem
from scc_site import clock
from tests import factories
from tests.signing_in import signed_in


def soon(event_id="regatta", **fields):
    """A sail that leaves in three hours, with one task at departure."""
    sail = factories.event(event_id=event_id, departs_at=clock.now() + timedelta(hours=3), **fields)
    ChecklistItem.objects.create(
        event=sail, text="Top up fuel", anchor="departure", role="crew", position=1, due_at=sail.departs_at
    )
    return sail


def captain_of(sail, name="Ana"):
    """A browser of the sail's confirmed captain."""
    ana = factories.person(name)
    factories.assignment(sail, ana, "captain")
    return signed_in(ana)


def words(answer):
    """The page as text."""
    return answer.content.decode()
