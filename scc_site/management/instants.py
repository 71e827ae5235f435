"""Instants as an argument of commands."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import datetime

from django.conf import settings
from django.core.management.base import CommandError

from scc_site import clock
from scc_site.occurrences import rules


def instant(text: str) -> datetime:
    """An ISO date and time of the centuries that have schedules, aware, in house time unless it names its zone.

    For argparse, which exits with 2 on what is none.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not an ISO date and time such as 2026-06-01T17:00") from None
    if not rules.FIRST_DAY <= found.date() <= rules.LAST_DAY:
        raise ArgumentTypeError(f"{text!r} is not between {rules.FIRST_DAY} and {rules.LAST_DAY}")
    return found if found.tzinfo else found.replace(tzinfo=settings.HOUSE_ZONE)


def this_instant(at: datetime | None) -> datetime:
    """The instant asked for, or now; a future one is refused in production."""
    now = clock.now()
    if at and at > now and not settings.DEBUG:
        raise CommandError(f"{at.isoformat()} lies in the future, which production refuses.")
    return at or now
