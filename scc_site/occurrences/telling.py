"""What the office is told about its machinery: a job that fails for good, a clock that jumped, a silence."""

from __future__ import annotations

import logging
from datetime import datetime

from scc_site.desk import said
from scc_site.models import Occurrence

log = logging.getLogger(__name__)


def failed(occurrence: Occurrence, *, at: datetime) -> None:
    """An occurrence has failed for good: told once for all that follow it without one that went well between."""
    well = Occurrence.objects.filter(
        schedule=occurrence.schedule, state=Occurrence.State.DONE, due_at__lt=occurrence.due_at
    )
    last = well.order_by("-due_at").first()
    _tell(
        kind="schedule_failed",
        key=f"{occurrence.schedule.name}:{last.slot if last else 'never'}",
        words=f"{occurrence.schedule.name}, due {said(occurrence.due_at)}, failed {occurrence.attempts} times and is "
        f"not tried again by itself. The last fault: {occurrence.why}",
        at=at,
    )


def _tell(*, kind: str, key: str, words: str, at: datetime) -> None:
    """One incident to the office."""
    log.error("%s (%s): %s", kind, key, words)
