"""A real Chromium against the real application; every page is judged by axe-core."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scc_site import clock
from scc_site.auth import sessions
from scc_site.models import Scope, User

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


Opener = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, live_server: Any) -> Iterator[Opener]:
    """Opens pages: `opened(path, person=…, scope=…, javascript=…, dark=…, viewport=…)`; all are closed afterwards."""
    contexts: list[BrowserContext] = []

    def open_page(
        path: str = "/",
        *,
        person: User | None = None,
        scope: str = Scope.USER,
        event_id: str = "",
        javascript: bool = True,
        dark: bool = False,
        viewport: dict[str, int] | None = None,
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            viewport=viewport or PHONE,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if person:
            context.add_cookies([session_cookie(person, scope, live_server.url, event_id)])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def turn(page: Page, path: str, *, dark: bool, viewport: dict[str, int]) -> None:
    """Load a page in a browser that is open already, in another light and size: a new browser costs a second."""
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.goto(path)


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
