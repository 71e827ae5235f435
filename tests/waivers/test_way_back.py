"""A guest who signs on the captain's phone: the pages lead back to the board, and nobody else's do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from scc_site import clock
from tests import factories
from tests.signing_in import signed_in
from tests.waivers import aboard
from waivers import links

pytestmark = pytest.mark.django_db
ANA, OLGA, BEN = "Ana Reyes", "Olga Field", "Ben Ito"


@pytest.fixture
def sail():
    return factories.event(departs_at=clock.now() + timedelta(days=2))


@pytest.fixture
def browsers(client, sail):
    """Of the captain, of the office, of crew of another sail, and of a guest."""
    ana = factories.person(ANA)
    factories.assignment(sail, ana, "captain")
    return {
        ANA: signed_in(ana), OLGA: signed_in(factories.admin(OLGA), "admin"), BEN: signed_in(factories.person(BEN)),
        "": client,
    }  # fmt: skip


def ways_back(browser, path):
    answer = browser.get(path, secure=True)
    return answer.status_code, re.findall(r'href="([^"]*boarding/[^"]*)"', answer.content.decode())


@pytest.mark.parametrize("page", ["/guest/{}/", "/waiver/{}/", "/waiver/{}/receipt/"])
def test_who_works_aboard_is_led_back_to_the_guests_row_and_nobody_else_is(sail, browsers, page):
    aboard.text()
    mia = aboard.cleared(sail, signed_at=clock.now()) if "receipt" in page else aboard.guest(sail)
    path, row = page.format(links.guest_token(mia)), f"/events/{sail.event_id}/boarding/#guest-{mia.pk}"

    found = {who: ways_back(browser, path) for who, browser in browsers.items()}

    assert found == {ANA: (200, [row]), OLGA: (200, [row]), BEN: (200, []), "": (200, [])}


def test_nothing_that_was_sent_along_changes_where_the_way_leads(sail, browsers):
    mia = aboard.guest(sail)
    path = f"/guest/{links.guest_token(mia)}/?next=https://evil.example/boarding/&from=https://evil.example/boarding/"

    assert ways_back(browsers[ANA], path) == (200, [f"/events/{sail.event_id}/boarding/#guest-{mia.pk}"])
