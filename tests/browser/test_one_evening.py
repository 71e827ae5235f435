"""One sunset charter from the plan to the dock, by everybody who has a hand in it, with and without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from events.models import Anchor, ChecklistTemplate, Role, SailEvent, SeatRule
from scc_site import clock
from scc_site.models import Scope
from tests import factories, letters
from tests.browser.conftest import Opener


@pytest.fixture
def house():
    factories.vessel(slug="jada", name="JADA", dock="Shelter Island, dock C")
    kind = factories.event_type(slug="sunset-charter", name="Sunset charter")
    for role in (Role.CAPTAIN, Role.CREW):
        SeatRule.objects.create(event_type=kind, role=role)
    ChecklistTemplate.objects.create(
        event_type=kind, text="Life jackets counted", anchor=Anchor.CALL, role=Role.CREW, critical=True
    )
    return {
        "ada": factories.admin("Ada Quay"),
        "ana": factories.person("Ana Reyes"),
        "ben": factories.person("Ben Ito"),
    }


def tick(page: Page, text: str) -> None:
    """Tap the box beside a task, and wait until the page shows it done."""
    page.get_by_role("button", name=text).first.click()
    expect(page.get_by_text("1 of 1 done")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_charter_is_planned_offered_claimed_ticked_and_sailed(opened: Opener, house, javascript):
    tomorrow = (clock.now() + timedelta(days=1)).astimezone(settings.HOUSE_ZONE).date()

    office = opened(f"/events/create/?date={tomorrow}", person=house["ada"], scope=Scope.ADMIN, javascript=javascript)
    office.get_by_role("button", name="Plan this sail").click()
    sail = SailEvent.objects.get()
    office.locator("summary", has_text="Offer a seat").click()
    office.select_option("select[name=person]", house["ana"].email)
    office.get_by_role("button", name="captain").click()
    expect(office.locator("#crew")).to_contain_text("offered")

    captain = opened(letters.path_of(letters.newest("offer")["link"]), javascript=javascript)
    captain.get_by_role("button", name="Sign in").first.click()
    captain.get_by_role("button", name="Accept").first.click()
    expect(captain.locator("#crew")).to_contain_text("confirmed")

    hand = opened(sail.get_absolute_url(), person=house["ben"], javascript=javascript)
    hand.get_by_role("button", name="Take").first.click()
    expect(hand.locator("#crew")).to_contain_text("Ben Ito")
    hand.goto(sail.get_absolute_url())
    tick(hand, "Life jackets counted")

    captain.goto(sail.get_absolute_url())
    captain.get_by_role("button", name="Begin boarding").click()
    press(captain, "Cast off")
    press(captain, "Back at the dock")

    sail.refresh_from_db()
    task = sail.checklist.get()
    assert (sail.status, sail.departed_by, sail.returned_by) == ("returned", house["ana"], house["ana"])
    assert (sail.captain_state, sail.seats_filled, task.done_by) == ("confirmed", 2, house["ben"])


def press(page: Page, label: str) -> None:
    """An act that asks first: open the question, then answer it."""
    page.locator("summary", has_text=label).first.click()
    page.locator("details[open]").get_by_role("button", name=label).click()
