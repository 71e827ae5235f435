"""What the guests have to say when a sail leaves and comes back: walls, the count, the list (for the hinge)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.models import SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped
from waivers import verdicts
from waivers.boarding import checking, freezing
from waivers.models import FrozenList, Guest
from waivers.standing import Code

State, Kind = Guest.State, FrozenList.Kind
UNCOUNTED = "Count the guests aboard, and type how many they are."


def blockers(event: SailEvent, at: datetime) -> list[str]:
    """Too many aboard, or somebody aboard who is not cleared any more."""
    if not event.places_taken:
        return []
    aboard = verdicts.people_aboard(verdicts.seen_of(event, at))
    most = verdicts.most_guests(event)
    found = [
        f"{person.guest.name} is aboard and not cleared any more: {checking.held_back(person)}."
        for person in aboard
        if person.verdict.code not in (Code.OK, Code.OVER_CAPACITY)
    ]
    if len(aboard) > most:
        found.insert(0, f"{len(aboard)} guests are aboard; {event.vessel.name} may carry {most}.")
    return found


def miscounted(event: SailEvent, head_count: int | None) -> list[str]:
    """How a count differs from those aboard, before cast-off or back at the dock.

    Raises Mistyped where guests are aboard and nobody counted them.
    """
    aboard = Guest.objects.aboard(event).count()
    if head_count is None:
        if aboard:
            raise Mistyped("Nothing was changed: the guests were not counted.", {"head_count": [UNCOUNTED]})
        return []
    if head_count == aboard:
        return []
    return [_difference(event, head_count, aboard)]


def departed(event: SailEvent, by: User, at: datetime) -> None:
    """Who never came is kept as such; the list is frozen and goes ashore."""
    Guest.objects.expected(event).update(state=State.NO_SHOW)
    freezing.freeze(event=event, kind=Kind.DEPARTURE, by=by, at=at)


def returned(event: SailEvent, by: User, at: datetime) -> None:
    """The list as it came back; then everybody is ashore."""
    freezing.freeze(event=event, kind=Kind.RETURN, by=by, at=at)
    Guest.objects.aboard(event).update(state=State.ASHORE, ashore_at=at, ashore_by=by)


def manifest(event: SailEvent) -> list[dict[str, Any]]:
    """The guests aboard by name, with what a list of persons aboard must say; no phone and no birth date."""
    return [
        {
            "kind": "guest",
            "name": guest.name,
            "party": guest.booking.reference if guest.booking else "",
            "is_minor": guest.is_minor(event.sails_on),
            "is_small": guest.is_small,
            "guardian": guest.guardian.name if guest.guardian else "",
        }
        for guest in Guest.objects.aboard(event)
    ]


def _difference(event: SailEvent, counted: int, aboard: int) -> str:
    """The count, what the list says, and where to look."""
    apart = abs(counted - aboard)
    listed = f"{aboard} are" if aboard != 1 else "1 is"
    if event.status == SailEvent.Status.UNDER_WAY:
        where = f"You counted {counted}; {listed} aboard by the list."
        rest = f"{apart} missing: nobody steps off." if counted < aboard else f"{apart} too many: amend the list first."
        return f"{where} {rest}"
    rest = f"{apart} not checked in." if counted > aboard else f"{apart} checked in and not there: undo them."
    return f"You counted {counted}; {listed} checked in. {rest} Then count again."
