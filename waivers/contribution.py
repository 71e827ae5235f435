"""What the guests have to say about a sail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.contributions import Contribution
from events.models import SailEvent
from scc_site.models import User
from waivers import holds, texts
from waivers.boarding import departing


class WaiversContribution(Contribution):
    """The guests' voice in events.contributions."""

    def unfit(self, event: SailEvent) -> list[str]:
        """Between ports the plain release will not do."""
        return texts.unfit(event)

    def blockers(self, event: SailEvent, at: datetime) -> list[str]:
        """Too many aboard, or somebody who is not cleared any more."""
        return departing.blockers(event, at)

    def miscounted(self, event: SailEvent, head_count: int | None) -> list[str]:
        """A count that is not the number of those aboard."""
        return departing.miscounted(event, head_count)

    def departed(self, event: SailEvent, head_count: int | None, by: User, at: datetime) -> None:
        """The list of those aboard is frozen and goes ashore; the rest did not come."""
        departing.departed(event, by, at)

    def returned(self, event: SailEvent, head_count: int | None, by: User, at: datetime) -> None:
        """Everybody is ashore."""
        departing.returned(event, by, at)

    def manifest(self, event: SailEvent) -> list[dict[str, Any]]:
        """The guests aboard, by name."""
        return departing.manifest(event)

    def make_room(self, event: SailEvent, at: datetime) -> None:
        """Self-added guests whose hold ran out let go of their places."""
        holds.release_overdue(event=event, at=at)
