"""A worker that ran and did no work: once it is replaced the office is told, by a letter that its successor sends."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from scc_site.desk import said
from scc_site.mail import alerts
from scc_site.models import Heartbeat
from scc_site.occurrences.telling import TICKED

log = logging.getLogger(__name__)


def tell(*, seconds: float, at: datetime) -> None:
    """Say that no job came through for so long and that the worker was replaced; where that fails it is logged.

    The incident is the silence since the last tick: when the next tick notices it too, it is the same one.
    """
    since = at - timedelta(seconds=seconds)
    try:
        last = Heartbeat.objects.filter(name=TICKED).first()
        alerts.raise_alarm(
            kind="silent_scheduler",
            key=f"{last.at if last else since:%Y-%m-%dT%H:%M}",
            words=f"The worker stood still from {said(since)} to {said(at)}; it was replaced.",
            at=at,
            since=since,
        )
    except Exception as fault:  # noqa: BLE001 - whatever it is, the supervisor must live
        log.warning("The office cannot be told that the worker stood still: %s", fault)
