"""The one door to django-q2: work that must not hold up a request.

A task carries no business data beyond ids and is safe to run twice, late, or never for a while.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django_q.models import Schedule
from django_q.tasks import async_task

TICK = "scc_site.tick.run"


def enqueue(path: str, *arguments: int | str) -> None:
    """Queue the function at a dotted path; the row is part of the caller's transaction."""
    async_task(path, *arguments)


@transaction.atomic
def keep_schedule(*, at: datetime) -> None:
    """Make sure that django-q2 holds its one schedule, the minutely tick, and no other.

    One malformed row would stop them all, and whoever writes a row runs code: so there is one, and it is ours.
    A next run that lies too far ahead (the clock was wrong) is brought back to now.
    """
    ours = Schedule.objects.select_for_update().filter(name="tick", func=TICK, schedule_type="I", minutes=1, repeats=-1)
    keep = ours.order_by("pk").first() or Schedule.objects.create(
        name="tick", func=TICK, schedule_type=Schedule.MINUTES, minutes=1, repeats=-1, next_run=at
    )
    Schedule.objects.exclude(pk=keep.pk).delete()
    Schedule.objects.filter(pk=keep.pk, next_run__gt=at + timedelta(minutes=2)).update(next_run=at)
