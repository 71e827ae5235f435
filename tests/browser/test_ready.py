"""Ready to sail, in the captain's hand: ticked, refreshed, stamped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events.models import SailEvent
from scc_site import clock
from scc_site.models import User
from tests.browser.conftest import DESK, PHONE, violations
from tests.browser.test_look import OVERFLOW, TARGETS, keep_picture
from tests.factories import assignment, event, event_type, item, person, vessel


@pytest.fixture
def captain() -> User:
    return person("Ana Reyes", phone="+1 619 555 0101")


@pytest.fixture
def sail(captain: User) -> SailEvent:
    """An hour before departure, with lines in every state."""
    now = clock.now().replace(second=0, microsecond=0)
    found = event(
        event_id="tonight",
        departs_at=now + timedelta(minutes=70),
        seats={"captain": 1, "crew": 3, "chef": 1},
        vessel=vessel(name="JADA", mark="J", dock="Shelter Island, dock C"),
        event_type=event_type(name="Sunset charter"),
        dock="Shelter Island, dock C",
        sunset_at=now + timedelta(minutes=140),
    )
    assignment(found, captain, role="captain")
    assignment(found, person("Ben Ito"), state="covering")
    assignment(found, person("Dana Ko"), state="claimed")
    assignment(
        found, person("Cleo Marsh", phone="+1 619 555 0104"), "chef", "offered", answer_by=now + timedelta(minutes=10)
    )
    tasks = [
        ("Shore power off, lines singled", -60, {"done_at": now, "done_by": captain}),
        ("Life jackets counted: 22 adult, 3 child", -75, {}),
        ("Bilge dry, engine oil and coolant", -40, {}),
        ("Flares in date", -30, {"set_aside_at": now, "set_aside_by": captain, "set_aside_why": "day sail"}),
    ]
    for text, minutes, more in tasks:
        item(found, text=text, critical=True, due_at=found.departs_at + timedelta(minutes=minutes), **more)
    item(found, text="Ice and glasses", due_at=found.departs_at + timedelta(minutes=20))
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, PHONE, DESK], ids=["320", "phone", "desk"])
def test_nothing_is_wrong_with_it_on_any_screen(opened, captain, sail, dark, viewport):
    page = opened("/events/tonight/ready/", person=captain, dark=dark, viewport=viewport)
    keep_picture(page, f"ready-{viewport['width']}-{'dark' if dark else 'light'}")

    assert (page.evaluate(OVERFLOW), page.evaluate(TARGETS), violations(page)) == (0, [], [])


def test_a_tick_changes_the_verdict_without_loading_the_page(opened, captain, sail):
    page = opened("/events/tonight/ready/", person=captain)
    page.evaluate("window.stayed = true")

    page.get_by_role("button", name="Done: Life jackets counted").click()
    page.get_by_role("button", name="Undo: Life jackets counted").wait_for()

    assert page.get_by_role("heading", level=1).inner_text() == "Not ready: 4 things"
    assert page.evaluate("window.stayed") is True


def test_the_page_brings_itself_up_to_date_while_somebody_looks(opened, captain, sail):
    page = opened("/events/tonight/ready/", person=captain)
    sail.checklist.filter(done_at=None, set_aside_at=None).update(done_at=clock.now(), done_by=captain)

    page.evaluate("htmx.trigger(document.querySelector('[data-fresh]'), 'fresh')")
    page.get_by_text("Not ready: 3 things").wait_for()

    assert page.locator("#ready").count() == 1


def test_without_signal_the_page_says_how_old_it_is(opened, captain, sail):
    page = opened("/events/tonight/ready/", person=captain, own=True)
    page.context.set_offline(True)

    page.evaluate("htmx.trigger(document.querySelector('[data-fresh]'), 'fresh')")
    page.get_by_text("No signal. This is how it stood at").wait_for()

    assert page.get_by_text("Nothing was changed").count() == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["htmx", "no-script"])
def test_the_captain_stamps_knowing_what_stands_open(opened, captain, sail, javascript):
    page = opened("/events/tonight/ready/", person=captain, javascript=javascript)

    page.get_by_text("Stamp it ready").click()
    page.get_by_role("button", name="Stamp it all the same").click()
    page.get_by_text("Stamped ready by Ana Reyes").wait_for()
    keep_picture(page, f"ready-stamped-{javascript}")

    sail.refresh_from_db()
    assert (sail.ready_by, len(sail.ready_saw["open"])) == (captain, 7)
