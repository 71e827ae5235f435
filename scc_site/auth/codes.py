"""Codes, links and their fingerprints (pure but for the operating system's randomness).

A code is a verifier, never a selector: 32^6 codes are few enough to be guessed when any of many would do.
What the database keeps can be turned back into none of them without a key that is not in the database.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Mapping

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O, U
LENGTH = 6
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})

Keys = Mapping[str, str]  # key id → key; the first writes, all read


class NotACode(ValueError):
    """What was typed cannot be a code, whatever the right one is."""


def new_code() -> str:
    """Six characters out of 2^30, from the system's randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_token() -> str:
    """A URL-safe value of 256 bits, 43 characters."""
    return secrets.token_urlsafe(32)


def new_flow(*, typed: bool) -> str:
    """A flow cookie of 256 bits; its first letter says whether its browser typed the address or only held a link."""
    return ("t" if typed else "h") + new_token()


def knows_address(flow: str) -> bool:
    """Whether the browser of a flow typed the address itself, so that a page may show it in full."""
    return flow.startswith("t")


def shown(code: str) -> str:
    """A code as a person reads it: `7Q4-KZP`."""
    return f"{code[:3]}-{code[3:]}"


def normalise(typed: str) -> str:
    """The six characters a person meant: any case, width, blanks and dashes; O is 0, I and L are 1.

    Raises NotACode when it cannot be a code at all: that is a slip of the hand and counts as no attempt.
    """
    text = unicodedata.normalize("NFKC", typed).upper()
    kept = "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Pd")
    code = kept.translate(MISREAD)
    if len(code) != LENGTH or any(c not in ALPHABET for c in code):
        raise NotACode("A code has six letters and digits.")
    return code


def writing_key(keys: Keys) -> str:
    """The id of the key that new rows are made with: the first."""
    return next(iter(keys))


def _mac(key: str, *parts: str) -> str:
    """HMAC-SHA256 in hex; the parts cannot contain the separator."""
    return hmac.new(key.encode(), "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def code_mac(code: str, *, row: int, purpose: str, key: str) -> str:
    """A code's fingerprint, bound to its row and purpose: it says nothing about the same code elsewhere."""
    return _mac(key, "login-code", str(row), purpose, code)


def flow_mac(flow: str, *, key: str) -> str:
    """The fingerprint of the cookie of the browser that asked."""
    return _mac(key, "login-flow", flow)


def flow_macs(flow: str, keys: Keys) -> list[str]:
    """The fingerprints a flow cookie may be stored under: one for each key still held."""
    return [flow_mac(flow, key=key) for key in keys.values()]


def link_mac(token: str) -> str:
    """SHA-256 of a link's token; 256 random bits need no key."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def counter_key(limit: str, subject: str, keys: Keys) -> str:
    """What a counter is kept under: the table holds no address in clear."""
    return _mac(keys[writing_key(keys)], "counter", limit, subject)


def same(one: str, other: str) -> bool:
    """Whether two fingerprints are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
