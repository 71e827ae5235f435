"""Cells that the dock's own files hold beyond the books' (readers as in `cells`): instants, addresses, terms."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.conf import settings

from reports.importing.cells import Hints, Unreadable
from scc_site.addresses import InvalidAddress, canonical

ROLES = ("crew", "admin", "executive")
MOST_CENTS = 100_000_000  # as the dock keeps


def instant(written: str, _: Hints) -> datetime:
    """`2026-12-05T23:30:00Z`; without an offset the house's own clock is meant. In UTC."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise Unreadable("is no instant: write one like 2026-12-05T23:30:00Z") from None
    if found.tzinfo is None:
        found = found.replace(tzinfo=settings.HOUSE_ZONE)
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise Unreadable("is no instant of the calendar") from None


def cents(written: str, _: Hints) -> int:
    """Whole cents, never below 0."""
    if not (written.isascii() and written.isdigit()) or len(written) > len(str(MOST_CENTS)):
        raise Unreadable("is no whole number of cents")
    if int(written) > MOST_CENTS:
        raise Unreadable("is too large to be true")
    return int(written)


def address(written: str, _: Hints) -> str:
    """An email address, as written."""
    try:
        canonical(written)
    except InvalidAddress as fault:
        raise Unreadable(f"is no address: {fault}") from None
    return written


def roles(written: str, _: Hints) -> frozenset[str]:
    """Words of crew, admin, executive, between blanks, commas or semicolons."""
    found = frozenset(written.lower().replace(",", " ").replace(";", " ").split())
    if not found <= set(ROLES):
        raise Unreadable(f"is none of: {', '.join(ROLES)}")
    return found


def steps(written: str, _: Hints) -> list[list[int]]:
    """`[[336, 100], [168, 50]]`: hours before departure and the percent that comes back, the farthest first."""
    try:
        found = json.loads(written)
        steps = [[hours, percent] for hours, percent in found]
    except (ValueError, TypeError, RecursionError):
        raise Unreadable("is no list of steps such as [[336, 100], [168, 50]]") from None
    if not all(type(number) is int for step in steps for number in step):
        raise Unreadable("holds more than whole numbers")
    if any(hours < 0 or not 0 <= percent <= 100 for hours, percent in steps):  # noqa: PLR2004 - percent
        raise Unreadable("holds hours below 0, or a share that is no percentage")
    return sorted(steps, reverse=True)
