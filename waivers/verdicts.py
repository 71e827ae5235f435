"""Who may board a sail: everybody's verdict from the rows, in two queries however many they are (reads)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from events.models import Booking, SailEvent
from waivers import reads, standing, texts
from waivers.models import Guest, PaperWaiver, WaiverRecord
from waivers.reads import Claim
from waivers.standing import Known, Verdict

State = Guest.State
CACHE = "waivers.verdicts"
OVER = (State.RELEASED, State.DECLINED, State.NO_SHOW)


@dataclass(frozen=True)
class Person:
    """A guest of a sail, what is known of them, and what it comes to."""

    guest: Guest
    known: Known
    verdict: Verdict

    @property
    def is_aboard(self) -> bool:
        """Whether they were checked in, and have not left the boat since."""
        return self.guest.state == State.ABOARD

    @property
    def is_expected(self) -> bool:
        """Whether the boat waits for them: neither aboard nor gone."""
        return self.guest.state in (State.INVITED, State.ON_HOLD, State.CLEARED)

    @property
    def is_cleared(self) -> bool:
        """Whether a signature that still holds covers them, whoever is aboard."""
        return standing.is_cleared(self.known)


def of_sail(event: SailEvent, at: datetime) -> list[Person]:
    """Everybody on a sail's list by name, with their verdicts: two queries, one where nobody is listed."""
    guests = list(Guest.objects.standing_on(event))
    papers = PaperWaiver.objects.waiting_on(event) if guests else frozenset()
    return _judged(event, guests, papers, at)


def seen_of(event: SailEvent, at: datetime) -> list[Person]:
    """The same, read once per event object: for the pieces of one page."""
    kept: dict[str, list[Person]] = event.__dict__.setdefault("_prefetched_objects_cache", {})
    if CACHE not in kept:
        kept[CACHE] = of_sail(event, at)
    return kept[CACHE]


def of(guest: Guest, at: datetime) -> Verdict:
    """One guest's verdict as the rows stand; somebody taken off the list is judged as if they asked for a place."""
    return standing.verdict(known_of(guest, at), at)


def known_of(guest: Guest, at: datetime) -> Known:
    """All that one guest's verdict is made of, as the rows stand."""
    return just_read(reads.whole(guest.pk) or guest, at).known


def just_read(guest: Guest, at: datetime) -> Person:
    """One guest, with sail and record as they were read a moment ago, among the claims of the others: one query."""
    event, claims = guest.event, reads.claims(guest.event)
    own = next((claim for claim in claims if claim.pk == guest.pk), None)
    has_room = guest.pk not in _roomless(event, claims, at) if own else _free(event, claims, at) > 0
    known = _known(guest, event, has_room=has_room, paper_waits=own is not None and own.paper_waits, at=at)
    return Person(guest, known, standing.verdict(known, at))


def signed_of(booking: Booking, event: SailEvent, at: datetime) -> int:
    """How many of a party's guests a signature that still holds covers: one query."""
    people = reads.party(booking, event)
    known = (_known(guest, event, has_room=True, paper_waits=False, at=at) for guest in people)
    return sum(map(standing.is_cleared, known))


def may_sign(guest: Guest, at: datetime) -> bool:
    """Whether a signature is wanted of a guest: the sail has not left, nothing bars them, none that holds covers them.

    Somebody who declined may still sign; so may somebody whose hold is over while there is a place for them.
    """
    known = known_of(guest, at)
    is_ahead = guest.event.status in SailEvent.BEFORE_SAILING and guest.removed_at is None
    return is_ahead and not known.is_revoked and known.has_room and not standing.is_cleared(known)


def people_aboard(people: Iterable[Person]) -> list[Person]:
    """Those of a sail who are aboard."""
    return [person for person in people if person.is_aboard]


def most_guests(event: SailEvent) -> int:
    """How many may be aboard: what is sold, and never more than the vessel's certificate allows."""
    return min(event.capacity, event.vessel.legal_maximum)


def _judged(event: SailEvent, guests: Sequence[Guest], papers: Collection[int], at: datetime) -> list[Person]:
    roomless = _roomless(event, guests, at)
    found = []
    for guest in guests:
        guest.event = event
        known = _known(guest, event, has_room=guest.pk not in roomless, paper_waits=guest.pk in papers, at=at)
        found.append(Person(guest, known, standing.verdict(known, at)))
    return found


def _known(guest: Guest, event: SailEvent, *, has_room: bool, paper_waits: bool, at: datetime) -> Known:
    record, guardian = guest.record, guest.guardian
    withdrawn_at = texts.void_since(record.text, event) if record else None
    return Known(
        state=guest.state,
        hold_until=guest.hold_until,
        sails_on=event.sails_on,
        is_self_added=guest.is_self_added,
        is_accepted=guest.accepted_at is not None,
        is_revoked=guest.revoked_at is not None,
        is_minor=guest.is_minor(event.sails_on),
        signed_at=record.signed_at.astimezone(settings.HOUSE_ZONE) if record else None,
        valid_months=record.text.valid_months if record else 0,
        withdrawn_at=withdrawn_at if withdrawn_at and withdrawn_at <= at else None,
        guardian_signed=_guardian_signed(guest, record),
        guardian_aboard=None if guardian is None else guardian.state == State.ABOARD,
        paper_waits=paper_waits,
        has_room=has_room,
    )


def _guardian_signed(guest: Guest, record: WaiverRecord | None) -> bool:
    """Whether somebody else, who says what they are to the minor, gave this signature; on paper staff has looked."""
    if record is None or not guest.relationship:
        return False
    return record.guest_id != guest.pk or record.kind == WaiverRecord.Kind.PAPER


def _free(event: SailEvent, guests: Iterable[Guest | Claim], at: datetime) -> int:
    """Places nobody has a claim to at an instant: below zero when more were given than there are."""
    return most_guests(event) - _unnamed(event, guests) - sum(_has_place(guest, at) for guest in guests)


def _roomless(event: SailEvent, guests: Sequence[Guest | Claim], at: datetime) -> set[int]:
    """Those for whom the sail has no place, by number.

    Who has none of their own (let go, declined, out of time) needs a free one. Where more have one than there are, as
    after a vessel's certificate was cut, those aboard come first, then parties, then whoever was added first.
    """
    free = _free(event, guests, at)
    placed = sorted((guest for guest in guests if _has_place(guest, at)), key=_rank)
    left_over = placed[max(0, len(placed) + free) :] if free < 0 else []
    without = [] if free > 0 else [guest for guest in guests if not _has_place(guest, at)]
    return {guest.pk for guest in (*left_over, *without)}


def _rank(guest: Guest | Claim) -> tuple[bool, bool, datetime, int]:
    return guest.state != State.ABOARD, guest.booking_id is None, guest.added_at, guest.pk


def _has_place(guest: Guest | Claim, at: datetime) -> bool:
    """Whether a place is theirs at an instant, whatever the row says: a self-added guest's ends with the hold."""
    if guest.state in OVER:
        return False
    waits = guest.awaits_acceptance and guest.state in Guest.WAITING
    return not (waits and guest.hold_until <= at)


def _unnamed(event: SailEvent, guests: Iterable[Guest | Claim]) -> int:
    """Places that parties have and gave no names for yet."""
    named = sum(guest.booking_id is not None and guest.state not in OVER for guest in guests)
    return max(0, event.guests_booked - named)
