"""The desks of records in Chromium: no fault for axe-core, nothing too wide, and a row kept without JavaScript."""

from __future__ import annotations

from reports.models import DeliveryJob, OwnershipStake
from scc_site.models import Scope
from tests import factories
from tests.browser.conftest import NARROW, Opener, turn, violations
from tests.reports.test_holdings_inputs import taken_in


def test_records_are_read_and_kept_on_a_phone_in_the_dark_without_javascript(opened: Opener):
    taken_in()
    ada, job = factories.admin("Ada Quay"), DeliveryJob.objects.get(key="EYD-1")
    pages = ["ownershipstake/", f"deliveryjob/{job.pk}/change/"]
    page = opened("/admin/", person=ada, scope=Scope.ADMIN)

    found = []
    for path in pages:
        turn(page, f"/admin/reports/{path}", dark=True, viewport=NARROW)
        found.append((violations(page), page.evaluate("document.documentElement.scrollWidth")))
    page = opened("/admin/reports/ownershipstake/add/", person=ada, scope=Scope.ADMIN, javascript=False)
    page.locator("#id_unit").select_option(label="Jada")
    page.locator("#id_person").fill("Cy Mast")
    page.locator("#id_percent").fill("5")
    page.get_by_role("button", name="Save", exact=True).click()

    assert found == [([], NARROW["width"])] * 2
    assert "5 % of Jada belongs to nobody yet." in page.locator(".messagelist").inner_text()
    assert OwnershipStake.objects.get(person="Cy Mast").percent == 5
