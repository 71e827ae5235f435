"""Work in the background: each takes ids alone, and is safe to run twice."""

from __future__ import annotations


def seal(record_id: int) -> None:
    """Make the sealed PDF of a record."""
