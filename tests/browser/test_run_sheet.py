"""The run sheet in the hand: on a phone without signal, on paper of both sizes, and paper looked up again."""

from __future__ import annotations

import os
import re
from datetime import timedelta

import pytest

from events.models import SailEvent
from scc_site import clock
from scc_site.models import User
from tests.browser.conftest import DESK, PHONE, violations
from tests.browser.test_look import OVERFLOW, TARGETS, keep_picture
from tests.factories import assignment, event, event_type, item, person, vessel

SHEET = "/events/tonight/run-sheet/"
TASKS = [
    ("Shore power off, lines singled", -60, "crew", True),
    ("Bilge, engine oil and coolant", -55, "captain", True),
    ("Top up fuel", -50, "crew", False),
    ("Life jackets counted: 22 adult, 3 child", -45, "captain", True),
    ("Galley iced, glasses racked", -40, "chef", False),
    ("Heads clean and stocked", -35, "crew", False),
    ("Flares in date", -30, "captain", True),
    ("Radio check on channel 16", -25, "captain", True),
    ("Guests counted aboard", -5, "crew", True),
    ("Safety talk", 15, "captain", True),
    ("Navigation lights on", 90, "crew", True),
    ("Guests counted ashore", 155, "crew", True),
    ("Log closed, shore power on", 170, "captain", False),
]


@pytest.fixture
def captain() -> User:
    return person("Ana Reyes", phone="+1 619 555 0101")


@pytest.fixture
def sail(captain: User, settings) -> SailEvent:
    """A usual sail: five seats, thirteen tasks, notes."""
    settings.HOUSE_PHONE, settings.SHORE_CONTACT = "+1 619 555 0100", "Harbor office, +1 619 555 0199"
    departs_at = (clock.now() + timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    found = event(
        event_id="tonight",
        departs_at=departs_at,
        seats={"captain": 1, "crew": 3, "chef": 1},
        vessel=vessel(name="JADA", mark="J", dock="Shelter Island, dock C"),
        event_type=event_type(name="Sunset charter"),
        dock="Shelter Island, dock C",
        itinerary="Point Loma and back",
        notes="Two birthdays aboard: cake comes at 17:30.\nOne guest in a wheelchair: ramp at gate 2.",
        sunset_at=departs_at + timedelta(minutes=90),
    )
    assignment(found, captain, role="captain")
    assignment(found, person("Ben Ito", phone="+1 619 555 0102"))
    assignment(found, person("Dana Ko", phone="+1 619 555 0103"), state="covering")
    assignment(found, person("Cleo Marsh", phone="+1 619 555 0104"), role="chef")
    for text, minutes, role, critical in TASKS:
        item(found, text=text, role=role, critical=critical, due_at=departs_at + timedelta(minutes=minutes))
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, PHONE, DESK], ids=["320", "phone", "desk"])
def test_nothing_is_wrong_with_it_on_any_screen(opened, captain, sail, dark, viewport):
    page = opened(SHEET, person=captain, dark=dark, viewport=viewport)
    keep_picture(page, f"sheet-{viewport['width']}-{'dark' if dark else 'light'}")

    assert (page.evaluate(OVERFLOW), page.evaluate(TARGETS), violations(page)) == (0, [], [])


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_usual_sail_is_one_page_of_paper(opened, captain, sail, paper):
    page = opened(SHEET, person=captain, dark=True, viewport=DESK)

    printed = page.pdf(format=paper, prefer_css_page_size=True)
    if os.environ.get("LOOK_AT"):
        with open(f"{os.environ['LOOK_AT']}/sheet-{paper}.pdf", "wb") as kept:
            kept.write(printed)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_an_opened_sheet_needs_no_signal(opened, captain, sail):
    page = opened(SHEET, person=captain, own=True)
    said: list[str] = []
    page.wait_for_load_state("networkidle")
    page.on("requestfailed", lambda request: said.append(request.url))
    page.context.set_offline(True)

    page.wait_for_timeout(500)
    page.emulate_media(media="print")

    assert page.get_by_text("Cleo Marsh").is_visible()
    assert said == []


def test_a_code_typed_from_paper_tells_what_has_changed(opened, captain, sail):
    page = opened(SHEET, person=captain, javascript=False)
    code = page.locator(".on-paper b").text_content()
    sail.checklist.filter(text="Top up fuel").update(
        set_aside_at=clock.now(), set_aside_by=captain, set_aside_why="tank is full"
    )
    SailEvent.objects.filter(pk=sail.pk).update(dock="Shelter Island, dock D")

    page.get_by_label("Code on your paper").fill(code.upper())
    page.get_by_role("button", name="Look it up").click()
    page.get_by_text("Your paper is out of date").wait_for()
    keep_picture(page, "sheet-changed")

    changes = page.locator(".since li").all_inner_texts()
    assert [change.split(":")[0] for change in changes] == ["Top up fuel", "Dock"]
    assert page.locator(".changed").count() == 2


def test_the_print_button_is_there_only_where_it_can_work(opened, captain, sail):
    found = [
        opened(SHEET, person=captain, javascript=javascript).get_by_role("button", name="Print this sheet").count()
        for javascript in (True, False)
    ]

    assert found == [1, 0]
