"""Work in the background: each takes ids alone, and is safe to run twice."""

from __future__ import annotations

import logging
from datetime import datetime

from scc_site import clock
from waivers import holds, reminders, sealing

log = logging.getLogger(__name__)


def release_holds(*, at: datetime) -> None:
    """Let go of places whose time is over; safe to run twice."""
    if gone := holds.release_all(at=at):
        log.info("%s holds of guests ran out.", gone)


def remind(*, at: datetime) -> None:
    """Remind guests of the signature that is missing; safe to run twice."""
    if told := reminders.remind(at=at):
        log.info("%s guests were reminded.", told)


def seal(record_id: int) -> None:
    """Make the sealed PDF of a record, unless it is there; where this machine cannot, the log says what it lacks."""
    if fault := sealing.hindrance():
        log.error("waiver %s waits for its PDF: %s", record_id, fault)
        return
    sealing.make(record_id, at=clock.now())
