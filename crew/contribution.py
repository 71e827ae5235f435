"""What the crew has to say about a sail: who is missing, who is aboard, who must hear that it moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from crew import chronicle, pages, readiness, sheet, standing
from crew.models import Assignment
from crew.seating import ROLE_ORDER, seating_of
from events.contributions import Contribution, Prospect
from events.log.chapters import Chapter
from events.models import SailAct, SailEvent
from events.ready.readiness import Half
from events.ready.run_sheet import Part
from events.timing import Times
from scc_site.models import User

State = Assignment.State


class CrewContribution(Contribution):
    """The crew's voice in events.contributions."""

    def readiness(self, event: SailEvent, viewer: User, at: datetime) -> list[Half]:
        """Each required seat; a holder who asks for cover counts."""
        return [readiness.half(event, viewer, at)]

    def panel(self, event: SailEvent, viewer: User, at: datetime, csrf_token: str = "") -> str:
        """The seats, and what the viewer may do about them."""
        return render_to_string("crew/_panel.html", pages.panel(event, viewer, at, csrf_token=csrf_token))

    def sheet(self, event: SailEvent, as_of: datetime | None) -> list[Part]:
        """Every seat, its holder and their phone."""
        return [sheet.part(event, as_of)]

    def manifest(self, event: SailEvent) -> list[dict[str, Any]]:
        """The crew aboard, in the order of the roster."""
        return [
            {"kind": "crew", "role": holding.seat.role, "name": holding.person.name, "phone": holding.person.phone}
            for holding in seating_of(event).aboard()
        ]

    def roles_of(self, person: User, event_ids: Sequence[str]) -> dict[str, str]:
        """The person's role on each sail where they have a seat, or an offer of one; one query."""
        held = Assignment.objects.active().filter(person=person, event__event_id__in=event_ids)
        return {
            event_id: f"{role}, {State(state).label}" if state in (State.OFFERED, State.CLAIMED) else role
            for event_id, role, state in held.values_list("event__event_id", "seat__role", "state")
        }

    def binds(self, event_ids: Sequence[str]) -> dict[str, str]:
        """Sails on which a seat was ever held or offered, with whoever has or had it; one query."""
        found: dict[str, str] = {}
        rows = Assignment.objects.filter(event__event_id__in=event_ids).order_by("pk")
        for event_id, name, state in rows.values_list("event__event_id", "person__name", "state"):
            if state in Assignment.ACTIVE:
                found[event_id] = f"{name} has a seat or an offer"
            else:
                found.setdefault(event_id, f"{name} once had a seat or an offer")
        return found

    def owners(self, event: SailEvent) -> dict[str, list[User]]:
        """Whoever is aboard in each role."""
        found: dict[str, list[User]] = {}
        for holding in seating_of(event).aboard():
            found.setdefault(holding.seat.role, []).append(holding.person)
        return found

    def hold(self, event: SailEvent) -> None:
        """Lock whoever has a seat or an offer on the sail, in one order for all."""
        people = User.objects.filter(assignments__in=Assignment.objects.active().filter(event=event))
        list(people.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk"))

    def audience(self, event: SailEvent, by: User | None = None) -> list[str]:
        """Whoever has a seat or an offer, but not who acts."""
        people = (found.person for place in seating_of(event).places for found in place.people())
        return [person.name for person in people if by is None or person.pk != by.pk]

    def audiences(self, events: Sequence[SailEvent]) -> dict[int, list[str]]:
        """The same for many sails, in one query."""
        rows = Assignment.objects.active().filter(event__in=events).select_related("seat", "person")
        found: dict[int, list[str]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (ROLE_ORDER[row.seat.role], row.seat.number, row.is_successor)):
            found[row.event_id].append(row.person.name)
        return found

    def chapters(self) -> list[Chapter]:
        """Who held which seat."""
        person = ("takes_over_id", lambda row, names: names.person(row["person_id"]))
        return [Chapter(Assignment, "seats", chronicle.assignment, called=person)]

    def prospects(self, event: SailEvent, times: Times, by: User, at: datetime) -> list[Prospect]:
        """Who would keep their seat at other times, and who would confirm it again, and why."""
        return standing.prospects(event, times, by=by, at=at)

    def loosen(self, event: SailEvent, times: Times, by: User, at: datetime) -> None:
        """Whoever cannot be taken for granted at the new times is asked again."""
        standing.loosen(event, times, by=by, at=at)

    def decided(self, event: SailEvent, act: SailAct) -> list[str]:
        """Write to whoever has a seat or an offer; after a cancellation they stand down."""
        return standing.decided(event, act)
