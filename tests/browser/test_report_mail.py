"""A report by mail in Chromium: the decisions on the first screen of a phone, every width, day and night."""

from __future__ import annotations

import pytest

from reports.renderings import links, mail
from tests.browser.conftest import PHONE
from tests.browser.test_letters import PAPER, WIDEST, WIDTHS, faults
from tests.reports.sample_report import ORIGIN, empty_report, sample_report

DECISION = "() => [...document.querySelectorAll('.after .f')].map(each => each.getBoundingClientRect().bottom)"


@pytest.fixture(scope="module")
def mailbox(chromium):
    """A mail program that knows dark mode and fetches nothing."""
    context = chromium.new_context(viewport=PHONE, offline=True)
    yield context.new_page()
    context.close()


def opened(mailbox, report):
    mailbox.set_viewport_size(PHONE)
    mailbox.set_content(mail.html(report, links.numbered(report, ORIGIN)))


def test_five_figures_and_five_decisions_fit_the_first_screen_of_a_phone(mailbox):
    opened(mailbox, sample_report())

    bottoms = mailbox.evaluate(DECISION)

    assert len(bottoms) == 5
    assert mailbox.locator(".h tr").count() == 5
    assert max(bottoms) <= PHONE["height"]


@pytest.mark.parametrize("report", [sample_report, empty_report])
def test_a_report_reads_well_on_any_width_by_day_and_night(mailbox, report):
    opened(mailbox, report())

    for scheme, paper in PAPER.items():
        mailbox.emulate_media(color_scheme=scheme)
        assert mailbox.evaluate("() => getComputedStyle(document.body).backgroundColor") == paper
        assert faults(mailbox) == []
    for width in WIDTHS:
        mailbox.set_viewport_size({"width": width, "height": 800})
        assert mailbox.evaluate(WIDEST) <= width
