"""Letters of a restored backup: they may have left since it was made, so they wait until a person has looked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from scc_site.models import OutgoingMail

State = OutgoingMail.State


@transaction.atomic
def release(*, at: datetime) -> int:
    """Let the frozen letters leave with the next tick, those whose time is over excepted; how many."""
    frozen = OutgoingMail.objects.filter(state=State.FROZEN)
    frozen.filter(expires_at__lte=at).update(state=State.EXPIRED, sealed="", finished_at=at)
    return frozen.update(state=State.QUEUED)


@transaction.atomic
def drop(*, at: datetime) -> int:
    """Cancel the frozen letters; how many."""
    frozen = OutgoingMail.objects.filter(state=State.FROZEN)
    return frozen.update(state=State.CANCELLED, sealed="", finished_at=at, fault="dropped after a restore")
