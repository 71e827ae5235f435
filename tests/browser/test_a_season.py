"""A season of 120 sails by the sunset rule: previewed, created, undone and created again, in the office's browser."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from events.models import ChecklistTemplate, SailBatch, SailEvent, SeatRule
from tests import factories
from tests.browser.conftest import DESK, Opener, violations
from tests.events import almanac
from tests.factories import HOUSE

FIRST = date(2031, 3, 3)  # the clocks change on the first Sunday of the season
LAST = date(2031, 6, 30)  # 120 days


@pytest.fixture
def olga():
    """The office, with a boat, a kind of sail with seats and tasks, and one evening taken already."""
    boat = factories.vessel(slug="jada", name="JADA", legal_maximum=22)
    kind = factories.event_type(slug="charter", name="Charter", sunset_minutes=90, duration_minutes=150)
    for role, number in (("captain", 1), ("crew", 2)):
        SeatRule.objects.create(event_type=kind, role=role, number=number)
    for place in range(12):
        ChecklistTemplate.objects.create(event_type=kind, position=place, text="Fuel", anchor="call", role="crew")
    start = datetime(2031, 5, 1, 17, 0, tzinfo=HOUSE)
    factories.event(event_id="regatta", vessel=boat, departs_at=start)
    return factories.admin("Olga")


def fill(page):
    """Every day from the first to the last, 90 minutes before sunset, to the minute."""
    page.get_by_label("From").fill(FIRST.isoformat())
    page.get_by_label("Until").fill(LAST.isoformat())
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday"):
        page.get_by_label(day).check()
    page.get_by_label("Rounded").select_option("1")
    page.get_by_role("button", name="Look at the sails").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_120_sails_are_looked_at_created_undone_and_created_again(opened: Opener, olga, javascript):
    page = opened("/events/season/", person=olga, scope="admin", javascript=javascript, viewport=DESK)

    fill(page)
    expect(page.get_by_role("heading", name="120 sails, Mon 3 Mar 2031 to Mon 30 Jun 2031")).to_be_visible()
    expect(page.get_by_text("1 clashes with another sail.")).to_be_visible()
    assert SailEvent.objects.count() == 1
    page.get_by_role("checkbox", name="Thu 1 May").check()
    if javascript:
        expect(page.get_by_role("button", name="Create 120 sails")).to_be_visible()
    page.get_by_role("button", name="Create").click()
    page.wait_for_url("**/events/batches/*/")
    expect(page.get_by_text("120 sails created.")).to_be_visible()
    assert SailEvent.objects.filter(batch__isnull=False).count() == 120

    page.get_by_text("Undo the batch").click()
    page.get_by_role("button", name="Remove 120 sails").click()
    expect(page.get_by_text("120 sails removed.")).to_be_visible()
    assert list(SailEvent.objects.values_list("event_id", flat=True)) == ["regatta"]

    page.goto(page.url.split("/batches/")[0] + "/season/")
    fill(page)
    page.get_by_role("button", name="Create").click()
    page.wait_for_url("**/events/batches/*/")
    expect(page.get_by_text("119 sails created.")).to_be_visible()

    sails = list(SailEvent.objects.of_batch(SailBatch.objects.first()))
    assert {sail.event_id for sail in sails} == {f"{sail.sails_on}-jada-charter-2" for sail in sails}
    for sail in sails:
        sun = almanac.sunset(sail.sails_on, 32.7157, -117.1611)
        assert abs(sail.departs_at + timedelta(minutes=90) - sun) <= timedelta(seconds=60)


def test_a_preview_and_a_batch_are_sound_for_everybody(opened: Opener, olga):
    page = opened("/events/season/", person=olga, scope="admin")
    fill(page)
    page.wait_for_selector("[data-almanac]")

    faults = violations(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll('.almanac .pick label')].map(each => each.getBoundingClientRect())
                 .filter(box => box.height < 43.5 || box.width < 43.5).length"""
    )
    page.set_viewport_size({"width": 320, "height": 640})

    assert (faults, small) == ([], 0)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("button", name="Create").click()
    page.wait_for_url("**/events/batches/*/")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_file_with_a_fault_is_mended_in_the_page(opened: Opener, olga):
    page = opened("/events/batches/import/", person=olga, scope="admin")

    lines = "vessel,event_type,departs_at\njada,charter,2031-06-06 17:00\njada,charter,soon\n"
    page.get_by_label("File").set_input_files({"name": "june.csv", "mimeType": "text/csv", "buffer": lines.encode()})
    page.get_by_role("button", name="Look at the sails").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 3, departs_at: Write a day and a time")
    page.get_by_label("Or its lines").fill(lines.replace("soon", "2031-06-07 17:00"))
    page.get_by_role("button", name="Look at the sails").click()
    page.get_by_role("button", name="Create 2 sails").click()
    page.wait_for_url("**/events/batches/*/")

    assert SailBatch.objects.get().rule == "From the file june.csv"
    assert SailEvent.objects.filter(batch__isnull=False).count() == 2
