"""Time that guests have, and what becomes of their places when it is over (verbs).

A place is free from the instant its hold ends, whether or not a job has run: whoever asks for one calls
`release_overdue` first. The sail is held before its guests.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from events import wording
from events.models import SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped
from waivers import guest_letters, standing
from waivers.models import Guest
from waivers.places import refuse_aboard, stored, take_with

State = Guest.State


def release_all(*, at: datetime) -> int:
    """Let go of every place whose time is over, sail by sail; how many. Safe to run twice."""
    sails = SailEvent.objects.filter(guests__in=Guest.objects.overdue(at)).distinct().order_by("pk")
    return sum(release_overdue(event=sail, at=at) for sail in sails)


@transaction.atomic
def release_overdue(*, event: SailEvent, at: datetime, but: Guest | None = None) -> int:
    """Let go of a sail's places whose time is over, `but` one guest's; how many. Who goes is told where an address is.

    The sail as given counts its places anew. Safe to run twice.
    """
    if not Guest.objects.filter(event=event).overdue(at).exists():
        return 0
    SailEvent.objects.locked(event)
    due = Guest.objects.filter(event=event).overdue(at).exclude(pk=but.pk if but else 0)
    found = list(due.select_for_update(no_key=True).order_by("pk"))
    for guest in found:
        guest.event = event
        guest.state, guest.released_at = State.RELEASED, at
        guest.save(update_fields=["state", "released_at"])
        guest_letters.released(guest, at=at)
    event.refresh_from_db(fields=["guests_added"])
    return len(found)


@transaction.atomic
def rehold(*, guest: Guest, at: datetime) -> Guest:
    """Give a guest whose time ran out new time, and a place if theirs was let go; who has time left keeps it.

    Raises Full where others have the places now, SailShut, OffTheList.
    """
    event, held = take_with(guest)
    if not standing.has_run_out(held, at):
        return held
    return hold_anew(held, standing.hold_until(departs_at=event.departs_at, invited_at=at), at)


@transaction.atomic
def extend(*, guest: Guest, until: datetime, by: User, at: datetime) -> Guest:
    """Give a guest time until an instant; a place too, if theirs was let go.

    Raises Mistyped for a time that is over or comes after the return, Full, Aboard, SailShut, OffTheList.
    """
    event, held = take_with(guest)
    refuse_aboard(held)
    if not at < until <= event.returns_at:
        back = wording.moment(event.returns_at, at, settings.HOUSE_ZONE)
        faults = {"until": [f"Choose a time still to come, before the sail is back ({back})."]}
        raise Mistyped("The hold was not changed.", faults)
    if held.state not in (*Guest.WAITING, State.RELEASED):
        words = f"{held.name} is {held.get_state_display()}: there is no hold to extend."
        raise Mistyped("The hold was not changed.", {"until": [words]})
    return hold_anew(held, until, at)


def hold_anew(held: Guest, until: datetime, at: datetime) -> Guest:
    """A locked guest of a locked sail, in a place until an instant. Raises Full, PartyFull."""
    release_overdue(event=held.event, at=at, but=held)
    if held.state not in Guest.WAITING:
        held.state = State.ON_HOLD
    held.hold_until, held.released_at = until, None
    guest_letters.forget_reminders(held, at=at)
    return stored(held, "state", "hold_until", "released_at")


def state_at(guest: Guest, at: datetime) -> str:
    """The state as it is at an instant: `released` from the end of the hold on, though no job has run."""
    return State.RELEASED if guest.state in Guest.WAITING and standing.place_is_free(guest, at) else guest.state


@transaction.atomic
def follow(*, event: SailEvent, old_departs_at: datetime, at: datetime) -> int:
    """Let holds follow a sail that has just been moved and is held, keeping what was given on top; how many changed.

    Nobody who had time left has less than two hours now; time that was over revives if the new times say so.
    """
    changed = []
    for guest in Guest.objects.filter(event=event).listed().filter(state__in=Guest.WAITING).select_for_update():
        until = _moved(guest, old_departs_at, event.departs_at, at)
        if until != guest.hold_until:
            guest.hold_until = until
            changed.append(guest)
    Guest.objects.bulk_update(changed, ["hold_until"])
    return len(changed)


def _moved(guest: Guest, old: datetime, new: datetime, at: datetime) -> datetime:
    """A hold at the new departure: a day before it and what the house gave on top, at the latest at departure."""
    usual = standing.hold_until(departs_at=old, invited_at=guest.added_at)
    plain = standing.hold_until(departs_at=new, invited_at=guest.added_at)
    given = max(guest.hold_until - usual, timedelta())
    fresh = max(plain, min(plain + given, new))
    return fresh if guest.hold_until <= at else max(fresh, at + standing.LEAST_HOLD)
