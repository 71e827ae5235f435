"""Guests of a sail that is decided about: their holds follow, and who gave an address is written to."""

from __future__ import annotations

from collections.abc import Sequence

from events.models import SailAct, SailEvent
from waivers import guest_letters, holds
from waivers.models import Guest

Kind = SailAct.Kind
WRITES = {
    Kind.MOVED: guest_letters.moved,
    Kind.HELD: guest_letters.held,
    Kind.RESUMED: guest_letters.resumed,
    Kind.CANCELLED: guest_letters.cancelled,
}


def decided(event: SailEvent, act: SailAct) -> list[str]:
    """Follow what was decided about a sail, in the same transaction; whom the house told, as a number.

    A draft moves silently; of its cancellation whoever booked is told.
    """
    if act.kind == Kind.MOVED:
        holds.follow(event=event, old_departs_at=act.old_departs_at, at=act.at)
    if event.status == SailEvent.Status.DRAFT:
        return []
    reached = list(Guest.objects.reached(event))
    for guest in reached:
        guest.event = event
        WRITES[Kind(act.kind)](guest, at=act.at)
    return counted(len(reached))


def audience(event: SailEvent) -> list[str]:
    """How many guests a decision about the sail would reach; of a draft nobody."""
    if event.status == SailEvent.Status.DRAFT:
        return []
    return counted(Guest.objects.reached(event).count())


def audiences(events: Sequence[SailEvent]) -> dict[int, list[str]]:
    """The same for many sails, by number: one query."""
    numbers = Guest.objects.reached_on(events)
    return {event.pk: counted(numbers.get(event.pk, 0)) for event in events if event.status != SailEvent.Status.DRAFT}


def counted(number: int) -> list[str]:
    """Guests are told of as a number: their names are their own."""
    return [] if not number else ["1 guest" if number == 1 else f"{number} guests"]


def binds(event_ids: Sequence[str]) -> dict[str, str]:
    """Which of these sails ever had a guest on their list, in words: one query."""
    found = Guest.objects.filter(event__event_id__in=event_ids).order_by("pk").values_list("event__event_id", "name")
    return {event_id: f"{name} is or was on her list of guests" for event_id, name in found}
