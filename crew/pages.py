"""What the crew panel prints: the seats of a sail, and what the viewer may do about each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings

from crew import stood_down
from crew.acts import ANSWER, CLAIM, DELEGATE, DESIGNATE, RELEASE, SEATS, Acts, act, clash
from crew.models import Assignment
from crew.refusals import event_closed
from crew.seating import Place, Seating, seating_of
from events import wording
from events.models import SailEvent
from scc_site.models import User

__all__ = ["ANSWER", "CLAIM", "DELEGATE", "DESIGNATE", "RELEASE", "SEATS", "WORDS", "act", "clash", "panel"]

Context = dict[str, Any]
State = Assignment.State
WORDS = {
    State.OFFERED: ("offered", "warn"),
    State.CLAIMED: ("to be confirmed", "warn"),
    State.CONFIRMED: ("confirmed", "ok"),
    State.COVERING: ("needs cover", "warn"),
}
ENDED = {
    State.DECLINED: "declined",
    State.EXPIRED: "did not answer",
    State.REFUSED: "was not confirmed",
    State.RELEASED: "gave it back",
    State.WITHDRAWN: "was taken off",
}


def panel(
    event: SailEvent, viewer: User, at: datetime, *, said: str = "", refusal: str = "", csrf_token: str = ""
) -> Context:
    """The context of crew/_panel.html. Phones only for the sail's crew and the office.

    `said` is what an act has just done, `refusal` why it was not done.
    """
    rows = _Rows(event, viewer, at)
    off = event.status == event.Status.CANCELLED
    return {
        "event_id": event.event_id,
        "said": said,
        "refusal": refusal,
        "csrf_token": csrf_token,
        "seats": (
            stood_down.rows(event, viewer) if off else [row for place in rows.seating.places for row in rows.of(place)]
        ),
        "off": off,
        "closed": rows.acts.one_seat_each() if rows.acts.open else _closed(event, viewer, at),
        "offer": rows.acts.ask_for_an_empty_seat(),
        "give": rows.acts.give(),
    }


def _closed(event: SailEvent, viewer: User, at: datetime) -> str:
    """Why no seat changes hands, for those who might have wished it; nothing once the sail is long done."""
    if event.status in {event.Status.RETURNED, event.Status.CLOSED} or not viewer.has_perm("events.view_event", event):
        return ""
    if event.status == event.Status.DRAFT:
        return "A draft: its seats can be taken once it is published."
    return "" if event.is_open and at < event.returns_at else event_closed(event).sentence


class _Rows:
    """One sail's seats as one viewer sees them: a line each, and one more for whoever is to take a seat over."""

    def __init__(self, event: SailEvent, viewer: User, at: datetime) -> None:
        self.viewer, self.at = viewer, at
        self.seating = seating_of(event)
        self.acts = Acts(event, self.seating, viewer, at)
        self.sees_phones = viewer.has_perm("events.work_event", event)
        empty = [place.seat.pk for place in self.seating.places if place.holding is None]
        wants_last = self.acts.open and viewer.acts_as_admin and empty
        self.last = Assignment.objects.last_on(empty) if wants_last else {}

    def of(self, place: Place) -> Iterator[Context]:
        """The rows of one seat."""
        label = _label(place, self.seating)
        holding, successor = place.holding, place.successor
        if successor and successor.has_lapsed(self.at):
            successor = None
        if holding is None or holding.has_lapsed(self.at):
            yield self._empty(place) | {"label": label}
            return
        yield self._person(holding) | {"label": label} | self.acts.on_holder(place, holding, successor)
        if successor:
            found = self._person(successor) | self.acts.on_successor(successor, holding)
            yield found | {"label": "then", "is_next": True, "of": label}

    def _empty(self, place: Place) -> Context:
        last = self.last.get(place.seat.pk)
        open_tone = "warn" if place.seat.required else "muted"
        word, tone = ("open", open_tone) if self.acts.open else ("empty", "muted")
        note = f"{last.person.name} {ENDED[State(last.state)]}, {self._on(last.ended_at)}." if last else ""
        return {"who": "", "word": word, "tone": tone, "notes": [note] if note else []} | self.acts.on_empty(
            place, last
        )

    def _person(self, found: Assignment) -> Context:
        word, tone = WORDS[State(found.state)]
        if found.state == State.OFFERED and found.answer_by:
            asked = "asked again" if found.confirmed_at else "asked" if found.is_successor else "offered"
            word = f"{asked}, answers by {_near(found.answer_by, self.at)}"
        own = found.person_id == self.viewer.pk
        return {
            "who": f"{found.person.name} (you)" if own else found.person.name,
            "word": word,
            "tone": tone,
            "is_long": found.state == State.OFFERED,
            "notes": self._cover(found) if found.state == State.COVERING else [],
            "phone": found.person.phone if self.sees_phones and not own else "",
        }

    def _cover(self, found: Assignment) -> list[str]:
        """Since when cover is asked; why, for those who work on the sail; and that the seat is still theirs."""
        since = f"Asks for cover since {_near(found.cover_asked_at, self.at)}." if found.cover_asked_at else ""
        stays = "The seat stays yours until somebody takes it." if found.person_id == self.viewer.pk else ""
        why = f"“{found.reason}”" if found.reason and self.sees_phones else ""
        return [note for note in (f"{since} {why}".strip(), stays) if note]

    def _on(self, instant: datetime | None) -> str:
        return _near(instant, self.at) if instant else ""


def _label(place: Place, seating: Seating) -> str:
    alone = len(seating.of_role(place.seat.role)) == 1
    return place.seat.get_role_display() if alone else str(place.seat)


def _near(instant: datetime, at: datetime) -> str:
    """`18:00`, `tomorrow 09:00`, `Sat 5 Dec 09:00`: within a sentence."""
    zone = settings.HOUSE_ZONE
    on, today = instant.astimezone(zone).date(), at.astimezone(zone).date()
    clock = wording.clock(instant, zone)
    if on == today:
        return clock
    day = wording.near_day(on, today)
    return f"{day if day[-1].isdigit() else day.lower()} {clock}"
