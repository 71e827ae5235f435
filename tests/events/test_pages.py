"""The dock's pages as people see them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events.models import ChecklistItem
from scc_site import clock
from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """A browser of the office, in admin scope."""
    return signed_in(factories.admin(), "admin")


def soon(**fields):
    """A sail that leaves in three hours."""
    return factories.event(departs_at=clock.now() + timedelta(hours=3), **fields)


def test_the_month_lists_published_sails_in_order(office):
    soon(event_id="regatta")

    page = office.get("/events/")

    assert page.status_code == 200
    assert "/events/regatta/" in page.content.decode()


def test_the_event_page_opens_for_the_office(office):
    soon(event_id="regatta")

    page = office.get("/events/regatta/")

    assert page.status_code == 200


def test_forms_open(office):
    sail = soon(event_id="regatta")
    ChecklistItem.objects.create(event=sail, text="Fuel", anchor="call", role="crew", position=1, due_at=sail.call_at)

    for url in ("/events/create/", "/events/regatta/edit/", "/checklist/regatta/"):
        assert office.get(url).status_code == 200, url
