"""Asks Amazon SNS's own host for a page: a certificate, or the confirmation of a subscription.

Whoever calls has judged the address. No redirect is followed, nothing long is read, nobody waits for long.
"""

from __future__ import annotations

import time
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from scc_site.mail.hooks.refusals import Away, Untrusted

SILENCE_SECONDS = 3
WHOLE_SECONDS = 8
MOST_BYTES = 64 * 1024
PIECE = 8 * 1024
PERHAPS_LATER = {408, 425, 429}
SERVER_FAULT = 500


class Nowhere(HTTPRedirectHandler):
    """Follows no redirect: the answer is the redirect itself, which is none."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """No other request is made."""


def get(url: str) -> bytes:
    """The page; raises Away when it may be there later, Untrusted when the host says that there is none."""
    try:
        with build_opener(Nowhere).open(Request(reached(url)), timeout=SILENCE_SECONDS) as answer:  # noqa: S310 - judged
            return _read(answer)
    except HTTPError as refusal:
        refusal.close()
        if refusal.code >= SERVER_FAULT or refusal.code in PERHAPS_LATER:
            raise Away("Amazon SNS's own host is not well just now.") from None
        raise Untrusted("Amazon SNS's own host knows nothing of it.") from None
    except (OSError, HTTPException):
        raise Away("Amazon SNS's own host is out of reach.") from None


def reached(url: str) -> str:
    """The address itself; for tests the same page of a host on this machine, which production refuses at its start."""
    if not settings.SNS_TEST_ORIGIN:
        return url
    parts = urlsplit(url)
    return f"{settings.SNS_TEST_ORIGIN}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def _read(answer: HTTPResponse) -> bytes:
    """The whole body; raises Away when it is longer than anything we ask for, or comes too slowly."""
    body, end = b"", time.monotonic() + WHOLE_SECONDS
    while piece := answer.read1(PIECE):
        body += piece
        if len(body) > MOST_BYTES or time.monotonic() > end:
            raise Away("Amazon SNS's own host does not come to an end.")
    return body
