"""A frozen list put right after cast-off (verbs): somebody was missed, or was not aboard."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from events.models import SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal
from waivers import verdicts
from waivers.boarding import checking, freezing
from waivers.models import FrozenList, Guest

State, Status = Guest.State, SailEvent.Status
UNCHANGED = "The list was not amended."


class NotOut(Refusal):
    """The sail has not left, or is closed: there is no list to put right."""


class NeverSigned(Refusal):
    """Somebody without a waiver cannot have been aboard, as far as the list goes."""


@transaction.atomic
def amend(*, event: SailEvent, number: int, why: str, by: User, at: datetime) -> FrozenList:
    """Take a guest who was not aboard off the list, or put one who was missed on it; the new list goes ashore.

    Which of the two follows from how they stand. Raises NotOut, NeverSigned, BoatFull, Mistyped without a reason or
    for somebody who is not on this sail.
    """
    event = SailEvent.objects.locked(event)
    if event.status not in (Status.UNDER_WAY, Status.RETURNED):
        raise NotOut(f"The sail is {event.get_status_display()}: there is no list to amend.")
    words = checking.reason(why, UNCHANGED)
    guest = Guest.objects.one_of(event, number)
    if guest is None:
        raise Mistyped(UNCHANGED, {"guest": ["Choose somebody of this sail."]})
    if guest.state in (State.ABOARD, State.ASHORE):
        _take_off(guest, words)
        said = f"{guest.name} was not aboard: {words}"
    else:
        _put_on(guest, words, event=event, by=by, at=at)
        said = f"{guest.name} was aboard: {words}"
    return freezing.freeze(event=event, kind=FrozenList.Kind.AMENDMENT, by=by, at=at, why=said[:200])


def choices(event: SailEvent) -> list[tuple[str, list[tuple[int, str]]]]:
    """Those whom an amendment may be about: aboard, or not."""
    listed = list(Guest.objects.standing_on(event))
    on = [(one.pk, one.name) for one in listed if one.state in (State.ABOARD, State.ASHORE)]
    off = [(one.pk, one.name) for one in listed if one.state == State.NO_SHOW]
    groups = (("Was not aboard", on), ("Was missed, and is aboard", off))
    return [(title, people) for title, people in groups if people]


def _take_off(guest: Guest, why: str) -> None:
    guest.state, guest.undone_why = State.NO_SHOW, why
    guest.aboard_at = guest.aboard_by = guest.ashore_at = guest.ashore_by = None
    guest.save(update_fields=["state", "undone_why", "aboard_at", "aboard_by", "ashore_at", "ashore_by"])


def _put_on(guest: Guest, why: str, *, event: SailEvent, by: User, at: datetime) -> None:
    if guest.record is None:
        words = (
            f"{guest.name} has signed no waiver and cannot be on the list. Tell the shore contact by phone, at once."
        )
        raise NeverSigned(words)
    aboard = sum(one.guest.state in (State.ABOARD, State.ASHORE) for one in verdicts.of_sail(event, at))
    if aboard >= verdicts.most_guests(event):
        raise checking.BoatFull(f"{aboard} guests are on the list: {event.vessel.name} may carry no more.")
    guest.state, guest.undone_why = State.ABOARD, why
    guest.aboard_at, guest.aboard_by = at, by
    if event.status == Status.RETURNED:
        guest.state, guest.ashore_at, guest.ashore_by = State.ASHORE, at, by
    guest.save(update_fields=["state", "undone_why", "aboard_at", "aboard_by", "ashore_at", "ashore_by"])
