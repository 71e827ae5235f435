"""The desks of the market in Chromium: no fault for axe-core, nothing too wide, a stop lifted without JavaScript."""

from __future__ import annotations

from reports.models import Campaign, ContactSuppression, Listing
from scc_site.models import Scope
from tests import factories
from tests.browser.conftest import NARROW, Opener, turn, violations
from tests.reports import books
from tests.reports.test_market_imports import EXAMPLES, KINDS


def test_the_market_is_read_and_kept_on_a_phone_in_the_dark_without_javascript(opened: Opener):
    books.unit()
    for kind in KINDS:
        books.taken(kind, (EXAMPLES / f"{kind}.csv").read_text(encoding="utf-8"))
    ada, stop = factories.admin("Ada Quay"), ContactSuppression.objects.get()
    letter, listing = Campaign.objects.get(name="Spring sails"), Listing.objects.get(channel__slug="getmyboat")
    pages = ["contact/", f"campaign/{letter.pk}/change/", f"listing/{listing.pk}/change/"]
    page = opened("/admin/", person=ada, scope=Scope.ADMIN)

    found = []
    for path in pages:
        turn(page, f"/admin/reports/{path}", dark=True, viewport=NARROW)
        found.append((violations(page), page.evaluate("document.documentElement.scrollWidth")))
    page = opened(f"/admin/reports/contactsuppression/{stop.pk}/change/", person=ada, scope=Scope.ADMIN,
                  javascript=False)  # fmt: skip
    page.locator("#id_why").fill("He asked for the letters.")
    page.get_by_role("button", name="Let campaigns reach it").click()

    assert found == [([], NARROW["width"])] * 3
    assert "Campaigns reach ben@example.com again" in page.locator(".messagelist").inner_text()
