"""The windows that tests hand on: the next one finds nothing of the last."""

from __future__ import annotations

from scc_site.models import Scope
from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.browser.windows import STILL


def test_a_window_given_back_knows_nothing_of_its_last_visitor(opened, windows, settings):
    page = opened("/", person=factories.admin("Ada Quay"), scope=Scope.ADMIN, dark=True, viewport=DESK)
    page.evaluate("() => { localStorage.known = sessionStorage.known = 'Ada'; }")
    page.emulate_media(media="print")
    page.context.new_page()

    windows.take_back()
    again = windows.borrow(javascript=True, dark=False, viewport=PHONE)

    assert again is page
    assert again.url == windows.origin + STILL
    assert again.context.pages == [page]
    assert [each for each in again.context.cookies() if each["name"] == settings.SESSION_COOKIE] == []
    assert again.evaluate("() => [localStorage.length, sessionStorage.length, innerWidth]") == [0, 0, PHONE["width"]]
    assert again.evaluate("() => ['print', '(prefers-color-scheme: dark)'].map(each => matchMedia(each).matches)") == [
        False,
        False,
    ]
    assert again.goto("/").url == f"{windows.origin}/auth/magic-link/"
