"""How every page must look and feel: no overflow at 320 px, fingers find their targets, axe-core finds nothing."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from typing import Any

import pytest

from events.models import Anchor, ChecklistItem, SailEvent
from scc_site import clock
from scc_site.models import Scope, User
from tests.browser.conftest import DESK, turn, violations
from tests.factories import assignment, event, event_type, person, vessel

SMALL = {"width": 320, "height": 640}
# what a finger must hit; links inside a sentence are exempt (WCAG 2.5.8), and so is what only a mouse or a reader sees
TARGETS = """() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select')]
  .filter(one => one.checkVisibility() && !one.closest('p, .skip, .unseen') && !one.matches('.skip'))
  .map(one => [one.getBoundingClientRect(), one.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
  .map(([box, html]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def captain() -> User:
    return person("Ana Reyes", phone="+1 619 555 0101")


@pytest.fixture
def sail(captain: User) -> SailEvent:
    """A sail about to leave, with tasks in every state."""
    now = clock.now().replace(second=0, microsecond=0)
    boat = vessel(name="JADA", mark="J", dock="Shelter Island, dock C")
    found = event(
        departs_at=now + timedelta(minutes=50),
        vessel=boat,
        event_type=event_type(name="Sunset charter"),
        sunset_at=now + timedelta(minutes=140),
        itinerary="Out and back",
        notes="Mooring ball 14",
    )
    assignment(found, captain, role="captain")
    assignment(found, person("Ben Ito"), state="claimed")
    person("Cleo Marsh")
    assignment(event(departs_at=now + timedelta(days=9)), captain, role="captain", state="offered")
    event(departs_at=now + timedelta(days=11))
    tasks = [
        ("Shore power off, lines singled", -60, {"done_at": now, "done_by": captain}),
        ("Life jackets counted: 22 adult, 3 child", -55, {"critical": True}),
        ("Paper charts aboard", -20, {"set_aside_at": now, "set_aside_by": captain, "set_aside_why": "day sail"}),
        ("Safety talk", 15, {"critical": True, "note": "in Spanish too"}),
    ]
    for position, (text, minutes, more) in enumerate(tasks):
        ChecklistItem.objects.create(
            event=found,
            position=position,
            text=text,
            anchor=Anchor.DEPARTURE,
            minutes=minutes,
            due_at=found.departs_at + timedelta(minutes=minutes),
            role="captain",
            **more,
        )
    return found


def pages_of(sail: SailEvent) -> list[str]:
    """Every page a captain sees."""
    return [
        "/",
        "/events/",
        f"/events/{sail.event_id}/",
        f"/checklist/{sail.event_id}/",
        "/auth/sessions/",
        "/auth/sign-out/",
        "/nowhere/",
    ]


def keep_picture(page: Any, name: str) -> None:
    """With LOOK_AT set to a folder, what the browser showed is kept there."""
    if os.environ.get("LOOK_AT"):
        page.screenshot(path=f"{os.environ['LOOK_AT']}/{name}.png", full_page=True)


def test_no_page_of_a_captain_overflows_a_small_phone_or_hides_a_target(opened, captain, sail):
    page, faults = opened("/", person=captain), []

    for path in pages_of(sail):
        turn(page, path, dark=False, viewport=SMALL)
        keep_picture(page, f"320{path.replace('/', '-')}")
        if page.evaluate(OVERFLOW) > 0:
            faults.append(f"{path} overflows")
        faults += [f"{path} {target}" for target in page.evaluate(TARGETS)]

    assert faults == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_a_captains_pages(opened, captain, sail, dark):
    page, found = opened("/", person=captain), {}

    for path in pages_of(sail):
        turn(page, path, dark=dark, viewport=DESK)
        keep_picture(page, f"desk-{dark}{path.replace('/', '-')}")
        found[path] = violations(page)

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_sign_in_and_of_the_office(opened, dark):
    office = person("Office", is_crew=False, is_admin=True)
    doors = ["/auth/magic-link/", "/auth/code/", "/auth/link/unknown/"]
    found = {}

    for path in [*doors, "/events/create/"]:
        whom = {} if path in doors else {"person": office, "scope": Scope.ADMIN}
        page = opened(path, dark=dark, **whom)
        keep_picture(page, f"phone-{dark}{path.replace('/', '-')}")
        found[path] = violations(page)
        if page.evaluate(OVERFLOW) > 0:
            found[path].append("overflows")

    assert {path: faults for path, faults in found.items() if faults} == {}


def test_nothing_on_a_sails_page_breaks_the_content_security_policy(opened, captain, sail):
    page = opened("/", person=captain)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(f"/events/{sail.event_id}/")
    page.wait_for_timeout(300)

    assert said == []


def test_a_tick_moves_the_count_without_loading_the_page(opened, captain, sail):
    page = opened(f"/events/{sail.event_id}/", person=captain)
    page.evaluate("window.stayed = true")

    page.get_by_role("button", name="to do: Safety talk").click()
    page.get_by_role("button", name=re.compile(r"Undo\s*: Safety talk")).wait_for()

    assert page.locator("#rail").get_by_text("2 of 4 done, 1 not applicable").is_visible()
    assert page.evaluate("window.stayed") is True


@pytest.mark.parametrize("javascript", [True, False], ids=["htmx", "no-script"])
def test_a_seat_is_taken_from_its_page_and_the_page_says_so(opened, javascript):
    dina = person("Dina Ko")
    found = event(departs_at=clock.now() + timedelta(days=3))

    page = opened(f"/events/{found.event_id}/", person=dina, javascript=javascript)
    page.get_by_role("button", name="Take this seat: Chef").click()

    page.get_by_text("You have the chef’s seat.").wait_for()
    assert page.locator("#crew").get_by_text("Dina Ko (you)").is_visible()


def test_a_captain_offers_any_empty_seat_with_one_form(opened, captain, sail):
    page = opened(f"/events/{sail.event_id}/", person=captain)
    sail.call_at = clock.now() + timedelta(minutes=5)
    sail.save()
    page.reload()

    page.get_by_text("Offer a seat").click()
    offer = page.locator("form[action='/auth/designate/']")
    offer.get_by_label("Who").select_option(label="Cleo Marsh")
    page.get_by_role("button", name="Offer the chef’s seat").click()

    page.get_by_text("is offered to Cleo Marsh").wait_for()
    keep_picture(page, "offered")
