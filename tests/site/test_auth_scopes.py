"""How far a session reaches: one sail's guest stays on that sail, whatever is sent; and where `/` leads."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from scc_site import clock
from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db


def routes_of_a_sail(resolver: URLResolver | None = None, prefix: str = "") -> list[str]:
    """Every address that names a sail, with its other places filled with 1."""
    found: list[str] = []
    for entry in (resolver or get_resolver()).url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += [] if here.startswith("admin") else routes_of_a_sail(entry, here)
        elif isinstance(entry, URLPattern) and ":event_id>" in here:
            found.append(here)
    return found


ROUTES = routes_of_a_sail()
ACTS = ["claim", "release", "designate", "answer", "delegate"]


@pytest.fixture
def two_sails():
    """A guest of one sail who holds seats on both, and the other sail."""
    soon = clock.now() + timedelta(days=2)
    ana = factories.person("Ana")
    own, other = factories.event(departs_at=soon), factories.event(departs_at=soon + timedelta(days=2))
    for sail in (own, other):
        factories.assignment(sail, ana, "captain")
    return ana, own, other


def at(route: str, sail) -> str:
    """The address of a sail's page."""
    return "/" + re.sub(r"<[^>]*>", "1", re.sub(r"<[^>]*:event_id>", sail.event_id, route))


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_guest_of_one_sail_finds_nothing_of_another(two_sails, route, method):
    ana, own, other = two_sails
    guest = signed_in(ana, "event", own.event_id)

    answer = getattr(guest, method)(at(route, other), {"done": "1", "reason": "x", "note": "x"})

    assert answer.status_code in {404, 405}, "405 is the answer to a method no sail's page has"
    if answer.status_code == 405:
        assert guest.get(at(route, own)).status_code == 405 or guest.post(at(route, own)).status_code == 405


def test_the_addresses_walked_can_be_found_by_who_may():
    """What is 404 to the guest of another sail is there for a guest of this one."""
    assert "events/<slug:event_id>/" in ROUTES or any(re.fullmatch(r"events/<\w+:event_id>/", r) for r in ROUTES)
    assert len(ROUTES) >= 5


def test_a_guest_of_one_sail_sees_that_sail(two_sails):
    ana, own, _ = two_sails

    assert signed_in(ana, "event", own.event_id).get(f"/events/{own.event_id}/").status_code == 200


@pytest.mark.parametrize("act", ACTS)
def test_a_guest_of_one_sail_acts_on_no_other(two_sails, act):
    ana, own, other = two_sails
    guest = signed_in(ana, "event", own.event_id)
    held = list(other.assignments.values_list("state", "person"))

    answer = guest.post(
        f"/auth/{act}/",
        {"event_id": other.event_id, "role": "captain", "person": ana.email, "answer": "accept", "scope": "admin"},
    )

    assert answer.status_code == 404
    assert list(other.assignments.values_list("state", "person")) == held


def test_each_comes_home_to_their_own_page(client, two_sails):
    ana, own, _ = two_sails
    office = factories.admin()

    answers = {
        "stranger": client.get("/"),
        "guest": signed_in(ana, "event", own.event_id).get("/"),
        "crew": signed_in(ana).get("/"),
        "office": signed_in(office, "admin").get("/"),
        "user-scoped admin": signed_in(office).get("/"),
        "executive": signed_in(factories.person(is_crew=False, is_executive=True)).get("/"),
    }

    assert {who: (a.status_code, a.headers.get("Location")) for who, a in answers.items()} == {
        "stranger": (303, "/auth/magic-link/"),
        "guest": (303, f"/events/{own.event_id}/"),
        "crew": (200, None),
        "office": (200, None),
        "user-scoped admin": (200, None),
        "executive": (200, None),
    }


@pytest.mark.parametrize("path", ["/events/", "/checklist/sail-1/", "/events/create/", "/admin/"])
def test_the_dock_does_not_exist_for_executives(path):
    executive = signed_in(factories.person(is_crew=False, is_executive=True))

    assert executive.get(path).status_code == 404
