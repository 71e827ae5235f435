"""The letters' desk in Chromium: find what came back, read it as it left, send a failed one again, see its tries."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scc_site import clock
from scc_site.mail import pump
from scc_site.models import MailAttempt, MailEvent, OutgoingMail, Scope, Suppression
from tests import factories
from tests.browser.conftest import DESK, NARROW, PHONE, Opener, shine, violations
from tests.mail.letters_for_tests import post

LIST = "/admin/scc_site/outgoingmail/"
PLAIN = str.maketrans("", "", "{}/")
SHOTS = os.environ.get("SCC_SHOTS", "")  # a folder for pictures to look at
LINK = "https://crew.example.com/auth/link/" + "S" * 43 + "/"


@pytest.fixture
def desk(settings, tmp_path):
    """An admin; a letter that came back, one that failed, one that waits."""
    settings.EMAIL_PROVIDER, settings.SCC_DATA_DIR = "file", tmp_path
    now = clock.now()
    ana = factories.person("Ana Reyes", email="ana.reyes@example.com")
    back = post(at=now, person=ana, secrets={"link": LINK})
    pump.run(time=clock.now)
    failed, waiting = post(at=now), post(at=now, person=factories.person("Ben Ito"))
    MailAttempt.objects.create(mail=failed, number=1, token=1, at=now, outcome="refused", detail="550 not today")
    OutgoingMail.objects.filter(pk=failed.pk).update(state="failed", attempts=1, fault="550 not today")
    OutgoingMail.objects.filter(pk=back.pk).update(state="bounced", possible_duplicate=True)
    MailEvent.objects.create(
        source="ses", notice="n1", mail=back, kind="bounce", recipient=ana.email, happened_at=now, received_at=now,
        detail={"diagnostic": "smtp; 550 5.1.1 no such user"},
    )  # fmt: skip
    Suppression.objects.create(address=ana.email, cause="bounce", reason="No such user", since=now, letter=back)
    return factories.admin("Mike Mast"), back, failed, waiting


def shoot(page, name):
    """Keep a picture, where somebody asked for pictures."""
    if SHOTS:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_office_finds_reads_and_sends_again(opened: Opener, desk, javascript):
    mike, _, failed, _ = desk
    page = opened("/admin/", person=mike, scope=Scope.ADMIN, javascript=javascript, viewport=DESK)

    page.get_by_role("link", name="Letters", exact=True).first.click()
    page.locator("#changelist-filter").get_by_role("link", name="bounced", exact=True).click()
    page.wait_for_url("**/?state=bounced")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    page.locator("#result_list tbody th a").click()
    frame = page.frame_locator("iframe.letter")
    assert "Ahoy, Ana Reyes: the tide turns" in frame.locator("h1").inner_text()
    assert LINK not in page.content()
    assert "smtp; 550 5.1.1 no such user" in page.locator(".moments").inner_text()
    assert (
        page.get_by_role("link", name="Mend the address, or lift the block").get_attribute("href").startswith("/admin/")
    )

    page.goto(f"{LIST}{failed.pk}/change/")
    page.get_by_role("button", name="Send again").click()
    assert "They did not leave: nobody gets anything twice." in page.locator("main, #content").first.inner_text()
    page.get_by_role("button", name="Send again").click()
    assert "1 letter queued again." in page.locator(".messagelist").inner_text()
    page.goto(f"{LIST}{failed.pk}/change/")
    story = page.locator(".moments").inner_text()
    assert story.index("550 not today") < story.index("Send again. By Mike Mast.")
    assert OutgoingMail.objects.get(pk=failed.pk).state == "queued"


@pytest.mark.parametrize("path", ["", "{back}/change/", "{waiting}/change/", "frozen/", "ask", "home"])
def test_axe_finds_nothing_and_nothing_is_too_wide(opened: Opener, desk, path):
    mike, back, failed, waiting = desk
    if path == "frozen/":
        OutgoingMail.objects.filter(pk=waiting.pk).update(state="frozen")
    address = LIST + path.format(back=back.pk, waiting=waiting.pk).replace("ask", f"{failed.pk}/change/")
    address = "/admin/" if path == "home" else address

    page = opened(address, person=mike, scope=Scope.ADMIN)

    found = []
    for dark, viewport in ((False, NARROW), (True, DESK), (False, PHONE)):
        shine(page, dark=dark, viewport=viewport)
        if path == "ask":
            page.goto(address)
            page.get_by_role("button", name="Send again").click()
        shoot(page, f"letters-{path.translate(PLAIN) or 'list'}-{viewport['width']}{'-dark' if dark else ''}")
        found.append((violations(page), page.evaluate("document.documentElement.scrollWidth")))

    assert found == [([], size["width"]) for size in (NARROW, DESK, PHONE)]
