"""A real Chromium against the real application; every page is judged by axe-core."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from scc_site import clock
from scc_site.auth import sessions
from scc_site.models import Scope, User
from tests.browser.windows import Windows

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives Chromium, on committed rows."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the run: Debian's where it is installed, else Playwright's own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread; the tests are synchronous
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows(django_db_setup: None, chromium: Browser, live_server: Any) -> Iterator[Windows]:
    """The windows that tests hand on to each other; all are closed before the database goes."""
    all_of_them = Windows(chromium, live_server.url)
    yield all_of_them
    all_of_them.close()


Opener = Callable[..., Page]


@pytest.fixture
def opened(windows: Windows) -> Iterator[Opener]:
    """Opens pages: `opened(path, person=…, scope=…, javascript=…, dark=…, viewport=…)`; all are cleared afterwards.

    Each is a window of its own. `own=True` for a test that changes its window for good (its clock, its signal).
    """
    own_ones: list[Page] = []

    def open_page(
        path: str = "/",
        *,
        person: User | None = None,
        scope: str = Scope.USER,
        event_id: str = "",
        javascript: bool = True,
        dark: bool = False,
        viewport: dict[str, int] | None = None,
        own: bool = False,
    ) -> Page:
        page = windows.borrow(javascript=javascript, dark=dark, viewport=viewport or PHONE, is_new=own)
        if own:
            own_ones.append(page)
        if person:
            page.context.add_cookies([session_cookie(person, scope, windows.origin, event_id)])
        page.goto(path)
        return page

    yield open_page
    for page in own_ones:
        windows.throw_away(page)
    windows.take_back()


def turn(page: Page, path: str, *, dark: bool, viewport: dict[str, int]) -> None:
    """Load a page in a browser that is open already, in another light and size: a new browser costs a second."""
    shine(page, dark=dark, viewport=viewport)
    page.goto(path)


def shine(page: Page, *, dark: bool, viewport: dict[str, int]) -> None:
    """Show the page that is open in another light and size."""
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme="dark" if dark else "light")
    # a colour half-way between two lights is nobody's fault
    page.evaluate(
        "() => document.getAnimations().filter(each => each.transitionProperty).forEach(each => each.finish())"
    )


def session_cookie(person: User, scope: str, origin: str, event_id: str = "") -> Any:
    """The cookie of a new session."""
    session = sessions.open_for(
        person=person,
        scope=scope,
        method="operator",
        browser=sessions.Browser(ip="127.0.0.1", agent="tests"),
        at=clock.now(),
        event_id=event_id,
    )
    token = sessions.token_of(session)
    # Chromium takes a Secure cookie on loopback; `__Host-` wants no domain and the path "/"
    return {
        "name": settings.SESSION_COOKIE,
        "value": token,
        "url": origin.replace("http://", "https://"),
        "secure": True,
    }


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page, a line each, with the elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # what passes is counted, not described: describing it takes most of the time
    found = page.evaluate(
        "async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations", RULES
    )
    return [f"{each['id']}: {each['help']} — {[node['target'] for node in each['nodes']][:5]}" for each in found]
