"""A sail planned in the office's browser, and a task two phones want."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from events.models import SailEvent
from tests import factories
from tests.browser.conftest import DESK, Opener
from tests.events.dock import soon


@pytest.fixture
def house():
    """Two boats and two kinds of sail."""
    factories.vessel(slug="jada", name="JADA", legal_maximum=22)
    factories.vessel(slug="queen", name="Queen", legal_maximum=60)
    factories.event_type(slug="charter", name="Charter", sunset_minutes=90, duration_minutes=150)
    factories.event_type(slug="moonlight", name="Moonlight", sunset_minutes=-60, duration_minutes=120)


@pytest.mark.parametrize("javascript", [True, False])
def test_another_day_proposes_other_times_and_the_sail_is_planned(opened: Opener, house, javascript):
    olga = factories.admin("Olga")
    page = opened("/events/create/", person=olga, scope="admin", javascript=javascript, viewport=DESK)

    page.get_by_label("Notes for the crew").fill("Bring the awning")
    page.get_by_label("Sunset of").fill("2027-07-03")
    page.get_by_role("button", name="Use sunset of this day").click()
    expect(page.get_by_label("Departure")).to_have_value("2027-07-03T18:30")
    expect(page.get_by_label("Notes for the crew")).to_have_value("Bring the awning")
    page.get_by_role("button", name="Plan this sail").click()
    page.wait_for_url("**/events/2027-07-03-jada-charter/")

    sail = SailEvent.objects.get()
    assert (sail.departs_at.isoformat(), sail.notes) == ("2027-07-04T01:30:00+00:00", "Bring the awning")


def test_with_javascript_a_new_kind_of_sail_works_the_times_out_at_once(opened: Opener, house):
    page = opened("/events/create/?date=2027-07-03", person=factories.admin(), scope="admin", viewport=DESK)

    page.get_by_label("Kind of sail").select_option("moonlight")

    expect(page.get_by_label("Departure")).to_have_value("2027-07-03T21:00")
    expect(page.get_by_label("Return")).to_have_value("2027-07-03T23:00")


def test_the_slower_of_two_phones_reads_who_ticked(opened: Opener):
    sail = soon()
    ana, ben = factories.person("Ana"), factories.person("Ben")
    for hand in (ana, ben):
        factories.assignment(sail, hand)
    fast, slow = opened("/events/regatta/", person=ana), opened("/events/regatta/", person=ben)

    fast.get_by_role("button", name="Top up fuel").click()
    expect(fast.get_by_text("1 of 1 done")).to_be_visible()
    slow.get_by_role("button", name="Top up fuel").click()

    expect(slow.get_by_role("alert")).to_contain_text("Ana ticked this at")
    expect(slow.get_by_text("1 of 1 done")).to_be_visible()
