"""A seat handed on from a phone, taken by whoever opens the letter; the office puts right what went wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from scc_site import clock
from scc_site.models import Scope, User
from tests import factories, letters
from tests.browser.conftest import NARROW, Opener, violations


@pytest.fixture
def sail():
    """Three days ahead: Ben has a crew seat that needs a yes from Ana, the captain."""
    found = factories.event(
        event_id="regatta", departs_at=clock.now() + timedelta(days=3), needs_approval=True, captain_state="confirmed"
    )
    for name, role in (("Ana Reyes", "captain"), ("Ben Ito", "crew")):
        factories.assignment(found, factories.person(name), role)
    factories.person("Dana Wu")
    factories.admin("Olga Field")
    type(found).objects.filter(pk=found.pk).update(seats_filled=2)
    return found


def who(name):
    return User.objects.get(name=name)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_holder_hands_the_seat_on_and_the_letter_takes_it(opened: Opener, sail, javascript):
    path = sail.get_absolute_url()

    ben = opened(path, person=who("Ben Ito"), javascript=javascript)
    ben.locator("summary", has_text="Hand it on").click()
    ben.select_option("select[name=person]", who("Dana Wu").email)
    ben.get_by_role("button", name="Ask them").click()
    expect(ben.locator("#crew")).to_contain_text("asked, answers by")
    expect(ben.locator("#crew")).to_contain_text("Take the request back")

    dana = opened(letters.path_of(letters.newest("offer")["link"]), javascript=javascript)
    dana.get_by_role("button", name="Sign in").first.click()
    expect(dana.locator("#crew")).to_contain_text("Dana Wu (you)")
    dana.get_by_role("button", name="Accept").first.click()
    expect(dana.locator("#crew")).to_contain_text("to be confirmed")

    ana = opened(path, person=who("Ana Reyes"), javascript=javascript)
    ana.get_by_role("button", name="Confirm: Crew 1, Dana Wu").click()
    expect(ana.locator(".seat-who", has_text="Ben Ito")).to_have_count(0)
    states = dict(sail.assignments.values_list("person__name", "state"))
    assert states == {"Ana Reyes": "confirmed", "Ben Ito": "covered", "Dana Wu": "confirmed"}


@pytest.mark.parametrize("javascript", [True, False])
def test_the_office_gives_a_seat_back_for_somebody_and_puts_them_back(opened: Opener, sail, javascript):
    office = opened(sail.get_absolute_url(), person=who("Olga Field"), scope=Scope.ADMIN, javascript=javascript)

    office.locator("summary", has_text="For Ben").click()
    office.locator("details.menu[open] summary", has_text="Give it back").click()
    office.locator("details.menu[open] input[name=reason]:visible").fill("Rang from the hospital.")
    office.locator("details.menu[open] button:visible", has_text="Give it back").click()
    expect(office.locator("#crew")).to_contain_text("Ben Ito gave it back")
    office.get_by_role("button", name="Put Ben back").click()

    expect(office.locator(".seat-who", has_text="Ben Ito")).to_have_count(1)
    expect(office.locator("#crew")).not_to_contain_text("gave it back")
    assert [held.state for held in who("Ben Ito").assignments.order_by("pk")] == ["released", "confirmed"]


@pytest.mark.parametrize("dark", [False, True])
def test_every_disclosure_of_the_panel_opens_within_a_small_phone_and_without_fault(opened: Opener, sail, dark):
    page = opened(sail.get_absolute_url(), person=who("Olga Field"), scope=Scope.ADMIN, viewport=NARROW, dark=dark)

    page.evaluate("document.querySelectorAll('#crew details').forEach(each => each.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    assert violations(page) == []
