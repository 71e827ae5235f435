"""How long occurrences are kept: 30 days where they come every so many minutes, 400 where they have a clock time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from scc_site.models import Occurrence, Schedule
from scc_site.occurrences.planning import kept


@transaction.atomic
def prune(*, at: datetime) -> int:
    """Drop occurrences that are over and older than they are kept; how many. Safe to run twice.

    None is dropped that its schedule's watermark has not passed: it would come again.
    """
    gone = 0
    for schedule in Schedule.objects.all():
        oldest = min(at - kept(schedule), schedule.planned_until)
        unfinished = Occurrence.objects.unfinished().filter(schedule=schedule).values("pk")
        old = Occurrence.objects.filter(schedule=schedule, due_at__lt=oldest).exclude(pk__in=unfinished)
        gone += old.delete()[0]
    return gone
