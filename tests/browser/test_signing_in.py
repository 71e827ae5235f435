"""Signing in, as a person does it."""

from __future__ import annotations

import pytest

from scc_site import clock
from scc_site.auth import sign_in
from scc_site.models import AuthSession, Scope
from tests import factories
from tests.browser.conftest import Opener, violations


def path_of_link(person, scope=Scope.USER) -> str:
    return "/auth/" + sign_in.print_link(person=person, scope=scope, at=clock.now()).split("/auth/", 1)[1]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_and_one_button_lead_home(opened: Opener, javascript):
    ana = factories.person("Ana")

    page = opened(path_of_link(ana), javascript=javascript)
    page.get_by_role("button", name="Sign in").first.click()

    assert page.url.endswith("/")
    assert AuthSession.objects.get().person == ana


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", ["/auth/magic-link/", "/auth/code/", "/auth/link/no-such-link/", "/auth/sign-out/"])
def test_the_pages_of_a_stranger_have_no_fault(opened: Opener, path, dark):
    assert violations(opened(path, dark=dark)) == []
