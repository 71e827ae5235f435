"""Windows of the browser that tests borrow and give back: opening one costs Chromium a second, clearing one nothing."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

STILL = "/static/img/favicon.svg"  # of the house, so no other process is started for it; asks nothing, keeps nothing


class Windows:
    """A window for whoever asks, as a visitor finds it: nobody signed in, nothing kept, no page of ours in sight."""

    def __init__(self, chromium: Browser, origin: str) -> None:
        self.chromium, self.origin = chromium, origin
        self.free: dict[bool, list[Page]] = {True: [], False: []}
        self.lent: list[tuple[bool, Page]] = []

    def borrow(self, *, javascript: bool, dark: bool, viewport: dict[str, int], is_new: bool = False) -> Page:
        """A window that nobody looks through; where asked for, one that nobody ever did."""
        page = self._made(javascript) if is_new or not self.free[javascript] else self.free[javascript].pop()
        self.lent.append((javascript, page))
        page.context.clear_cookies()
        page.set_viewport_size(viewport)
        page.emulate_media(media="null", color_scheme="dark" if dark else "light", reduced_motion="reduce")
        return page

    def throw_away(self, page: Page) -> None:
        """Close a window that was changed for good."""
        self.lent = [one for one in self.lent if one[1] is not page]
        page.context.close()

    def take_back(self) -> None:
        """Clear what was lent for the next test."""
        for javascript, page in self.lent:
            self._clear(page)
            self.free[javascript].append(page)
        self.lent.clear()

    def close(self) -> None:
        """Close all: a window keeps a line to the server open, and the server one to the database."""
        for page in [*self.free[True], *self.free[False]]:
            page.context.close()

    def _made(self, javascript: bool) -> Page:
        context = self.chromium.new_context(base_url=self.origin, java_script_enabled=javascript)
        return context.new_page()

    def _clear(self, page: Page) -> None:
        """Leave the page it shows, close other tabs, forget what scripts kept; cookies go when it is lent again."""
        for other in page.context.pages:
            if other is not page:
                other.close()
        page.goto(STILL)
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
