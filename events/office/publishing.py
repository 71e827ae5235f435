"""The acts of the sails' list that the sail itself knows: publish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events import lifecycle
from events.models import SailEvent
from events.office.acts import Act
from scc_site.models import User


class Publish(Act):
    """Drafts become visible to the crew."""

    name = "publish_chosen"
    label = "Publish the chosen drafts"

    def one(self, sail: SailEvent, asked: dict[str, Any], *, by: User, at: datetime) -> str:
        """Show a draft to the crew."""
        lifecycle.publish(event=sail, at=at)
        return "published, the crew can see it."
