"""What only a real browser shows: a link looked at stays unused; its form posts past CSRF and referrer policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from scc_site import clock
from scc_site.auth import sign_in
from scc_site.models import AuthSession, LoginCode
from tests import factories, letters
from tests.browser.conftest import Opener


def link_for(person) -> str:
    return letters.path_of(sign_in.print_link(person=person, scope="user", at=clock.now()))


def test_a_browser_that_runs_scripts_and_waits_leaves_the_link_unused(opened: Opener):
    path = link_for(factories.person())

    page = opened(path)
    page.wait_for_load_state("networkidle")
    page.mouse.move(100, 100)
    page.wait_for_timeout(2000)

    assert LoginCode.objects.get().used_at is None
    assert not AuthSession.objects.exists()
    assert [c for c in page.context.cookies() if c["name"].endswith("scc")] == []


@pytest.mark.parametrize("javascript", [True, False])
def test_the_links_form_posts_past_csrf_and_referrer_policy(opened: Opener, javascript):
    page = opened(link_for(factories.person("Ana")), javascript=javascript)

    with page.expect_response(lambda r: r.request.method == "POST") as posted:
        page.get_by_role("button", name="Sign in", exact=True).click()

    assert posted.value.status == 303
    assert posted.value.request.header_value("origin") != "null"
    assert LoginCode.objects.get().used_at is not None


@pytest.mark.parametrize("javascript", [True, False])
def test_ask_read_and_type(opened: Opener, javascript):
    ana = factories.person("Ana", email="ana@example.com")
    page = opened("/auth/sessions/", javascript=javascript)

    page.get_by_label("Email address").fill(" ANA@example.com")
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_label("Code").fill("zzz")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("A code has six letters and digits").first).to_be_visible()
    page.get_by_label("Code").fill(letters.newest()["code"].lower().replace("-", " "))
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()
    assert AuthSession.objects.get().person == ana


def test_the_session_cookie_is_out_of_reach_of_scripts(opened: Opener):
    page = opened(link_for(factories.person()))
    page.get_by_role("button", name="Sign in", exact=True).click()

    cookie = next(c for c in page.context.cookies() if c["name"] == "__Host-scc")

    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"], cookie["path"]) == (True, True, "Lax", "/")
    assert "scc" not in page.evaluate("document.cookie")


def test_not_you_calls_the_link_back(opened: Opener):
    path = link_for(factories.person())
    page = opened(path)

    page.get_by_role("button", name="Not you?").click()
    expect(page.get_by_text("no longer work")).to_be_visible()
    page.goto(path)

    expect(page.get_by_role("button", name="Send me a new one")).to_be_visible()
    assert LoginCode.objects.get().revoked_why == "not you"


def test_signing_out_and_the_step_up_from_the_page(opened: Opener):
    office = factories.admin("Office")
    page = opened("/admin/", person=office)

    page.get_by_role("button", name="Send me the link").click()
    page.goto(letters.path_of(letters.newest()["link"]))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(page.url.split("/admin/")[0] + "/admin/")
    page.goto("/auth/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert not AuthSession.objects.filter(ended_at=None).exists()
