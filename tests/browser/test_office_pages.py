"""The office's pages in Chromium: no fault for axe-core, nothing too wide, and an act carried through by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crew.models import Assignment
from events.models import ChecklistTemplate, SailEvent, SeatRule
from scc_site import clock
from scc_site.mail import suppression
from scc_site.models import Scope, Suppression
from tests import factories
from tests.browser.conftest import DESK, Opener, shine, violations
from tests.waivers import aboard

NARROW = {"width": 320, "height": 640}
SAILS = "/admin/events/sailevent/"
PAGES = [
    "/admin/",
    SAILS,
    f"{SAILS}add/",
    f"{SAILS}{{sail}}/change/",
    "/admin/events/eventtype/{kind}/change/",
    "/admin/events/vessel/{boat}/change/",
    "/admin/scc_site/user/{ana}/change/",
    "/admin/crew/assignment/",
    "/admin/scc_site/suppression/",
    "/admin/scc_site/suppression/add/",
    "/admin/scc_site/suppression/{stopped}/change/",
    "/admin/scc_site/mailevent/",
    "/admin/waivers/guest/",
    "/admin/waivers/waivertext/",
    "/admin/waivers/waivertext/{draft}/change/",
    "/admin/waivers/waivertext/{draft}/publish/",
    "/admin/waivers/waivertext/{draft}/compare/",
    "/admin/waivers/waivertext/{draft}/preview/?lang=es",
    "/admin/reports/dockposting/",
    "/admin/reports/target/metrics/",
    "/admin/reports/opportunity/add/",
    "/admin/reports/importbatch/add/",
    "/admin/reports/importbatch/heads/",
]


@pytest.fixture
def office():
    """An admin, and what fills the address of each page."""
    noon = clock.now().astimezone(factories.HOUSE).replace(hour=12, minute=0)  # call on the day of departure
    sail = factories.event(departs_at=noon + timedelta(days=3))
    ana, kind = factories.person("Ana Reyes"), sail.event_type
    factories.assignment(sail, ana, "captain")
    factories.item(sail)
    SeatRule.objects.create(event_type=kind, role="captain")
    ChecklistTemplate.objects.create(event_type=kind, text="Ice", anchor="call", minutes=-30, role="crew")
    stopped = suppression.suppress(
        address=ana.email_canonical, cause=Suppression.Cause.BOUNCE, reason="no mailbox", since=noon, letter=None
    )
    aboard.text(body="I take the risks.")
    draft = aboard.text(is_published=False, body="I take the risks of sailing.")
    names = {
        "draft": draft.pk,
        "stopped": stopped.pk,
        "sail": sail.pk,
        "kind": kind.pk,
        "boat": sail.vessel_id,
        "ana": ana.pk,
    }
    return factories.admin("Ada Quay"), names


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_too_wide(opened: Opener, office, path):
    ada, names = office
    page = opened(path.format(**names), person=ada, scope=Scope.ADMIN, viewport=NARROW)

    found = []
    for dark, viewport in ((False, NARROW), (True, DESK)):
        shine(page, dark=dark, viewport=viewport)
        found.append((violations(page), page.evaluate("document.documentElement.scrollWidth")))

    assert found == [([], NARROW["width"]), ([], DESK["width"])]


def test_a_seat_is_offered_from_the_list_without_javascript(opened: Opener, office):
    ada, _ = office
    ben = factories.person("Ben Ito")
    page = opened(SAILS, person=ada, scope=Scope.ADMIN, javascript=False, viewport=DESK)

    page.locator("input.action-select").first.check()
    page.locator("select[name=action]").select_option("offer_seat")
    page.locator("button[name=index]").click()
    page.locator("#id_role").select_option("crew")
    page.locator("#id_person").fill("Ben Ito")
    page.get_by_role("button", name="Offer the seats").click()

    assert "the crew seat is offered to Ben Ito" in page.locator(".messagelist").inner_text()
    assert Assignment.objects.get(person=ben).state == "offered"


def test_a_checklist_is_previewed_as_typed_without_javascript(opened: Opener, office):
    ada, names = office
    page = opened(PAGES[4].format(**names), person=ada, scope=Scope.ADMIN, javascript=False, viewport=NARROW)

    page.locator("#id_checklist-0-minutes").fill("-1440")
    page.get_by_role("button", name="Preview what is typed").click()

    assert "the day before" in page.locator("#preview tbody").inner_text()
    assert page.locator("#id_checklist-0-minutes").input_value() == "-1440"
    assert ChecklistTemplate.objects.get().minutes == -30
    assert SailEvent.objects.count() == 1
