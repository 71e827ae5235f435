"""A letter's HTML on a page of ours: in a frame that has no origin, no script and no form."""

from __future__ import annotations

from django.http import HttpResponse

# A letter brings its own inline styles, which the house's policy forbids everywhere else.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
HEADERS = {"Content-Security-Policy": LETTER_POLICY, "X-Frame-Options": "SAMEORIGIN", "Cache-Control": "no-store"}


def framed(html: str) -> HttpResponse:
    """The letter alone, for the frame; its links open beside it."""
    return HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1), headers=HEADERS)
