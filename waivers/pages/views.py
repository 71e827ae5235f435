"""Pages of guests."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from waivers.doors import open_to_guests, unknown


@open_to_guests
def lost(request: HttpRequest, rest: str) -> HttpResponse:
    """An address beneath the guests' doors that is none of theirs: answered as a token that opens nothing."""
    return unknown(request)
