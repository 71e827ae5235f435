"""Feed links: whose calendar and which number, proved by a MAC (pure). The database holds nothing to make one from.

A token says for whom and for which reset it was made, so that a link that was reset can be told from one that never
was, without keeping either.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from uuid import UUID

NUMBER_BYTES, MAC_BYTES = 4, 16
SUB_BYTES = 16
FORM = re.compile(r"[A-Za-z0-9_-]{48}")  # 36 bytes: no padding, and one spelling each
PURPOSE = b"calendar-feed v1\x1f"


def make(sub: UUID, number: int, keys: Mapping[str, str]) -> str:
    """The token of a person's feed with this number, by the first key: 48 signs fit for a path."""
    body = sub.bytes + number.to_bytes(NUMBER_BYTES, "big")
    return base64.urlsafe_b64encode(body + _mac(body, next(iter(keys.values())))).decode()


def read(token: str, keys: Mapping[str, str]) -> tuple[UUID, int] | None:
    """Whose feed a token was made for and its number; None unless one of the keys made it."""
    if not FORM.fullmatch(token):
        return None
    raw = base64.urlsafe_b64decode(token)
    body, mac = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
    if not any(hmac.compare_digest(mac, _mac(body, key)) for key in keys.values()):
        return None
    return UUID(bytes=body[:SUB_BYTES]), int.from_bytes(body[SUB_BYTES:], "big")


def _mac(body: bytes, key: str) -> bytes:
    return hmac.new(key.encode(), PURPOSE + body, hashlib.sha256).digest()[:MAC_BYTES]
