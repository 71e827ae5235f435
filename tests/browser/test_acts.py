"""A sail moved across midnight in the office's browser, and confirmed again by the link in the letter."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from scc_site import clock
from scc_site.models import OutgoingMail
from tests import factories, letters
from tests.browser.conftest import DESK, Opener
from tests.factories import HOUSE


@pytest.fixture
def sail():
    """A winter's evening next year, with Ana its captain and Ben."""
    year = clock.now().year + 1
    found = factories.event(
        event_id="regatta",
        vessel=factories.vessel(name="JADA"),
        departs_at=datetime(year, 12, 5, 21, 0, tzinfo=HOUSE),
        sunset_at=datetime(year, 12, 5, 16, 42, tzinfo=HOUSE),
    )
    for name, role in (("Ana Reyes", "captain"), ("Ben Ito", "crew")):
        factories.assignment(found, factories.person(name), role)
    factories.item(found)
    return found


@pytest.mark.parametrize("javascript", [True, False])
def test_a_sail_moved_across_midnight_is_confirmed_again_by_the_letters_link(opened: Opener, sail, javascript):
    ways = {"javascript": javascript}
    page = opened("/events/regatta/move/", person=factories.admin("Olga"), scope="admin", viewport=DESK, **ways)

    page.get_by_label("Departure").fill(f"{sail.sails_on + timedelta(days=1)}T00:15")
    if not javascript:
        page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("2 of 2 must confirm again.")).to_be_visible()
    expect(page.get_by_text("3 h 15 min later").first).to_be_visible()
    page.get_by_label("Reason").fill("Fog until midnight")
    page.get_by_role("button", name="Move the sail").click()
    expect(page.get_by_text("Told: Ana Reyes and Ben Ito.")).to_be_visible()

    mail = OutgoingMail.objects.get(person__name="Ben Ito")
    theirs = opened(letters.path_of(letters.secrets_of(mail)["link"]), **ways)
    theirs.get_by_role("button").first.click()
    theirs.get_by_role("button", name="Confirm: Crew 1").click()
    expect(theirs.get_by_text("You have a crew seat.")).to_be_visible()

    assert dict(sail.assignments.values_list("person__name", "state")) == {
        "Ana Reyes": "offered",
        "Ben Ito": "confirmed",
    }
    assert "5 December, 21:00 PST" in mail.context["old_departs"]
    assert "6 December, 00:15 PST" in mail.context["departs"]
