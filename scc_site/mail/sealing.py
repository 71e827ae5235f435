"""Seals the secrets of letters with a key that the database does not hold (pure but for the keys).

AES-256-GCM under a key derived by HKDF from RECORD_KEYS; the first key seals, every listed key opens. The seal is
bound to its row by the dedupe key: copied to another row it does not open.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12
MASK = "••••••"


class Unsealable(Exception):
    """The seal does not open: its key is gone, or the text was altered or belongs to another row."""


@lru_cache(maxsize=16)
def _cipher(key: str) -> AESGCM:
    """The cipher under one record key."""
    return AESGCM(HKDF(SHA256(), length=32, salt=None, info=b"scc outbox secrets v1").derive(key.encode()))


def seal(secrets: Mapping[str, str], *, bound_to: str) -> str:
    """Secrets as `key id:base64`, or nothing when there are none. Every call gives another text."""
    if not secrets:
        return ""
    kid, key = next(iter(settings.RECORD_KEYS.items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(key).encrypt(nonce, json.dumps(dict(secrets)).encode(), bound_to.encode())
    return f"{kid}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, *, bound_to: str) -> dict[str, str]:
    """The secrets within; raises Unsealable, whose message holds nothing secret."""
    if not sealed:
        return {}
    kid, _, text = sealed.partition(":")
    if kid not in settings.RECORD_KEYS:
        raise Unsealable(f"RECORD_KEYS has no key {kid[:40]!r}.")
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
        plain = _cipher(settings.RECORD_KEYS[kid]).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError, binascii.Error) as fault:
        raise Unsealable("The sealed text was altered, or sealed for another letter.") from fault
    found: dict[str, str] = json.loads(plain)
    return found
