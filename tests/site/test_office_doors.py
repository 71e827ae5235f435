"""The office's tables exist in admin scope alone: every one of them, for every kind of person."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client

from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def pages():
    """The list and the add page of every table, and the search box's answers."""
    tables = [f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry]
    search = "/admin/autocomplete/?app_label=events&model_name=sailevent&field_name=vessel"
    return [*tables, *(f"{table}add/" for table in tables), search]


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        (Client, 303),
        (lambda: signed_in(factories.admin()), 303),
        (lambda: signed_in(factories.person()), 404),
        (lambda: signed_in(factories.person(is_crew=False, is_executive=True)), 404),
        (lambda: signed_in(factories.person(), "event", factories.event().event_id), 404),
    ],
    ids=["stranger", "admin in user scope", "crew", "executive", "invited"],
)
def test_nobody_else_sees_or_acts_on_a_table(visitor, status):
    browser = visitor()

    seen = {path: browser.get(path).status_code for path in pages()}
    acted = {path: browser.post(path, {"action": "cancel", "_selected_action": "1"}).status_code for path in pages()}

    assert len(seen) > 15
    assert set(seen.values()) == {status}
    assert set(acted.values()) == {status}


def test_admin_scope_opens_every_table():
    office = signed_in(factories.admin(), "admin")

    seen = {path: office.get(path).status_code for path in pages() if not path.endswith("add/")}

    assert set(seen.values()) == {200}
