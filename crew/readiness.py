"""What the crew says about being ready to sail: each required seat, captain first, and the one tap that mends it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from crew.models import Assignment
from crew.offers import may_offer
from crew.seating import Place, Seating, seating_of
from events import wording
from events.models import Role, SailEvent
from events.ready.readiness import Half, Line, Mend, State
from scc_site.models import User

Held = Assignment.State


def half(event: SailEvent, viewer: User, at: datetime) -> Half:
    """One line for each required seat, in the order of the roster."""
    seating = seating_of(event)
    mending = _Mending(event, seating, viewer, at)
    return Half("Crew", [_line(place, mending, at) for place in seating.places if place.seat.required])


def _line(place: Place, mending: _Mending, at: datetime) -> Line:
    key, what, holding = f"seat-{place.seat.pk}", mending.name_of(place), place.holding
    if holding is None or holding.has_lapsed(at):
        return Line(key, what, "empty", State.STOP, mends=mending.of_empty(place))
    name = holding.person.name
    if holding.state == Held.CONFIRMED:
        return Line(key, what, f"{name}, confirmed", State.OK, who=name)
    if holding.state == Held.COVERING:
        words = f"{name} asks for cover, and comes until it is found{_asked(place, at)}"
        return Line(key, what, words, State.CAUTION, who=name, mends=mending.of_covering(place))
    if holding.state == Held.CLAIMED:
        return Line(key, what, f"{name}, to be confirmed", State.WAITS, who=name, mends=mending.of_claim(holding))
    until = f", answers by {_until(holding.answer_by, at)}" if holding.answer_by else ""
    words = f"offered to {name}{until}"
    return Line(key, what, words, State.WAITS, who=name, mends=mending.of_offer(holding))


def _asked(place: Place, at: datetime) -> str:
    """Who is asked to take a seat over, if anybody."""
    asked = place.successor
    if asked is None or asked.has_lapsed(at):
        return ""
    until = f", answers by {_until(asked.answer_by, at)}" if asked.answer_by else ""
    return f"; {asked.person.name} is asked{until}"


def _until(instant: datetime, at: datetime) -> str:
    """`18:00`, with its day unless that is today."""
    zone = settings.HOUSE_ZONE
    on, today = instant.astimezone(zone).date(), at.astimezone(zone).date()
    clock = wording.clock(instant, zone)
    return clock if on == today else f"{wording.near_day(on, today)} {clock}"


class _Mending:
    """What one viewer can do about the seats of a sail, now: take it, offer it, answer it, or call who can."""

    def __init__(self, event: SailEvent, seating: Seating, viewer: User, at: datetime) -> None:
        self.event, self.seating, self.viewer, self.at = event, seating, viewer, at
        own = seating.held_by(viewer)
        self.is_open = event.is_open and at < event.returns_at
        self.is_early = at < event.call_at
        self.may_take = viewer.is_crew and (own is None or own.has_lapsed(at))
        self.panel = f"{event.get_absolute_url()}#crew"

    def name_of(self, place: Place) -> str:
        """`Captain`, or `Crew 2` where there are several."""
        alone = len(self.seating.of_role(place.seat.role)) == 1
        return place.seat.get_role_display() if alone else str(place.seat)

    def of_empty(self, place: Place) -> tuple[Mend, ...]:
        """Take it; offer it; else call whoever can."""
        return self._fill(place, "Take this seat")

    def of_covering(self, place: Place) -> tuple[Mend, ...]:
        """Keep it after all; take it over; else call whoever can find cover."""
        holding = place.holding
        if self.is_open and holding and holding.person_id == self.viewer.pk:
            return (self._form("/auth/answer/", "I can come", place.seat.role, (("answer", "keep"),)),)
        return self._fill(place, "Take over")

    def of_claim(self, claim: Assignment) -> tuple[Mend, ...]:
        """Confirm it, as its captain or the office."""
        role = claim.seat.role
        if not self.is_open:
            return ()
        if not may_offer(self.seating, role, self.viewer):
            return self._call(role)
        fields = (("person", claim.person.email), ("answer", "confirm"))
        return (self._form("/auth/answer/", "Confirm", role, fields),)

    def of_offer(self, offer: Assignment) -> tuple[Mend, ...]:
        """Accept one's own; else call whom it was offered."""
        if not self.is_open:
            return ()
        if offer.person_id == self.viewer.pk:
            return (self._form("/auth/answer/", "Accept", offer.seat.role, (("answer", "accept"),)),)
        return _phone(offer.person.first_name, offer.person.phone) or self._call(offer.seat.role)

    def _fill(self, place: Place, label: str) -> tuple[Mend, ...]:
        role = place.seat.role
        if not self.is_open:
            return ()
        mends = [self._form("/auth/claim/", label, role)] if self.may_take else []
        asked = place.successor is not None and not place.successor.has_lapsed(self.at)
        if self.is_early and not asked and may_offer(self.seating, role, self.viewer):
            mends.append(Mend("Offer it", self.panel))
        elif self.viewer.acts_as_admin and not asked:
            mends.append(Mend("Give it", self.panel))
        return tuple(mends) or self._call(role)

    def _form(self, href: str, label: str, role: str, fields: tuple[tuple[str, str], ...] = ()) -> Mend:
        return Mend(label, href, (("event_id", self.event.event_id), ("role", role), *fields))

    def _call(self, role: str) -> tuple[Mend, ...]:
        """The captain for a seat that is theirs to fill, else the office; the office itself sees the panel."""
        if self.viewer.acts_as_admin:
            return (Mend("See the seats", self.panel),)
        captain = self.seating.captain()
        if captain and role != Role.CAPTAIN and captain.pk != self.viewer.pk and captain.phone:
            return _phone(captain.first_name, captain.phone)
        return _phone("the office", settings.HOUSE_PHONE) or (Mend("See the seats", self.panel),)


def _phone(whom: str, number: str) -> tuple[Mend, ...]:
    return (Mend(f"Call {whom}", f"tel:{number}"),) if number else ()
