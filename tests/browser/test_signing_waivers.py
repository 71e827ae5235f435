"""A guest's whole way on a phone: link, waiver, signature, review, boarding pass; taps and bytes counted."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, TimeoutError

from scc_site import clock
from tests import factories
from tests.browser.conftest import NARROW, PHONE, Opener, violations
from tests.browser.test_every_page import small_targets
from tests.waivers import aboard
from waivers import links
from waivers.models import WaiverRecord

MOST_TAPS, MOST_BYTES = 6, 100_000
AT_SEA = """

## What may happen

Decks are **wet** and they move. People fall, lines run, the boom swings across.

1. I follow what the crew says, at once.
2. I tell the crew about anything that may matter: illness, medicine, fear of water.
3. I wear a life jacket whenever the captain asks for it.

## What I give up

I release the house from claims for what the sea does, as far as the law of California lets me.
"""


@pytest.fixture
def mia():
    """A guest of a party, whose sail leaves in three days."""
    aboard.text(title="Waiver for sails from San Diego", body=aboard.BODY + AT_SEA)
    departs_at = (clock.now() + timedelta(days=3)).replace(hour=1, minute=10, second=0, microsecond=0)
    sail = factories.event(
        departs_at=departs_at, vessel=factories.vessel(name="JADA", dock="Marriott Marquis Marina, slip 12")
    )
    return aboard.guest(sail, "Mia Torres-Baranowska", booking=factories.booking(sail, party_size=4))


class Phone:
    """Taps and bytes of one page after another."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.bytes = page, 0, 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda told: self.count(told["encodedDataLength"]))

    def count(self, length):
        self.bytes += int(length)

    def tap(self, selector):
        self.taps += 1
        self.page.locator(selector).first.tap()

    def send(self, until):
        """Press the last button; once more where a busy browser took it for the second half of a double tap."""
        self.tap(".btn.full")
        for _ in range(3):
            try:
                until(timeout=8_000)
                return
            except TimeoutError:
                self.page.locator(".btn.full").first.tap()
        until()

    def weigh(self):
        """The bytes since the last time."""
        told, self.bytes = self.bytes, 0
        return told


@pytest.fixture
def phone(chromium: Browser, live_server):
    """A phone with a finger."""
    context = chromium.new_context(
        base_url=live_server.url, viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    yield Phone(context.new_page())
    context.close()


def draw(page):
    """A name drawn with the finger on the pad."""
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    session = page.context.new_cdp_session(page)
    steps = [(box["x"] + 30 + 9 * one, box["y"] + 60 + 25 * (one % 3)) for one in range(25)]
    for kind, places in (("touchStart", steps[:1]), *(("touchMove", [step]) for step in steps[1:]), ("touchEnd", [])):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in places]})
    page.wait_for_timeout(400)  # a tap at once would be the second half of a double one


def turn_round(page):
    """The phone laid on its side and back, until the page has followed."""
    for size in ({"width": 844, "height": 390}, PHONE):
        page.set_viewport_size(size)
        page.wait_for_function(f"innerWidth == {size['width']}")
        page.wait_for_function(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))"
        )


def test_a_finger_signs_in_six_taps_and_each_page_is_light(phone, mia):
    page = phone.page
    page.goto(f"/waiver/{links.guest_token(mia)}/", wait_until="networkidle")
    weights = [phone.weigh()]

    phone.tap("#consent")
    phone.tap("#accept")
    draw(page)
    turn_round(page)
    phone.send(partial(page.wait_for_url, "**/review/"))
    weights.append(phone.weigh())
    phone.tap(".btn.full")
    page.wait_for_url("**/receipt/")
    weights.append(phone.weigh())

    assert phone.taps + 1 <= MOST_TAPS  # and one on the guest's page
    assert max(weights) < MOST_BYTES
    assert page.locator("h1").inner_text() == "Signed. See you aboard."
    kept = WaiverRecord.objects.get().payload
    assert b'"strokes":[[[' in bytes(kept.content)


def test_without_javascript_a_typed_name_signs(opened: Opener, mia):
    page = opened(f"/waiver/{links.guest_token(mia)}/", javascript=False)
    assert page.locator("canvas").is_visible() is False

    page.check("#consent")
    page.check("#accept")
    page.fill("#typed_name", "Mia Torres-Baranowska")
    page.click(".btn.full")
    assert page.locator(".typed").inner_text() == "Mia Torres-Baranowska"
    page.click(".btn.full")

    assert page.locator("h1").inner_text() == "Signed. See you aboard."


def test_the_pad_draws_again_what_was_drawn_after_a_fault_and_a_turn(phone, mia):
    page = phone.page
    page.goto(f"/waiver/{links.guest_token(mia)}/")
    draw(page)
    drawn = page.locator("#strokes").input_value()

    phone.send(partial(page.wait_for_selector, "#faults"))
    turn_round(page)

    assert page.locator("#faults").count() == 1
    assert page.locator("#strokes").input_value() == drawn != ""
    assert page.evaluate(INKED) > 100
    page.locator("[data-clear]").tap()
    assert (page.locator("#strokes").input_value(), page.evaluate(INKED)) == ("", 0)


INKED = """() => { const it = document.querySelector('canvas');
  const all = it.getContext('2d').getImageData(0, 0, it.width, it.height).data;
  return all.filter((one, at) => at % 4 == 3 && one).length; }"""


@pytest.mark.parametrize("dark", [False, True])
def test_the_pages_of_signing_are_clear_to_all(opened: Opener, mia, dark):
    page = opened(f"/waiver/{links.guest_token(mia)}/", dark=dark)
    faults = {"form": violations(page), "thumb": small_targets(page)}
    page.click(".btn.full")
    faults["faults"] = violations(page)
    page.fill("#name", "Leo Park")
    page.check("#consent")
    page.check("#accept")
    page.fill("#typed_name", "Mia Torres-Baranowska")
    page.click(".btn.full")
    faults["stranger"] = violations(page)
    page.fill("#name", "Mia Torres-Baranowska")
    for summary in page.locator("summary").all():
        summary.click()
    page.fill("#dependant-1-name", "Kit Torres")
    page.fill("#dependant-1-born", "2018-02-28")
    page.check("#relationship input[value=parent]")
    faults["rows"] = violations(page) + small_targets(page)
    page.click(".btn.full")
    faults["review"] = violations(page) + small_targets(page)
    widths = [_narrow(page)]
    page.click(".btn.full")
    faults["receipt"] = violations(page) + small_targets(page)
    widths.append(_narrow(page))

    assert {what: found for what, found in faults.items() if found} == {}
    assert widths == [NARROW["width"]] * 2


def _narrow(page):
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(PHONE)
    return width
