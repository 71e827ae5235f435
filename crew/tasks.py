"""What the crew's part of the house does by itself, from the minutely tick."""

from __future__ import annotations

import logging
from datetime import datetime

from crew import roles

log = logging.getLogger(__name__)


def expire_offers(*, at: datetime) -> None:
    """End offers nobody answered in time; safe to run twice."""
    if ended := roles.expire_offers(at=at):
        log.info("%s offers lapsed.", ended)
