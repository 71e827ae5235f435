"""Feed links: whose calendar and which number (pure). See scc_site.link_tokens."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from scc_site import link_tokens

PURPOSE = b"calendar-feed v1"
SUB_BYTES = 16


def make(sub: UUID, number: int, keys: Mapping[str, str]) -> str:
    """The token of a person's feed with this number, by the first key: 48 signs fit for a path."""
    return link_tokens.make(PURPOSE, sub.bytes, number, keys)


def read(token: str, keys: Mapping[str, str]) -> tuple[UUID, int] | None:
    """Whose feed a token was made for and its number; None unless one of the keys made it."""
    found = link_tokens.read(PURPOSE, token, keys, subject_bytes=SUB_BYTES)
    return (UUID(bytes=found[0]), found[1]) if found else None
