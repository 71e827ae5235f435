"""What the guests have to say about a sail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from events.contributions import Contribution
from events.log.chapters import Chapter
from events.models import Booking, SailAct, SailEvent
from events.ready.readiness import Half
from events.ready.run_sheet import Part
from scc_site.models import User
from waivers import chronicle, holds, party_lists, publishing, readiness, sheet, texts, told
from waivers.boarding import departing
from waivers.models import Guest


class WaiversContribution(Contribution):
    """The guests' voice in events.contributions."""

    def unfit(self, event: SailEvent) -> list[str]:
        """Between ports the plain release will not do."""
        return texts.unfit(event)

    def published(self, events: Sequence[SailEvent], at: datetime) -> None:
        """Those listed on drafts are invited."""
        publishing.invite_all(events=events, at=at)

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

    def counts_at(self, event: SailEvent, at: datetime) -> str:
        """The board's page for the head count."""
        return sheet.counts_at(event, at)

    def readiness(self, event: SailEvent, viewer: User, at: datetime) -> list[Half]:
        """Each guest who is expected and not cleared."""
        return readiness.halves(event, at, viewer)

    def panel(self, event: SailEvent, viewer: User, at: datetime, csrf_token: str = "") -> str:
        """Counts, and the ways to the board, for those who work aboard."""
        return sheet.panel(event, viewer, at)

    def sheet(self, event: SailEvent, as_of: datetime | None) -> list[Part]:
        """Names, diets, small life jackets, minors."""
        return sheet.part(event, as_of)

    def make_room(self, event: SailEvent, at: datetime) -> None:
        """Self-added guests whose hold ran out let go of their places."""
        holds.release_overdue(event=event, at=at)

    def party_changed(self, booking: Booking, by: User, at: datetime) -> None:
        """The lead is named, and the party's guests go where it goes."""
        party_lists.follow(booking, by=by, at=at)

    def binds(self, event_ids: Sequence[str]) -> dict[str, str]:
        """Sails that ever had a guest."""
        return told.binds(event_ids)

    def audience(self, event: SailEvent, by: User | None = None) -> list[str]:
        """How many guests would be written to."""
        return told.audience(event)

    def audiences(self, events: Sequence[SailEvent]) -> dict[int, list[str]]:
        """The same for many sails."""
        return told.audiences(events)

    def decided(self, event: SailEvent, act: SailAct) -> list[str]:
        """Holds follow a sail that moved; guests are written to, whatever was decided."""
        return told.decided(event, act)

    def chapters(self) -> list[Chapter]:
        """Who was on the list."""
        return [Chapter(Guest, "guests", chronicle.guest, called=("guardian_id", chronicle.called))]
