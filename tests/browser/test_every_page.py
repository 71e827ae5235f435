"""Every page of ours, as each who may open it: no fault for axe-core, nothing too wide, nothing too small to tap."""

from __future__ import annotations

import pytest

from events import lifecycle
from events.models import SailEvent
from scc_site import clock
from scc_site.models import Scope, User
from tests import factories
from tests.browser.conftest import DESK, NARROW, PHONE, Opener, violations

PAGES = {
    "captain": [
        "/",
        "/events/",
        "/events/{own}/",
        "/events/{own}/ready/",
        "/events/{own}/history/",
        "/events/{own}/history/?what=bookings",
        "/events/{own}/run-sheet/",
        "/checklist/{own}/",
        "/checklist/{own}/?who=mine",
        "/auth/sessions/",
    ],
    "hand": ["/", "/events/", "/events/{own}/", "/events/{open}/"],
    "invited": ["/events/{open}/"],
    "executive": ["/"],
    "office": ["/", "/auth/step-up/"],
    "admin": [
        "/",
        "/events/",
        "/events/{own}/",
        "/events/{own}/ready/",
        "/events/{own}/history/",
        "/events/{own}/run-sheet/",
        "/events/{own}/edit/",
        "/events/{own}/move/",
        "/events/{own}/hold/",
        "/events/{own}/cancel/",
        "/events/{held}/",
        "/events/{held}/resume/",
        "/events/{own}/bookings/",
        "/events/{own}/bookings/new/",
        "/events/{own}/bookings/MIA222/",
        "/events/{own}/bookings/MIA222/edit/",
        "/events/{own}/bookings/MIA222/cancel/",
        "/events/{own}/bookings/MIA222/move/",
        "/events/{off}/",
        "/events/{off}/bookings/",
        "/events/create/",
        "/events/{draft}/",
        "/events/season/",
        "/events/batches/",
        "/events/batches/import/",
        "/events/{own}/duplicate/",
    ],
}
WAYS = [(role, path) for role, paths in PAGES.items() for path in paths]


@pytest.fixture
def house():
    """A captain's own sail with tasks in every state, one with an offer, one draft."""
    at = clock.now()
    soon = at.replace(minute=0, second=0, microsecond=0) + factories.timedelta(hours=3)
    people = {
        "captain": factories.person("Ana Reyes", phone="+1 619 555 0101"),
        "hand": factories.person("Ben Ito"),
        "invited": factories.person("Cleo Marsh"),
        "executive": factories.person("Eve Stone", is_crew=False, is_executive=True),
        "office": factories.admin("Olga Field"),
        "admin": factories.admin("Ada Quay"),
    }
    own = factories.event(
        event_id="own-sail", departs_at=soon, notes="Two birthdays aboard.", captain_state="confirmed"
    )
    elsewhere = factories.event(event_id="open-sail", departs_at=soon + factories.timedelta(days=1))
    factories.event(event_id="draft-sail", departs_at=soon + factories.timedelta(days=2), status="draft")
    off = factories.event(
        event_id="off-sail",
        departs_at=soon + factories.timedelta(days=3),
        cancelled_why="Gale.",
        status="cancelled",
        cancelled_at=at,
        cancelled_by=people["admin"],
    )
    for sail, reference in ((own, "MIA222"), (own, "ZOE222"), (off, "OFF222")):
        party = factories.booking(
            sail,
            "Mia Torres-Baranowska",
            reference=reference,
            deposit_cents=20_000,
            lead_phone="+1 619 555 0177",
            lead_email="mia.torres@example.com",
            deposit_due_on=soon.date(),
        )
        slip = factories.payment(party, 2_000)
        factories.payment(party, 2_000, corrects=slip, note="A slip.")
        factories.payment(party, 20_000, reference="No. 104")
    factories.assignment(own, people["captain"], "captain", confirmed_by=people["admin"])
    factories.assignment(own, people["hand"], "crew", "claimed")
    factories.assignment(own, people["invited"], "chef", "covering", confirmed_by=people["admin"])
    held = factories.event(event_id="held-sail", departs_at=soon + factories.timedelta(days=4))
    lifecycle.hold(event=held, reason="Gale warning off Point Loma.", by=people["admin"], at=at)
    factories.assignment(elsewhere, people["invited"], "captain", "offered", answer_by=soon, made_by=people["admin"])
    SailEvent.objects.filter(pk=own.pk).update(seats_filled=3)
    factories.item(own, critical=True, due_at=at - factories.timedelta(minutes=9))
    factories.item(own, done_at=at, done_by=people["captain"])
    factories.item(own, set_aside_at=at, set_aside_by=people["captain"], set_aside_why="Day sail.")
    factories.item(own, anchor="sunset", note="The port lamp flickers.")
    return people


def visit(opened: Opener, house: dict[str, User], role: str, path: str, **ways):
    scope = {"admin": Scope.ADMIN, "invited": Scope.EVENT}.get(role, Scope.USER)
    names = {"own": "own-sail", "open": "open-sail", "draft": "draft-sail", "off": "off-sail", "held": "held-sail"}
    event_id = "open-sail" if scope == Scope.EVENT else ""
    return opened(path.format(**names), person=house[role], scope=scope, event_id=event_id, **ways)


@pytest.mark.parametrize(("role", "path"), WAYS)
def test_axe_finds_nothing_in_light_or_dark_on_phone_or_desk(opened: Opener, house, role, path):
    found = {}

    for dark, viewport in ((False, PHONE), (True, PHONE), (False, DESK), (True, DESK)):
        page = visit(opened, house, role, path, dark=dark, viewport=viewport)
        found[dark, viewport["width"]] = violations(page)

    assert {way: faults for way, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("role", "path"), WAYS)
def test_nothing_is_wider_than_a_small_phone(opened: Opener, house, role, path):
    page = visit(opened, house, role, path, viewport=NARROW)

    wide = page.evaluate("document.documentElement.scrollWidth")

    assert wide == NARROW["width"]


@pytest.mark.parametrize(("role", "path"), WAYS)
def test_every_target_is_large_enough_for_a_thumb(opened: Opener, house, role, path):
    page = visit(opened, house, role, path, viewport=PHONE)

    small = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, select, input:not([type=hidden]), nav a, a.btn')]
              .filter(each => each.checkVisibility({visibilityProperty: true}))
              .map(each => [each.outerHTML.slice(0, 80), each.type == 'checkbox' ? each.parentElement : each])
              .map(([html, each]) => [html, each.getBoundingClientRect()])
              .filter(([, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
              .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )

    assert small == []
