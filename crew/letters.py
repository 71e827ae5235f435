"""The crew's letters: one function each, queued in the transaction that is their reason.

Nobody is written to about their own act.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings

from crew import terms
from crew.models import Assignment
from crew.seating import Seating
from events.models import SailEvent
from scc_site.mail import outbox
from scc_site.models import User


def offer(*, assignment: Assignment, link: str, at: datetime) -> None:
    """To the person: a seat is offered, one link to answer, until when."""
    answer_by = assignment.answer_by or at
    outbox.queue(
        letter="offer",
        person=assignment.person,
        dedupe_key=f"{_key('offer', assignment)}:{assignment.person_id}",
        at=at,
        context=_words(assignment)
        | {
            "inviter": assignment.made_by.name,
            "answer_by": _full(answer_by),
            "name": assignment.person.first_name,
        },
        secrets={"link": link},
        expires_at=answer_by,
    )


def recall_offer(*, assignment: Assignment, at: datetime) -> None:
    """An offer letter that has not left yet stays here: its link would be dead."""
    outbox.cancel(prefix=f"{_key('offer', assignment)}:", reason="The offer was withdrawn.", at=at)


def offer_answered(*, assignment: Assignment, answer: str, at: datetime) -> None:
    """To the inviter: accepted, declined or lapsed."""
    _send("offer_answered", [assignment.made_by], assignment, at, {"answer": answer})


def seat_claimed(*, assignment: Assignment, seating: Seating, at: datetime) -> None:
    """To the captain, or the office when there is none: taken, or waiting for a yes."""
    waits = assignment.state == Assignment.State.CLAIMED
    _send("seat_claimed", _captain_or_office(seating, assignment.person), assignment, at, {"waits": waits})


def claim_answered(*, assignment: Assignment, by: User, confirmed: bool, at: datetime) -> None:
    """To the claimant: the seat is theirs, or not."""
    people = [assignment.person] if assignment.person_id != by.pk else []
    _send("claim_answered", people, assignment, at, {"confirmed": confirmed, "by": by.name})


def seat_released(*, assignment: Assignment, seating: Seating, at: datetime) -> None:
    """To the captain, or the office when there is none; to both when the holder asks for cover late."""
    people = _captain_or_office(seating, assignment.person)
    late = assignment.state == Assignment.State.COVERING
    if late:
        people = list({person.pk: person for person in (*people, *_office(seating, assignment.person))}.values())
    _send("seat_released", people, assignment, at, {"late": late})


def seat_covered(*, assignment: Assignment, successor: User, at: datetime) -> None:
    """To the one who asked for cover: somebody took the seat, they are free."""
    _send("seat_covered", [assignment.person], assignment, at, {"successor": successor.name})


def seat_withdrawn(*, assignment: Assignment, by: User, was_offer: bool, at: datetime) -> None:
    """To the person: the offer, or the seat, is theirs no longer."""
    people = [assignment.person] if assignment.person_id != by.pk else []
    _send("seat_withdrawn", people, assignment, at, {"by": by.name, "was_offer": was_offer})


def sail_moved(*, assignment: Assignment, by: User, at: datetime) -> None:
    """To whoever has a seat or an offer: the sail's times have changed."""
    people = [assignment.person] if assignment.person_id != by.pk else []
    state = {"state": assignment.get_state_display(), "by": by.name}
    _send("sail_moved", people, assignment, at, state, occurrence=f"v{assignment.event.version}")


def _captain_or_office(seating: Seating, actor: User) -> list[User]:
    captain = seating.captain()
    return [captain] if captain and captain.pk != actor.pk else _office(seating, actor)


def _office(seating: Seating, actor: User) -> list[User]:
    return [person for person in seating.office if person.pk != actor.pk]


def _send(
    letter: str,
    people: Iterable[User],
    assignment: Assignment,
    at: datetime,
    words: dict[str, Any],
    *,
    occurrence: str = "once",
) -> None:
    """Queue one letter each."""
    outbox.queue_each(
        letter=letter,
        people=people,
        dedupe_key=f"{_key(letter, assignment)}:{assignment.state}:{occurrence}",
        at=at,
        context=_words(assignment) | words,
    )


def _key(letter: str, assignment: Assignment) -> str:
    """The front of a dedupe key: letters of one sail, or of one assignment, can be recalled by it."""
    return f"{letter}:{assignment.event.event_id}:{assignment.pk}"


def _words(assignment: Assignment) -> dict[str, Any]:
    """What is the same in all crew letters."""
    return about(assignment.event) | {
        "role": assignment.seat.get_role_display().lower(),
        "who": assignment.person.name,
        "reason": assignment.reason,
    }


def about(event: SailEvent) -> dict[str, str]:
    """What every letter says of a sail: what, which boat, when, where, and the link to its page."""
    return {
        "event_id": event.event_id,
        "sail": event.event_type.name,
        "vessel": event.vessel.name,
        "departs": _full(event.departs_at),
        "call": _full(event.call_at),
        "returns": _full(event.returns_at),
        "short": terms.clock_time(event.departs_at, settings.HOUSE_ZONE),
        "dock": event.dock,
        "url": f"{settings.SITE_ORIGIN}/events/{event.event_id}/",
    }


def _full(instant: datetime) -> str:
    return terms.long_time(instant, settings.HOUSE_ZONE)
