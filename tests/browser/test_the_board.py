"""A card goes from lane to lane: dragged, with the arrow keys, by its button; in each case the story is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from reports.models import ActionItem
from scc_site import clock
from tests import factories
from tests.browser.conftest import DESK, PHONE, Opener
from tests.reports import bridge

pytestmark = pytest.mark.django_db(transaction=True)


def lane_of(page: Page) -> str:
    return str(page.locator("[data-card]").get_attribute("data-status"))


def test_a_card_is_moved_by_mouse_by_keys_and_by_its_button(opened: Opener):
    eve = factories.person("Eve", is_crew=False, is_executive=True)
    bridge.grant(eve)
    bridge.card(at=clock.now())
    page = opened("/reports/board/", person=eve, viewport=DESK)

    with page.expect_navigation():
        page.locator("[data-card]").drag_to(page.locator("[data-lane=in_review]"))
    assert lane_of(page) == "in_review"

    page.get_by_role("link", name="Raise the reserve").focus()
    with page.expect_navigation():
        page.keyboard.press("ArrowRight")
    assert lane_of(page) == "completed"

    page.set_viewport_size(PHONE)
    page.locator("button[value=pending]").click()
    assert lane_of(page) == "pending"
    told = ActionItem.objects.get().story.values_list("said", "by__name")
    assert list(told) == [
        ("pending → in review", "Eve"),
        ("in review → completed", "Eve"),
        ("completed → pending", "Eve"),
    ]
