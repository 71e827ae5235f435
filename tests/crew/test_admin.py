"""Seats at the desk: read and searched, changed by the verbs alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.crew.test_views import soon, statements
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/admin/crew/assignment/"


@pytest.fixture
def office():
    return signed_in(factories.admin(), "admin")


def act(office, name, *chosen):
    form = {"action": name, "_selected_action": [held.pk for held in chosen]}
    return office.post(LIST, form, secure=True, follow=True).content.decode()


def test_chosen_claims_are_confirmed_and_what_is_none_is_said(office):
    sail = soon()
    claimed = factories.assignment(sail, factories.person("Ben"), "crew", "claimed")
    held = factories.assignment(sail, factories.person("Dana"), "crew")

    page = act(office, "confirm", claimed, held)

    claimed.refresh_from_db()
    sail.refresh_from_db()
    assert (claimed.state, sail.seats_filled) == ("confirmed", 2)
    assert "1 confirmed." in page
    assert "Dana has no claim on that seat that waits for an answer." in page


def test_chosen_seats_are_withdrawn(office):
    held = factories.assignment(soon(), factories.person("Ben"))

    page = act(office, "withdraw", held)

    held.refresh_from_db()
    assert held.state == "withdrawn"
    assert "1 withdrawn." in page


def test_rows_are_searched_and_shown_but_neither_added_changed_nor_deleted(office):
    held = factories.assignment(soon(), factories.person("Ben Ito"))
    factories.assignment(soon(), factories.person("Dana"))
    one = f"{LIST}{held.pk}/change/"

    found = office.get(f"{LIST}?q=ito", secure=True).content.decode()
    answers = [
        office.post(path, {"state": "released"}, secure=True) for path in (f"{LIST}add/", f"{LIST}{held.pk}/delete/")
    ]
    office.post(one, {"state": "released"}, secure=True)

    held.refresh_from_db()
    assert ("Ben Ito" in found, "Dana" in found) == (True, False)
    assert [answer.status_code for answer in answers] == [403, 403]
    assert (office.get(one, secure=True).status_code, held.state) == (200, "confirmed")


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_costs_the_same_whatever_it_shows(office, rows):
    for _ in range(rows):
        factories.assignment(soon(), factories.person())
    office.get(LIST, secure=True)

    with CaptureQueriesContext(connection) as queries:
        office.get(LIST, secure=True)

    assert len(statements(queries)) == 5
