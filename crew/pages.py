"""What the crew panel prints: the seats of a sail, and what the viewer may do about each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from crew import terms
from crew.models import Assignment
from crew.roles import may_offer
from crew.seating import Place, Seating, seating_of
from events import wording
from events.models import Role, SailEvent
from scc_site.models import User

Context = dict[str, Any]
State = Assignment.State
CLAIM, RELEASE, DESIGNATE, ANSWER = "/auth/claim/", "/auth/release/", "/auth/designate/", "/auth/answer/"
SEATS = {Role.CAPTAIN: "the captain’s seat", Role.CREW: "a crew seat", Role.CHEF: "the chef’s seat"}
MOST_NAMED = 60
WORDS = {
    State.OFFERED: ("offered", "warn"),
    State.CLAIMED: ("to be confirmed", "warn"),
    State.CONFIRMED: ("confirmed", "ok"),
    State.COVERING: ("needs cover", "warn"),
}


def panel(
    event: SailEvent, viewer: User, at: datetime, *, said: str = "", refusal: str = "", csrf_token: str = ""
) -> Context:
    """The context of crew/_panel.html. Phones only for the sail's crew and the office.

    `said` is what an act has just done, `refusal` why it was not done.
    """
    seating = seating_of(event)
    acts = _Acts(event, seating, viewer, at)
    phones = viewer.has_perm("events.work_event", event)
    return {
        "event_id": event.event_id,
        "said": said,
        "refusal": refusal,
        "csrf_token": csrf_token,
        "seats": [_seat(place, seating, viewer, at, phones) | {"acts": acts.on(place)} for place in seating.places],
        "offer": acts.offer(),
    }


def act(href: str, label: str, event: SailEvent, role: str, *, tone: str = "", **more: Any) -> Context:
    """One form of crew/_act.html."""
    fields = [("event_id", event.event_id), ("role", role), *more.pop("fields", [])]
    return {"href": href, "label": label, "tone": tone, "fields": fields, **more}


def _seat(place: Place, seating: Seating, viewer: User, at: datetime, phones: bool) -> Context:
    alone = len(seating.of_role(place.seat.role)) == 1
    row = {"label": place.seat.get_role_display() if alone else str(place.seat), "who": "", "note": "", "phone": ""}
    holding = place.holding
    if holding is None or holding.has_lapsed(at):
        return row | {"word": "open", "tone": "warn" if place.seat.required else "muted"}
    word, tone = WORDS[State(holding.state)]
    if holding.state == State.OFFERED and holding.answer_by:
        word = f"offered, answers by {_until(holding.answer_by, at)}"
    own = holding.person_id == viewer.pk
    return row | {
        "who": f"{holding.person.name} (you)" if own else holding.person.name,
        "word": word,
        "tone": tone,
        "note": holding.reason if holding.state == State.COVERING and phones else "",
        "phone": holding.person.phone if phones and not own else "",
    }


def _until(instant: datetime, at: datetime) -> str:
    """`18:00`, with its day unless that is today."""
    zone = settings.HOUSE_ZONE
    on, today = instant.astimezone(zone).date(), at.astimezone(zone).date()
    clock = wording.clock(instant, zone)
    return clock if on == today else f"{wording.near_day(on, today)} {clock}"


class _Acts:
    """What one viewer may do about the seats of one sail, now."""

    def __init__(self, event: SailEvent, seating: Seating, viewer: User, at: datetime) -> None:
        self.event, self.seating, self.viewer, self.at = event, seating, viewer, at
        self.own = seating.held_by(viewer)
        self.open = event.is_open and at < event.returns_at
        self.may_claim = viewer.is_crew and (self.own is None or self.own.has_lapsed(at))

    def on(self, place: Place) -> list[Context]:
        """The acts on one seat."""
        holding = place.holding
        if not self.open or not self.viewer.has_perm("crew.claim", self.event):
            return []
        if holding is None or self._is_empty(place):
            return self._take(place, "Take this seat")
        if holding.person_id == self.viewer.pk:
            return self._own(holding)
        if holding.state == State.COVERING:
            return self._take(place, "Take over")
        if holding.state == State.CLAIMED and may_offer(self.seating, place.seat.role, self.viewer):
            return self._judge(holding)
        return []

    def _take(self, place: Place, label: str) -> list[Context]:
        return [act(CLAIM, label, self.event, place.seat.role)] if self.may_claim else []

    def offer(self) -> Context | None:
        """One form for all seats that this viewer may offer: whom, and a button for each role. None when there is none.

        Beyond MOST_NAMED people are not listed: their address is typed.
        """
        if not self.open or self.at >= self.event.call_at:
            return None
        empty = [place.seat.role for place in self.seating.places if self._is_empty(place)]
        roles = [role for role in dict.fromkeys(empty) if may_offer(self.seating, role, self.viewer)]
        if not roles:
            return None
        here = {place.holding.person_id for place in self.seating.places if place.holding}
        people = list(User.objects.crew().exclude(pk__in=here).values_list("email", "name")[: MOST_NAMED + 1])
        return {
            "href": DESIGNATE,
            "roles": [(role, f"Offer {SEATS[Role(role)]}") for role in roles],
            "people": people if len(people) <= MOST_NAMED else [],
        }

    def _is_empty(self, place: Place) -> bool:
        return place.holding is None or place.holding.has_lapsed(self.at)

    def _own(self, holding: Assignment) -> list[Context]:
        role = holding.seat.role
        if holding.state == State.OFFERED:
            return [
                act(ANSWER, "Accept", self.event, role, fields=[("answer", "accept")]),
                act(ANSWER, "Decline", self.event, role, tone="quiet", fields=[("answer", "decline")]),
            ]
        if holding.state == State.COVERING:
            return []
        if holding.state == State.CLAIMED:
            return [act(RELEASE, "Take back my claim", self.event, role, tone="quiet")]
        hours = self.event.event_type.release_hours
        if terms.release_is_free(at=self.at, call_at=self.event.call_at, release_hours=hours):
            return [self._ask(RELEASE, "Give it back", role, "The seat opens again for others.")]
        sentence = "It is late: the seat stays yours until somebody takes it. Captain and office are told."
        return [self._ask(RELEASE, "I can’t make it", role, sentence)]

    def _judge(self, holding: Assignment) -> list[Context]:
        role, person = holding.seat.role, ("person", holding.person.email)
        return [
            act(ANSWER, "Confirm", self.event, role, fields=[person, ("answer", "confirm")]),
            self._ask(ANSWER, "Refuse", role, "They are told, with your reason.", [person, ("answer", "refuse")]),
        ]

    def _ask(
        self, href: str, label: str, role: str, sentence: str, fields: list[tuple[str, str]] | None = None
    ) -> Context:
        """An act that asks first, and for a reason."""
        return act(href, label, self.event, role, tone="quiet", confirm=sentence, ask="Reason", fields=fields or [])
