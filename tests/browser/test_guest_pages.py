"""Pages for guests in a real browser: clear to all in both languages, light on a first visit, whole without script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Response

from scc_site import clock
from tests import factories
from tests.browser.conftest import DESK, NARROW, PHONE, Opener, violations
from tests.browser.test_every_page import small_targets
from tests.waivers import aboard
from waivers import links

FIRST_VISIT = 100_000  # bytes, with style, script and icon


@pytest.fixture
def ways():
    """The address of each page for guests, by what it is."""
    at = clock.now()
    departs = at.replace(minute=10, second=0, microsecond=0) + timedelta(hours=27)
    sail = factories.event(
        departs_at=departs, sunset_at=departs + timedelta(minutes=92), captain_state="confirmed",
        dock="Shelter Island, dock C",
    )  # fmt: skip
    factories.assignment(sail, factories.person("Ana Reyes", phone="+1 619 555 0101"), "captain")
    party = factories.booking(sail, "Mia Torres-Baranowska", party_size=4)
    mia = aboard.cleared(sail, "Mia Torres-Baranowska", signed_at=at, booking=party, is_lead=True)
    kit = aboard.guest(sail, "Kit Torres", booking=party, hold_until=at + timedelta(hours=2, minutes=10, seconds=-10))
    gone = aboard.guest(sail, "Leo", removed_at=at, removed_by=factories.admin(), removed_why="Twice.")
    door, lead = f"/guest/{links.dock_token(sail)}/", f"/party/{links.party_token(party)}/"
    return {
        "to sign": f"/guest/{links.guest_token(kit)}/",
        "cleared": f"/guest/{links.guest_token(mia)}/",
        "gone": f"/guest/{links.guest_token(gone)}/",
        "dock": door,
        "party": lead,
        "one of it": f"{lead}{kit.pk}/",
        "unknown": "/guest/x/",
    }


def test_every_page_for_guests_is_clear_to_all_in_both_languages_and_fits_the_smallest_phone(opened: Opener, ways):
    page, faults, widths = opened("/guest/x/"), {}, {}

    for name, way in ways.items():
        for language, size, light in (("es", PHONE, "dark"), ("en", DESK, "light")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=light)
            page.goto(f"{way}?lang={language}")
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
            faults[name, language, light] = violations(page) + (small_targets(page) if size is PHONE else [])
        page.set_viewport_size(NARROW)
        widths[name] = page.evaluate("document.documentElement.scrollWidth")

    assert {where: found for where, found in faults.items() if found} == {}
    assert set(widths.values()) == {NARROW["width"]}, widths


def test_a_first_visit_is_light_and_asks_nobody_but_the_house(opened: Opener, ways, live_server):
    page = opened("about:blank", own=True)  # the first visit of all: nothing of the house is kept yet
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)

    page.goto(live_server.url + ways["cleared"], wait_until="networkidle")

    assert {answer.url.startswith((live_server.url, "data:")) for answer in answers} == {True}
    assert sum(len(answer.body()) for answer in answers) < FIRST_VISIT


def test_the_clock_of_the_hold_runs_by_the_servers_time(opened: Opener, ways):
    page = opened("about:blank", own=True)  # its clock is ours from then on
    page.clock.install()
    page.goto(ways["to sign"])
    before = page.locator(".clock").inner_text()

    page.clock.run_for(11 * 60 * 1000)

    after = page.locator(".clock").inner_text()
    assert before.startswith("Please sign within 2 h 9 min · ")
    assert after.startswith("Please sign within 1 h 58 min · ")


def test_somebody_at_the_dock_adds_themself_without_script_and_comes_to_their_waiver(opened: Opener, ways):
    page = opened(ways["dock"], javascript=False)

    page.fill("#name", "Ann Park")
    page.click("text=Add me and sign")

    assert page.url.rpartition("/waiver/")[2].endswith("/")
