"""A whole list of people put on a sail's list, or nobody (verb)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.models import Booking, SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped
from waivers import guest_letters, guests, holds, typed
from waivers.models import Guest
from waivers.names import same_person
from waivers.places import Full, take


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """One line of a list: a name, and where they are written to. `line` counts from 1."""

    line: int
    name: str
    email: str = ""
    phone: str = ""


@transaction.atomic
def add_many(
    *,
    event: SailEvent,
    newcomers: Sequence[Newcomer],
    source: str,
    at: datetime,
    adder: User | None = None,
    booking: Booking | None = None,
) -> list[Guest]:
    """Put a whole list of people on a sail's list, of one party or of none. Nobody is, where one cannot be.

    Who has an address is written their link; of a draft nobody is told before it is published.
    Who is on the list already, or twice in the lines, under the same name is named as a fault.
    Raises SailShut; Mistyped with every bad line by number.
    """
    event = take(event)
    holds.release_overdue(event=event, at=at)
    if faults := _faults(newcomers, [guest.name for guest in Guest.objects.standing_on(event)]):
        raise Mistyped("Nobody was added.", {"lines": faults})
    made: list[Guest] = []
    for one in newcomers:
        try:
            guest = guests.add(
                event=event, name=one.name, source=source, at=at, adder=adder, booking=booking, email=one.email,
                phone=one.phone,
            )  # fmt: skip
            made.append(guest)
        except Full as refusal:
            words = f"Line {one.line}: {refusal.sentence} There was room for {len(made)} of these {len(newcomers)}."
            raise Mistyped("Nobody was added.", {"lines": [words]}) from refusal
    for guest in made:
        if event.is_open:
            guest_letters.invite(guest, at=at)
    return made


def _faults(newcomers: Sequence[Newcomer], known: list[str]) -> list[str]:
    """Every bad line, by number."""
    found: list[str] = []
    seen: dict[int, str] = {}
    for one in newcomers:
        wrong = [words for said in typed.faults_of(one.name, one.email, one.phone).values() for words in said]
        earlier = next((line for line, name in seen.items() if same_person(one.name, name)), None)
        if earlier:
            wrong.append(f"{one.name} stands in line {earlier} already.")
        elif any(same_person(one.name, name) for name in known):
            wrong.append(f"{one.name} is on the list already.")
        seen[one.line] = one.name
        found += [f"Line {one.line}: {words}" for words in wrong]
    return found
