"""The books' desks in Chromium: no fault for axe-core, nothing too wide, and an entry posted without JavaScript."""

from __future__ import annotations

from datetime import date

import pytest

from reports import closing
from reports.models import BankTransaction, JournalEntry
from scc_site import clock
from scc_site.models import Scope
from tests import factories
from tests.browser.conftest import DESK, NARROW, Opener, shine, violations
from tests.reports import books

JOURNAL = "/admin/reports/journalentry/"
PAGES = [
    "/admin/reports/account/",
    JOURNAL,
    f"{JOURNAL}add/",
    f"{JOURNAL}{{entry}}/change/",
    f"{JOURNAL}{{entry}}/reverse/",
    "/admin/reports/fiscalperiod/",
    "/admin/reports/banktransaction/",
    "/admin/reports/banktransaction/{bank}/change/",
    "/admin/reports/reconciliation/add/",
    "/admin/reports/fiscalperiod/trial-balance/?unit=jada&month=2026-05-01",
]


@pytest.fixture
def office():
    """An admin, and a unit with an entry, a bank line and a closed month."""
    unit, ada = books.unit(), factories.admin("Ada Quay")
    entry = books.posted(unit, date(2026, 5, 14), ("5200", 8000), ("1000", -8000), memo="Fuel at the dock")
    closing.close(unit=unit, month=date(2026, 4, 1), by=ada, at=clock.now())
    line = BankTransaction.objects.create(
        account=books.chart()["1000"], unit=unit, fitid="a", on=date(2026, 5, 15), text="SHELL OIL", amount_cents=-8000
    )  # fmt: skip
    return ada, {"entry": entry.pk, "bank": line.pk}


def test_axe_finds_nothing_and_nothing_is_too_wide(opened: Opener, office):
    ada, names = office
    page = opened("/admin/", person=ada, scope=Scope.ADMIN)

    found = []
    for path in PAGES:
        page.goto(path.format(**names))
        for dark, viewport in ((False, NARROW), (True, DESK)):
            shine(page, dark=dark, viewport=viewport)
            found.append((path, violations(page), page.evaluate("document.documentElement.scrollWidth")))

    assert found == [(path, [], view["width"]) for path in PAGES for view in (NARROW, DESK)]


def test_an_entry_is_refused_and_posted_without_javascript(opened: Opener, office):
    ada, _ = office
    page = opened(f"{JOURNAL}add/", person=ada, scope=Scope.ADMIN, javascript=False, viewport=NARROW)

    def send(**fields: str) -> None:
        for name, text in fields.items():
            page.locator(f"#id_{name.replace('__', '-')}").fill(text)
        page.get_by_role("button", name="Post it", exact=True).click()

    page.locator("#id_unit").select_option(label="Jada")
    page.locator("#id_lines-0-account").select_option(label="5200 Fuel")
    page.locator("#id_lines-1-account").select_option(label="1000 Cash")
    send(date="2026-05-20", memo="Ice", lines__0__debit="80", lines__1__credit="79.50")
    unbalanced = page.locator("main").inner_text()
    send(date="2026-04-20", lines__1__credit="80")
    closed = page.locator("main").inner_text()
    send(date="2026-05-20")

    assert "The entry does not balance: its debits are $0.50 too much." in unbalanced
    assert "April 2026 of unit jada is closed." in closed
    assert "Posted: Ice." in page.locator(".messagelist").inner_text()
    assert JournalEntry.objects.count() == 2
