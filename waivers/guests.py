"""Who comes aboard: put on a sail's list and taken off it (verbs). The sail is held before its guests.

A guest of no party takes a place of the sail, one of a party a place of the party; infants count, crew does not.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from events.models import Booking, SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped
from waivers import clearing, guest_letters, holds, standing, typed
from waivers.models import Guest
from waivers.places import Full, SailShut, refuse_aboard, stored, take, take_with

State = Guest.State
__all__ = [
    "Full", "SailShut", "accept", "add", "decline", "invite", "new_link", "remove", "rename", "restore", "revoke",
]  # fmt: skip


@transaction.atomic
def add(
    *,
    event: SailEvent,
    name: str,
    source: str,
    at: datetime,
    adder: User | None = None,
    booking: Booking | None = None,
    email: str = "",
    phone: str = "",
    language: str = Guest.Language.ENGLISH,
    born_on: date | None = None,
    guardian: Guest | None = None,
    relationship: str = "",
    is_lead: bool = False,
    is_answered: bool = False,
) -> Guest:
    """Put somebody on a sail's list, if a place is free; at the dock and the tablet they begin on hold, else invited.

    `is_answered`: on hold too, though somebody else named them.

    A dependant is of the guardian's party, and counts as having come the guardian's way where nobody asked either.
    Raises Full, PartyFull, SailShut; Mistyped for a name, an address, a phone or a birth date that is none.
    """
    event = take(event)
    said = typed.person(name, email, phone)
    typed.born(born_on, event.sails_on)
    if guardian is not None:
        booking = booking or guardian.booking
        source = guardian.source if guardian.is_self_added else source
    if booking is not None and (booking.event_id != event.pk or not booking.is_live):
        raise SailShut("This party is not on this sail any more.")
    holds.release_overdue(event=event, at=at)
    until = standing.hold_until(departs_at=event.departs_at, invited_at=at)
    own = source in Guest.SELF_ADDED
    guest = Guest(
        event=event, booking=booking, source=source, adder=adder, added_at=at, hold_until=until, language=language,
        state=State.ON_HOLD if own or is_answered else State.INVITED, guardian=guardian, born_on=born_on,
        relationship=relationship, is_lead=is_lead, **said,
    )  # fmt: skip
    return stored(guest)


@transaction.atomic
def accept(*, guest: Guest, by: User, at: datetime) -> Guest:
    """Let somebody who added themself stay, with their dependants; who has signed is cleared. Twice is once.

    Whose time ran out gets new time and a place again; who has signed already is cleared. Raises Full, SailShut,
    OffTheList.
    """
    event, held = take_with(guest)
    if held.accepted_at is None:
        if standing.has_run_out(held, at):
            until = standing.hold_until(departs_at=event.departs_at, invited_at=at)
            held = holds.hold_anew(held, until, at)
        held.accepted_at, held.accepted_by = at, by
        held.save(update_fields=["accepted_at", "accepted_by"])
        held = clearing.settle(held)
        clearing.settle(held)
        for child in held.dependants.listed().filter(accepted_at__isnull=True, source__in=Guest.SELF_ADDED):
            accept(guest=child, by=by, at=at)
    return held


@transaction.atomic
def decline(*, guest: Guest, why: str, at: datetime) -> Guest:
    """Keep that a guest will not sign or come: their place is free. Raises Aboard, SailShut, OffTheList."""
    _, held = take_with(guest)
    refuse_aboard(held)
    if held.state != State.DECLINED:
        held.state, held.declined_at, held.declined_why = State.DECLINED, at, _in_short(why)
        held.save(update_fields=["state", "declined_at", "declined_why"])
        guest_letters.forget_reminders(held, at=at)
    return held


@transaction.atomic
def remove(*, guest: Guest, why: str, by: User, at: datetime) -> Guest:
    """Take somebody off the list: the place is free, their link says so from now on.

    Raises Mistyped without a reason, Aboard, SailShut, OffTheList.
    """
    _, held = take_with(guest)
    refuse_aboard(held)
    held.removed_at, held.removed_by, held.removed_why = at, by, typed.reason(why, f"{held.name} stays on the list.")
    held.save(update_fields=["removed_at", "removed_by", "removed_why"])
    guest_letters.forget(held, why="The guest was taken off the list.", at=at)
    return held


@transaction.atomic
def rename(*, guest: Guest, name: str, at: datetime) -> Guest:
    """Mend a misspelt name; what stood there first is kept beside it. Raises Mistyped, Aboard, SailShut, OffTheList."""
    _, held = take_with(guest)
    refuse_aboard(held)
    said = typed.person(name)["name"]
    if said != held.name:
        held.name, held.name_given = said, held.name_given or held.name
        held.save(update_fields=["name", "name_given"])
    return held


@transaction.atomic
def new_link(*, guest: Guest, by: User, at: datetime) -> Guest:
    """Make the guest's link anew: older ones open nothing. A letter with one that still waits is written again."""
    _, held = take_with(guest)
    waited = guest_letters.forget_links(held, at=at)
    held.link_number += 1
    held.save(update_fields=["link_number"])
    if waited:
        guest_letters.invite(held, at=at)
    return held


@transaction.atomic
def invite(*, guest: Guest, at: datetime) -> Guest:
    """Write the guest their link. Raises Mistyped where no address is known, SailShut, OffTheList."""
    _, held = take_with(guest)
    if not held.email:
        raise Mistyped("Nothing was sent.", {"email": [f"No address of {held.name} is known: show them the link."]})
    guest_letters.invite(held, at=at)
    return held


@transaction.atomic
def revoke(*, guest: Guest, why: str, by: User, at: datetime) -> Guest:
    """Take a clearance back: the guest is blocked until it is restored. Raises Mistyped, SailShut, OffTheList."""
    _, held = take_with(guest)
    words = typed.reason(why, "Nothing was changed.")
    if held.revoked_at is None:
        held.revoked_at, held.revoked_by, held.revoked_why = at, by, words
        held.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
    return held


@transaction.atomic
def restore(*, guest: Guest, why: str, by: User, at: datetime) -> Guest:
    """Undo a revocation, or take up again who declined, with new time and a place.

    Raises Mistyped without a reason, Full, SailShut, OffTheList.
    """
    event, held = take_with(guest)
    held.undone_why = typed.reason(why, "Nothing was changed.")
    held.revoked_at = held.revoked_by = None
    held.revoked_why = ""
    held.save(update_fields=["undone_why", "revoked_at", "revoked_by", "revoked_why"])
    if held.state == State.DECLINED:
        held = holds.hold_anew(held, standing.hold_until(departs_at=event.departs_at, invited_at=at), at)
        held.declined_at, held.declined_why = None, ""
        held.save(update_fields=["declined_at", "declined_why"])
    return held


def _in_short(why: str) -> str:
    """A reason that may be left out, in one line."""
    return " ".join(why.split())[: typed.LONGEST_REASON]
