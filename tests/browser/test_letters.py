"""Every letter in Chromium, on a phone and on a desk, by day and by night; and the page where one asks for fewer."""

from __future__ import annotations

import pytest

from scc_site.mail import letters, preferences
from tests import factories
from tests.browser.conftest import NARROW, PHONE, violations
from tests.factories import NOW
from tests.mail.samples import SAMPLES
from tests.mail.test_letters import row

LETTERS = [
    pytest.param(name, context, secrets, id=f"{name}-{number}")
    for name, samples in SAMPLES.items()
    for number, (context, secrets) in enumerate(samples)
]
WIDTHS = (320, 390, 700, 1280)
WIDEST = "() => document.documentElement.scrollWidth"
PAPER = {"light": "rgb(247, 245, 240)", "dark": "rgb(12, 21, 28)"}
WITHOUT_A_BUTTON = {"frozen_list"}  # ashore nobody signs in
OF_PAGES = ("landmark-one-main", "region")  # a letter is read within a mail program's own landmarks


@pytest.fixture(scope="module")
def mailbox(chromium):
    """A mail program that knows dark mode and fetches nothing."""
    context = chromium.new_context(viewport=PHONE, offline=True)
    yield context.new_page()
    context.close()


def faults(page):
    """What axe-core finds wrong with a letter."""
    return [fault for fault in violations(page) if not fault.startswith(OF_PAGES)]


def composed(name, context, secrets):
    return letters.compose(row(name, context, secrets), secrets=secrets, at=NOW).html


@pytest.mark.parametrize(("name", "context", "secrets"), LETTERS)
def test_a_letter_reads_well_on_any_width_by_day_and_night(mailbox, name, context, secrets):
    mailbox.set_content(composed(name, context, secrets))

    for scheme, paper in PAPER.items():
        mailbox.set_viewport_size(PHONE)
        mailbox.emulate_media(color_scheme=scheme)
        assert mailbox.evaluate("() => getComputedStyle(document.body).backgroundColor") == paper
        assert faults(mailbox) == []
    for width in WIDTHS:
        mailbox.set_viewport_size({"width": width, "height": 800})
        assert mailbox.evaluate(WIDEST) <= width
        heights = [button.bounding_box()["height"] for button in mailbox.locator(".button").all()]
        assert (len(heights), min(heights, default=44) >= 44) == (int(name not in WITHOUT_A_BUTTON), True)
        assert mailbox.locator(".column").bounding_box()["width"] <= 600
    assert not mailbox.locator(".preheader").is_visible()


@pytest.mark.parametrize(("scheme", "faint"), [("light", "#999"), ("dark", "#456")])
def test_faint_words_would_be_seen(mailbox, scheme, faint):
    html = composed("offer", *SAMPLES["offer"][0])

    mailbox.set_content(html.replace("</h1>", f'</h1><div style="color:{faint} !important">Faint</div>'))
    mailbox.emulate_media(color_scheme=scheme)

    assert [fault.split(":")[0] for fault in faults(mailbox)] == ["color-contrast"]


def test_fewer_letters_in_one_tap_without_javascript_and_back_again(opened):
    path = f"/mail/preferences/{preferences.token_of(factories.person('Ana'))}/"

    for dark in (False, True):
        page = opened(path, javascript=False, dark=dark, viewport=NARROW)
        page.get_by_role("button", name="Turn off : Tasks").click()

        assert page.get_by_text("Tasks: off. What has left already may still arrive.").is_visible()
        page.get_by_role("button", name="Turn on again : Tasks").click()
        assert page.get_by_text("Tasks: on again.").is_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_behind_the_link_has_no_fault(opened, dark):
    page = opened(f"/mail/preferences/{preferences.token_of(factories.person('Ana'))}/", dark=dark)

    assert violations(page) == []
