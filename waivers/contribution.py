"""What the guests have to say about a sail."""

from __future__ import annotations

from datetime import datetime

from events.contributions import Contribution
from events.models import SailEvent
from waivers import holds


class WaiversContribution(Contribution):
    """The guests' voice in events.contributions."""

    def make_room(self, event: SailEvent, at: datetime) -> None:
        """Self-added guests whose hold ran out let go of their places."""
        holds.release_overdue(event=event, at=at)
