"""Work in the background: each takes ids alone, and is safe to run twice."""

from __future__ import annotations

import logging

from scc_site import clock
from waivers import sealing

log = logging.getLogger(__name__)


def seal(record_id: int) -> None:
    """Make the sealed PDF of a record, unless it is there; where this machine cannot, the log says what it lacks."""
    if fault := sealing.hindrance():
        log.error("waiver %s waits for its PDF: %s", record_id, fault)
        return
    sealing.make(record_id, at=clock.now())
