"""The captain’s board in a real Chromium: one tap on the row, found by typing, true without signal."""

from __future__ import annotations

import pytest

from scc_site import clock
from scc_site.models import User
from tests import factories
from tests.browser.conftest import DESK, NARROW, PHONE, violations
from tests.waivers import aboard
from waivers.models import Guest


def crowded() -> tuple[User, dict[str, Guest]]:
    """A sail that boards, with somebody in every state."""
    at = clock.now()
    sail = factories.event(
        event_id="own-sail", departs_at=at + factories.timedelta(minutes=25), status="boarding", capacity=12,
        vessel=factories.vessel(name="JADA", legal_maximum=12), dock="Shelter Island, dock C",
    )  # fmt: skip
    ana = factories.person("Ana Reyes", phone="+1 619 555 0101")
    factories.assignment(sail, ana, "captain")
    party = factories.booking(sail, "Mia Torres-Baranowska", party_size=5, lead_phone="+1 619 555 0177")
    until = sail.departs_at + factories.timedelta(hours=1)
    of = {"booking": party, "source": Guest.Source.BOOKING, "hold_until": until}
    late = {"hold_until": at - factories.timedelta(hours=2)}
    mia = aboard.cleared(sail, "Mia Torres-Baranowska", phone="+1 619 555 0177", is_lead=True, **of)
    found = {
        "mia": mia,
        "kit": aboard.child(mia, "Kit Torres", is_small=True, **of),
        "leo": aboard.guest(sail, "Leo Park", email="leo@example.com", phone="+1 619 555 0178", **of),
        "zoe": aboard.aboard(aboard.cleared(sail, "Zoe Lane", **of), ana, at),
        "walk": aboard.walk_in(sail, "Ximena de la Cruz y Villaseñor", hold_until=until),
        "late": aboard.guest(sail, "Nils Berg", phone="+1 619 555 0180", email="nils@example.com", **late),
        "nay": aboard.guest(sail, "Otto Quint", state="declined", declined_at=at, declined_why="Ill", **late),
        "out": aboard.cleared(sail, "Rae Finch", revoked_at=at, revoked_by=ana, revoked_why="Drunk on the dock"),
    }
    return ana, found


def test_one_tap_anywhere_on_the_row_checks_in_and_lets_the_child_follow(opened):
    ana, guests = crowded()
    page = opened("/events/own-sail/boarding/", person=ana)
    row, child = page.locator(f"#guest-{guests['mia'].pk}"), page.locator(f"#guest-{guests['kit'].pk}")
    row.scroll_into_view_if_needed()
    box = row.locator(".tap").bounding_box()
    assert child.locator(".guest-word").inner_text() == "hold"

    page.mouse.click(box["x"] + box["width"] - 8, box["y"] + box["height"] - 8)
    row.get_by_text("Mia Torres-Baranowska is aboard.").wait_for()

    assert child.locator(".guest-word").inner_text() == "may board"
    assert page.locator("#counters dd").all_inner_texts() == ["2", "1", "3", "2", "8/12"]
    assert Guest.objects.get(pk=guests["mia"].pk).aboard_by == ana
    assert (box["height"] >= 72, row.locator(".guest-name").evaluate("e => getComputedStyle(e).fontSize")) == (
        True,
        "28px",
    )


def test_a_tap_without_signal_says_so_in_the_row_and_keeps_nothing(opened):
    ana, guests = crowded()
    page = opened("/events/own-sail/boarding/", person=ana, own=True)
    row = page.locator(f"#guest-{guests['mia'].pk}")

    page.context.set_offline(True)
    row.locator("button.tap").click()
    words = row.locator(".fault").inner_text()

    assert words.endswith("No signal: nothing was kept. Tap again when it is back.")
    assert Guest.objects.get(pk=guests["mia"].pk).aboard_at is None


def test_a_name_is_found_while_it_is_typed(opened):
    ana, _ = crowded()
    page = opened("/events/own-sail/boarding/", person=ana)

    page.get_by_label("Find by name or party").fill("torres kit")

    assert page.locator(".guest:visible .guest-name").all_inner_texts() == ["Kit Torres"]


@pytest.mark.parametrize(("viewport", "dark"), [(NARROW, False), (PHONE, True), (DESK, False)])
def test_the_board_is_for_everybody_s_eyes_and_thumbs(opened, viewport, dark):
    ana, _ = crowded()
    page = opened("/events/own-sail/boarding/", person=ana, viewport=viewport, dark=dark)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
