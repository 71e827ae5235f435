"""Minors and the adults who sign for them: found on the list, or given a place (inside a signature's transaction)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Booking, SailEvent
from waivers import guests, holds, names
from waivers.drafts import Given, Minor
from waivers.models import Guest
from waivers.places import Full

Source, State = Guest.Source, Guest.State


def refuse_crowd(*, guest: Guest, dependants: Sequence[Minor], at: datetime) -> None:
    """Raises Full, naming how many are too many, unless each dependant who is no guest yet finds a place.

    The party's places without a name come first, then those of the sail. Exact while the sail is held.
    """
    wanted = sum(_listed(guest, one) is None for one in dependants)
    holds.release_overdue(event=guest.event, at=at)
    free = unnamed(guest.booking) + guest.event.places_left
    if wanted > free:
        raise Full(" ".join([_crowd(len(dependants), wanted - free), call_us()]))


def unnamed(booking: Booking | None) -> int:
    """The places of a party that have no name yet."""
    if booking is None or not booking.is_live:
        return 0
    return max(0, booking.party_size - Guest.objects.filter(booking=booking).seated().count())


def seat(*, signer: Guest, dependants: Iterable[Minor], at: datetime) -> list[Guest]:
    """The guests that these dependants are, each with the signer as guardian; those not listed yet get a place.

    The caller holds the sail. Raises Full.
    """
    return [_seated(signer, one, at) for one in dependants]


def guardian_for(*, guest: Guest, given: Given, at: datetime) -> Guest:
    """The guest who is the adult that signs for a minor on the minor's own link; one not listed yet gets a place.

    Raises Full: no minor boards without their adult.
    """
    for one in _kin(guest):
        if names.same_person(given.guardian, one.name) and not one.is_minor(guest.event.sails_on):
            return one
    return _added(guest, given.guardian, at)


def call_us() -> str:
    """What to do when the house has to help."""
    if not settings.HOUSE_PHONE:
        return _("Ask the crew at the dock.")
    return _("Call us: %(phone)s.") % {"phone": settings.HOUSE_PHONE}


def _crowd(count: int, too_many: int) -> str:
    if too_many == count:
        return ngettext(
            "There is no place left for your child.", "There is no place left for your %(count)d children.", count
        ) % {"count": count}
    return ngettext(
        "The boat has not enough places: of your %(count)d children %(over)d is too many.",
        "The boat has not enough places: of your %(count)d children %(over)d are too many.",
        too_many,
    ) % {"count": count, "over": too_many}


def _seated(signer: Guest, one: Minor, at: datetime) -> Guest:
    child = _listed(signer, one) or _added(signer, one.name, at)
    child.event, child.guardian = signer.event, signer
    child.born_on, child.relationship = one.born_on, one.relationship
    child.save(update_fields=["guardian", "born_on", "relationship"])
    return child


def _listed(signer: Guest, one: Minor) -> Guest | None:
    """Who is on the list already under this name: the signer's own dependant, or a child their party named.

    Nobody who has signed, or whose date of birth is known to be another, is taken for somebody's child.
    """
    for known in _kin(signer):
        if known.pk != signer.pk and names.same_person(one.name, known.name):
            own = known.guardian_id == signer.pk
            waits = known.guardian_id is None and known.record_id is None and known.state in Guest.WAITING
            if own or (waits and known.born_on in (None, one.born_on)):
                return known
    return None


def _kin(guest: Guest) -> list[Guest]:
    """The guest's party, dependants and guardian: those whose names they may know."""
    party = list(Guest.objects.of_party(guest.booking)) if guest.booking else []
    close = [guest.guardian] if guest.guardian and guest.guardian.removed_at is None else []
    found = [*party, *guest.dependants.listed().order_by("pk"), *close]
    return list({one.pk: one for one in found}.values())


def _added(beside: Guest, name: str, at: datetime) -> Guest:
    """Somebody new beside a guest: in the party while it has a place without a name, else in a place of their own.

    Whoever comes with somebody whom nobody asked is asked by nobody either: staff accepts them all.
    """
    event: SailEvent = beside.event
    booking = beside.booking if unnamed(beside.booking) else None
    came = beside.source if beside.is_self_added else Source.GUARDIAN
    made = guests.add(event=event, name=name, source=came, booking=booking, language=beside.language, at=at)
    made.event = event
    return made
