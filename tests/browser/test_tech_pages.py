"""The desks of technology, the cloud and clients in Chromium: no fault for axe-core, nothing too wide."""

from __future__ import annotations

import pytest

from reports.models import SecurityFinding, TechComponent
from scc_site.models import Scope
from tests import factories
from tests.browser.conftest import DESK, Opener, shine, violations
from tests.reports.test_tech_inputs import taken_in

NARROW = {"width": 320, "height": 640}
LISTS = ("invoice",)
FORMS = (TechComponent, SecurityFinding)


@pytest.mark.browser
def test_axe_finds_nothing_and_nothing_is_too_wide(opened: Opener, db):
    taken_in()
    ada = factories.admin("Ada Quay")
    paths = [f"/admin/reports/{table}/" for table in LISTS]
    paths += [f"/admin/reports/{kind._meta.model_name}/{kind.objects.first().pk}/change/" for kind in FORMS]
    page = opened("/admin/", person=ada, scope=Scope.ADMIN)

    found = []
    for path in paths:
        page.goto(path)
        for dark, viewport in ((False, NARROW), (True, DESK)):
            shine(page, dark=dark, viewport=viewport)
            wide = page.evaluate("document.documentElement.scrollWidth")
            found.append((path, violations(page), wide - viewport["width"]))

    assert [fault for fault in found if fault[1:] != ([], 0)] == []
