"""The names of a party, as its lead gives them (verbs). The sail is held before its guests."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Booking
from scc_site.refusals import Mistyped, Refusal
from waivers import guests, names, places
from waivers.models import Guest
from waivers.places import PartyFull

LONGEST_PASTE = 20_000
TAKEN_OFF = "Taken off by the party’s lead."


class HasSigned(Refusal):
    """Who has signed is not renamed nor taken off by somebody else."""


@transaction.atomic
def give(*, booking: Booking, lines: str, language: str, at: datetime) -> list[Guest]:
    """Put names, one a line, on the party's list, all or none; who stands there already stays as they are.

    Raises Mistyped with every bad line by number, and where the party has fewer places; SailShut.
    """
    event = places.take(booking.event)
    known = [guest.name for guest in _coming(booking)]
    wanted = _clean(lines)
    fresh = [name for name in wanted if not any(names.same_person(name, other) for other in known)]
    try:
        return [
            guests.add(
                event=event, name=name, source=Guest.Source.PARTY, booking=booking, language=language, at=at
            )
            for name in fresh
        ]  # fmt: skip
    except PartyFull:
        free = max(0, booking.party_size - len(known))
        words = _("Your party has %(free)d free places, and these are %(names)d names.")
        raise _refused([words % {"free": free, "names": len(fresh)}]) from None


@transaction.atomic
def rename(*, guest: Guest, name: str, at: datetime) -> Guest:
    """Mend the name of somebody of the party who has not signed. Raises Mistyped, HasSigned, SailShut, OffTheList."""
    _refuse_signed(guest)
    if fault := _fault(name):
        raise Mistyped(fault, {"name": [fault]})
    return guests.rename(guest=guest, name=name, at=at)


@transaction.atomic
def take_off(*, guest: Guest, at: datetime) -> Guest:
    """Keep that somebody of the party who has not signed is not coming: the place is free for another name.

    Raises HasSigned, SailShut, OffTheList.
    """
    _refuse_signed(guest)
    return guests.decline(guest=guest, why=TAKEN_OFF, at=at)


def _refuse_signed(guest: Guest) -> None:
    """Raises HasSigned as the rows stand, which are held from here on."""
    _event, held = places.take_with(guest)
    if held.record_id is not None:
        raise HasSigned(_("Somebody who has signed is not changed here. Ask them, or call us."))


def _coming(booking: Booking) -> list[Guest]:
    return [guest for guest in Guest.objects.of_party(booking) if guest.state in Guest.SEATED]


def _clean(lines: str) -> list[str]:
    """The names, without blank lines; raises Mistyped with every line that is no name, or stands twice."""
    found: list[str] = []
    faults: list[str] = []
    for number, line in enumerate(lines[:LONGEST_PASTE].splitlines(), 1):
        if not line.strip():
            continue
        fault = _fault(line)
        if not fault and any(names.same_person(line, other) for other in found):
            fault = _("%(name)s stands here twice. Add a second name to one of them.") % {"name": names.clean(line)}
        if fault:
            faults.append(_("Line %(number)d: %(fault)s") % {"number": number, "fault": fault})
        else:
            found.append(names.clean(line))
    if faults or not found:
        raise _refused(faults or [_("Write at least one name.")])
    return found


def _fault(name: str) -> str:
    """What is wrong with a name, in the reader's words."""
    try:
        names.clean(name)
    except names.Unfit:
        return _("This is no name we can keep: letters that can be seen, %(most)d at most.") % {"most": names.LONGEST}
    return ""


def _refused(faults: list[str]) -> Mistyped:
    return Mistyped(_("Nobody was added."), {"names": faults})
