"""Forgetting (a verb): what sign-in need not remember any longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from scc_site.models import AuthSession, LoginCode, RateCounter

KEEP_CODES = timedelta(days=30)  # long enough to ask who signed in and who called a link back
KEEP_SESSIONS = timedelta(days=90)


@transaction.atomic
def purge(*, at: datetime) -> dict[str, int]:
    """Remove counters whose window is over, codes 30 days dead and sessions 90 days over; how many of each."""
    removed = {
        "counters": RateCounter.objects.filter(ends_at__lte=at),
        "codes": LoginCode.objects.filter(link_expires_at__lt=at - KEEP_CODES, code_expires_at__lt=at - KEEP_CODES),
        "sessions": AuthSession.objects.filter(expires_at__lt=at - KEEP_SESSIONS),
    }
    return {name: rows.delete()[0] for name, rows in removed.items()}
