"""What the guests have to say about a sail."""

from __future__ import annotations

from events.contributions import Contribution


class WaiversContribution(Contribution):
    """The guests' voice in events.contributions."""
