"""Every page of ours, as each who may open it: no fault for axe-core, nothing too wide, nothing too small to tap."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from events import lifecycle
from events.models import SailEvent
from scc_site import clock
from scc_site.models import Scope, User
from tests import factories
from tests.browser.conftest import DESK, NARROW, PHONE, Opener, shine, violations
from tests.reports import bridge, sample_report
from tests.waivers import aboard

CARD, GUEST, BY_HAND, SLIP = 9_000_077, 9_000_078, 9_000_501, 9_000_601  # no sequence comes there in a run
RUN = "7d1f6c0a-2b34-4c55-9a01-0c9de7f5ab12"
PAGES = {
    "captain": [
        "/",
        "/events/",
        "/events/{own}/",
        "/events/{own}/ready/",
        "/events/{own}/history/",
        "/events/{own}/history/?what=bookings",
        "/events/{own}/run-sheet/",
        "/events/{own}/boarding/",
        "/events/{own}/guests/",
        "/events/{own}/guests/{guest}/",
        "/events/{own}/guests/dock/",
        "/events/{own}/boarding/{guest}/qr/",
        "/events/{own}/boarding/scan/",
        "/events/{own}/boarding/count/",
        "/events/{out}/boarding/lists/",
        "/events/{out}/boarding/amend/",
        "/checklist/{own}/",
        "/checklist/{own}/?who=mine",
        "/kiosk/{own}/",
        "/kiosk/{own}/leave/",
        "/events/{own}/guests/blank/?lang=es",
        "/events/{own}/guests/{by_hand}/paper/",
        "/events/{own}/guests/{by_hand}/paper/{slip}/",
        "/auth/sessions/",
        "/mail/preferences/",
    ],
    "hand": ["/", "/events/", "/events/{own}/", "/events/{open}/", "/calendar/", "/calendar/reset/"],
    "invited": ["/events/{open}/"],
    "executive": [
        "/",
        "/mail/preferences/",
        "/reports/",
        "/reports/cfo/",
        "/reports/runs/{run}/",
        "/reports/runs/{run}/figures/1/",
        "/reports/runs/{run}/findings/1/",
        "/reports/runs/{run}.txt",
        "/reports/board/",
        "/reports/board/?role=cfo&severity=high",
        "/reports/board/{card}/",
    ],
    "office": ["/", "/auth/step-up/", "/verify/"],
    "admin": [
        "/",
        "/events/",
        "/events/{own}/",
        "/events/{own}/ready/",
        "/events/{own}/history/",
        "/events/{own}/run-sheet/",
        "/events/{own}/edit/",
        "/events/{own}/move/",
        "/events/{own}/hold/",
        "/events/{own}/cancel/",
        "/events/{held}/",
        "/events/{held}/resume/",
        "/events/{own}/bookings/",
        "/events/{own}/bookings/new/",
        "/events/{own}/bookings/MIA222/",
        "/events/{own}/bookings/MIA222/edit/",
        "/events/{own}/bookings/MIA222/cancel/",
        "/events/{own}/bookings/MIA222/move/",
        "/events/{off}/",
        "/events/{off}/bookings/",
        "/events/create/",
        "/events/{draft}/",
        "/events/season/",
        "/events/batches/",
        "/events/batches/import/",
        "/events/{own}/duplicate/",
        "/reports/",
        "/reports/cfo/",
        "/reports/runs/{run}/",
        "/reports/runs/{run}/delivery/",
        "/reports/runs/{run}/preview/",
    ],
}
WAYS = [(role, path) for role, paths in PAGES.items() for path in paths]


@pytest.fixture
def house():
    """A captain's own sail with tasks in every state, one with an offer, one draft."""
    at = clock.now()
    soon = at.replace(minute=0, second=0, microsecond=0) + factories.timedelta(hours=3)
    people = {
        "captain": factories.person("Ana Reyes", phone="+1 619 555 0101"),
        "hand": factories.person("Ben Ito"),
        "invited": factories.person("Cleo Marsh"),
        "executive": factories.person("Eve Stone", is_crew=False, is_executive=True),
        "office": factories.admin("Olga Field"),
        "admin": factories.admin("Ada Quay"),
    }
    own = factories.event(
        event_id="own-sail", departs_at=soon, notes="Two birthdays aboard.", captain_state="confirmed"
    )
    elsewhere = factories.event(event_id="open-sail", departs_at=soon + factories.timedelta(days=1))
    factories.event(event_id="draft-sail", departs_at=soon + factories.timedelta(days=2), status="draft")
    off = factories.event(
        event_id="off-sail",
        departs_at=soon + factories.timedelta(days=3),
        cancelled_why="Gale.",
        status="cancelled",
        cancelled_at=at,
        cancelled_by=people["admin"],
    )
    for sail, reference in ((own, "MIA222"), (own, "ZOE222"), (off, "OFF222")):
        party = factories.booking(
            sail,
            "Mia Torres-Baranowska",
            reference=reference,
            deposit_cents=20_000,
            lead_phone="+1 619 555 0177",
            lead_email="mia.torres@example.com",
            deposit_due_on=soon.date(),
        )
        slip = factories.payment(party, 2_000)
        factories.payment(party, 2_000, corrects=slip, note="A slip.")
        factories.payment(party, 20_000, reference="No. 104")
    factories.assignment(own, people["captain"], "captain", confirmed_by=people["admin"])
    factories.assignment(own, people["hand"], "crew", "claimed")
    factories.assignment(own, people["invited"], "chef", "covering", confirmed_by=people["admin"])
    held = factories.event(event_id="held-sail", departs_at=soon + factories.timedelta(days=4))
    lifecycle.hold(event=held, reason="Gale warning off Point Loma.", by=people["admin"], at=at)
    factories.assignment(elsewhere, people["invited"], "captain", "offered", answer_by=soon, made_by=people["admin"])
    SailEvent.objects.filter(pk=own.pk).update(seats_filled=3)
    factories.item(own, critical=True, due_at=at - factories.timedelta(minutes=9))
    factories.item(own, done_at=at, done_by=people["captain"])
    factories.item(own, set_aside_at=at, set_aside_by=people["captain"], set_aside_why="Day sail.")
    factories.item(own, anchor="sunset", note="The port lamp flickers.")
    mia = aboard.cleared(own, "Mia Torres-Baranowska", pk=GUEST, phone="+1 619 555 0177")
    aboard.child(aboard.aboard(mia, people["captain"]), is_small=True)
    aboard.cleared(own, "Zoe Lane")
    aboard.walk_in(own, "Ximena de la Cruz y Villaseñor")
    out = factories.event(event_id="out-sail", departs_at=at - factories.timedelta(hours=1), hours=0.5)
    aboard.aboard(aboard.cleared(out, "Rae Finch"), people["captain"])
    factories.assignment(out, people["captain"], "captain")
    lifecycle.depart(event=out, by=people["admin"], at=at, head_count=1)
    aboard.paper(aboard.guest(own, "Nia Fox", pk=BY_HAND), pk=SLIP)
    bridge.grant(people["executive"])
    bridge.run(sample_report.sample_report(), at=at, pk=RUN)
    bridge.card(at=at, pk=CARD)
    bridge.card(
        "CFO-02::deposits", at=at, status="in_review", severity="critical", is_regressed=True, owner=people["office"]
    )
    return people


def visit(opened: Opener, house: dict[str, User], role: str, path: str) -> Page:
    scope = {"admin": Scope.ADMIN, "invited": Scope.EVENT}.get(role, Scope.USER)
    names = {each: f"{each}-sail" for each in ("own", "open", "draft", "off", "held", "out")}
    names |= {"run": RUN, "card": str(CARD), "guest": str(GUEST), "by_hand": str(BY_HAND), "slip": str(SLIP)}
    event_id = "open-sail" if scope == Scope.EVENT else ""
    return opened(path.format(**names), person=house[role], scope=scope, event_id=event_id)


@pytest.mark.parametrize(("role", "path"), WAYS)
def test_a_page_is_clear_to_all_in_light_and_dark_fits_a_small_phone_and_its_thumb(opened: Opener, house, role, path):
    page = visit(opened, house, role, path)

    faults = {"too small for a thumb": small_targets(page)}
    for viewport, light in ((PHONE, "light"), (PHONE, "dark"), (DESK, "dark"), (DESK, "light")):
        shine(page, dark=light == "dark", viewport=viewport)
        faults[f"axe, {light}, {viewport['width']} px"] = violations(page)
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")

    assert {what: found for what, found in faults.items() if found} == {}
    assert width == NARROW["width"]


def small_targets(page: Page) -> list[str]:
    """What a thumb may miss on a phone, with its size in pixels."""
    return page.evaluate(
        """() => [...document.querySelectorAll('button, summary, select, input:not([type=hidden]), nav a, a.btn')]
              .filter(each => each.checkVisibility({visibilityProperty: true}))
              .map(each => [each.outerHTML.slice(0, 80), each.type == 'checkbox' ? each.parentElement : each])
              .map(([html, each]) => [html, each.getBoundingClientRect()])
              .filter(([, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
              .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )
