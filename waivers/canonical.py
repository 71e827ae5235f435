"""One spelling for one thing: JSON whose bytes are the same wherever and whenever it is written (pure).

Keys are sorted by code point, no blank stands between signs, the bytes are UTF-8 without escapes that JSON does not ask
for, and every text is in Unicode's form NFC. Numbers are whole; one with a fraction is written as text, in its shortest
decimal form, so that no two programs spell it differently. What this gives is hashed: it never changes its ways.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any


def written(value: Any) -> bytes:
    """The bytes of a value made of mappings, sequences, texts, whole numbers, booleans, None, dates and instants.

    Raises ValueError for a number that is none (NaN, infinity) or a text that is none (lone surrogates), TypeError for
    anything else.
    """
    made = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return made.encode()


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()


def link(number: int, previous: str, content: str) -> str:
    """A record's link of the chain: of its number, the link before and the hash of what was signed, blanks between."""
    return digest(f"{number} {previous} {content}".encode())


def instant(at: datetime) -> str:
    """An aware instant in UTC to the microsecond: `2026-06-01T23:10:00.000000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any) -> Any:
    """What JSON knows of a value, each text in NFC; raises as `written` does."""
    if isinstance(value, Mapping):
        return {str(_one(str(key))): plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray | memoryview):
        return [plain(one) for one in value]
    return _one(value)


def _one(value: Any) -> Any:
    """What JSON knows of a value that holds no others."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, datetime):
        return instant(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical spelling")


def _decimal(number: float) -> int | str:
    """A whole number as itself, another as its shortest decimal text."""
    if not math.isfinite(number):
        raise ValueError("only finite numbers have a canonical spelling")
    return int(number) if number.is_integer() else repr(number)
