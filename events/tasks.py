"""What the dock does by itself, from the minutely tick."""

from __future__ import annotations

import logging
from datetime import datetime

from events import lifecycle

log = logging.getLogger(__name__)


def board(*, at: datetime) -> None:
    """Sails whose time it is begin boarding; safe to run twice."""
    if begun := lifecycle.board_by_the_clock(at=at):
        log.info("%s sails are boarding.", begun)
