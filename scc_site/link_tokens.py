"""Links that open one thing: for what, and which number of its links, proved by a MAC (pure).

The database holds nothing to make one from. A token says for whom and for which reset it was made, so that a link that
was reset can be told from one that never was, without keeping either.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping

NUMBER_BYTES, MAC_BYTES = 4, 16
SUBJECT_BYTES = 7  # of a row's number: with the rest 27 bytes, which base64 spells in one way
SIGNS = re.compile(r"[A-Za-z0-9_-]+")


def make(purpose: bytes, subject: bytes, number: int, keys: Mapping[str, str]) -> str:
    """A token fit for a path, by the first key. All subjects of a purpose are of one length.

    Subject, number and MAC together are a multiple of three bytes: no padding, and one spelling each.
    """
    body = subject + number.to_bytes(NUMBER_BYTES, "big")
    return base64.urlsafe_b64encode(body + _mac(purpose, body, next(iter(keys.values())))).decode()


def read(purpose: bytes, token: str, keys: Mapping[str, str], *, subject_bytes: int) -> tuple[bytes, int] | None:
    """The subject a token was made for and its number; None unless one of the keys made it for this purpose."""
    length = (subject_bytes + NUMBER_BYTES + MAC_BYTES) // 3 * 4
    if len(token) != length or not SIGNS.fullmatch(token):
        return None
    raw = base64.urlsafe_b64decode(token)
    body, mac = raw[:-MAC_BYTES], raw[-MAC_BYTES:]
    if not any(hmac.compare_digest(mac, _mac(purpose, body, key)) for key in keys.values()):
        return None
    return body[:subject_bytes], int.from_bytes(body[subject_bytes:], "big")


def of_row(purpose: bytes, pk: int, number: int, keys: Mapping[str, str]) -> str:
    """The token of a table's row: 36 signs."""
    return make(purpose, pk.to_bytes(SUBJECT_BYTES, "big"), number, keys)


def row_of(purpose: bytes, token: str, keys: Mapping[str, str]) -> tuple[int, int] | None:
    """The row's number and the link's, as `read` tells them."""
    found = read(purpose, token, keys, subject_bytes=SUBJECT_BYTES)
    return (int.from_bytes(found[0], "big"), found[1]) if found else None


def _mac(purpose: bytes, body: bytes, key: str) -> bytes:
    return hmac.new(key.encode(), purpose + b"\x1f" + body, hashlib.sha256).digest()[:MAC_BYTES]
