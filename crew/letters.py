"""The crew's letters: one function each, queued in the transaction that is their reason.

Nobody is written to about their own act, but for the entry in their calendar (crew/entry_letters.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from crew import terms
from crew.calendars import invitations
from crew.models import Assignment
from crew.seating import Seating
from events.models import Role, SailEvent
from scc_site.mail import outbox
from scc_site.mail.outbox import Draft
from scc_site.models import User


def offer(*, assignment: Assignment, link: str, keeper: Assignment | None, at: datetime) -> None:
    """To the person: a seat is offered, one link to answer, until when; and who keeps it until they say yes."""
    answer_by = assignment.answer_by or at
    inviter = assignment.offered_by or assignment.made_by
    outbox.queue(
        letter="offer",
        person=assignment.person,
        dedupe_key=f"{_key('offer', assignment)}:{assignment.person_id}",
        at=at,
        context=words_of(assignment)
        | {
            "inviter": inviter.name,
            "keeper": keeper.person.name if keeper else "",
            "is_keepers": bool(keeper and keeper.person_id == inviter.pk),
            "answer_by": _full(answer_by),
            "name": assignment.person.first_name,
        },
        secrets={"link": link},
        expires_at=answer_by,
    )


def recall_offer(*, assignment: Assignment, at: datetime) -> None:
    """An offer letter that has not left yet stays here: its link would be dead."""
    outbox.cancel(prefix=f"{_key('offer', assignment)}:", reason="The offer was withdrawn.", at=at)


def offer_answered(*, assignment: Assignment, answer: str, keeper: Assignment | None = None, at: datetime) -> None:
    """To the inviter: accepted, waits for a yes, declined or lapsed; a holder who asked hears by another letter."""
    inviter = assignment.offered_by or assignment.made_by
    if keeper is None or keeper.person_id != inviter.pk:
        kept = keeper.person.name if keeper else ""
        send("offer_answered", [inviter], assignment, at, {"answer": answer, "keeper": kept}, occurrence=moment(at))


def seat_claimed(
    *, assignment: Assignment, seating: Seating, by: User, at: datetime, keeper: str = "", more: Sequence[Draft] = ()
) -> None:
    """To the captain, or the office where the captain has no say: taken or waiting for a yes; from whom, by whom.

    Not to whoever made the offer that was accepted: they are told of the answer. `more` letters of the same act leave
    by the same statement.
    """
    waits = assignment.state == Assignment.State.CLAIMED
    words = {"waits": waits, "keeper": keeper, "by": _in_the_name(assignment, by)}
    deciders = (
        _office(seating, by) if waits and assignment.seat.role == Role.CAPTAIN else captain_or_office(seating, by)
    )
    people = [person for person in deciders if person.pk not in {assignment.person_id, assignment.offered_by_id}]
    told = drafts("seat_claimed", people, assignment, words, occurrence=moment(at))
    outbox.queue_drafts(drafts=[*told, *more], at=at)


def claim_answered(*, assignment: Assignment, by: User, confirmed: bool, at: datetime) -> None:
    """To the claimant: the seat is theirs, with the entry for their calendar, or not."""
    if assignment.person_id == by.pk:
        return
    words: dict[str, Any] = {"confirmed": confirmed, "by": by.name}
    if confirmed:
        words |= invitations.request(assignment, at=at)
    send("claim_answered", [assignment.person], assignment, at, words, occurrence=moment(at))


def seat_released(
    *, assignment: Assignment, seating: Seating, by: User, at: datetime, keeper: Assignment | None = None
) -> None:
    """To the captain, or the office when there is none; to both when the holder asks for cover late.

    `keeper` has the seat still, when it was only claimed from them.
    """
    late = assignment.state == Assignment.State.COVERING
    people = captain_and_office(seating, by) if late else captain_or_office(seating, by)
    words = {"late": late, "by": _in_the_name(assignment, by), "keeper": keeper.person.name if keeper else ""}
    people = [person for person in people if person.pk != assignment.person_id]
    send("seat_released", people, assignment, at, words, occurrence=moment(at))


def seat_covered(*, assignment: Assignment, successor: User, at: datetime) -> None:
    """To the one who held the seat until now: somebody took it, they are free, their calendar too."""
    words = {"successor": successor.name} | invitations.after_end(assignment, at=at)
    send("seat_covered", [assignment.person], assignment, at, words)


def seat_withdrawn(*, assignment: Assignment, by: User, was_offer: bool, at: datetime) -> None:
    """To the person: the offer, or the seat, is theirs no longer; its entry leaves their calendar."""
    if assignment.person_id == by.pk:
        return
    words = {"by": by.name, "was_offer": was_offer} | invitations.after_end(assignment, at=at)
    send("seat_withdrawn", [assignment.person], assignment, at, words)


def captain_or_office(seating: Seating, actor: User) -> list[User]:
    """Who hears of a seat: the captain, or the office when there is none or it is the captain who acts."""
    captain = seating.captain()
    return [captain] if captain and captain.pk != actor.pk else _office(seating, actor)


def _in_the_name(assignment: Assignment, by: User) -> str:
    """Who acted for the person, if it was not themselves: `Olga Field of the office`."""
    return f"{by.name} of the office" if by.pk != assignment.person_id else ""


def moment(at: datetime) -> str:
    """Tells one answer from another on the same seat: a moved sail is answered for again."""
    return str(int(at.timestamp()))


def captain_and_office(seating: Seating, actor: User) -> list[User]:
    """Who hears of what cannot wait, each once; not who acts."""
    everybody = (*captain_or_office(seating, actor), *_office(seating, actor))
    return list({person.pk: person for person in everybody}.values())


def _office(seating: Seating, actor: User) -> list[User]:
    return [person for person in seating.office if person.pk != actor.pk]


def send(
    letter: str,
    people: Iterable[User],
    assignment: Assignment,
    at: datetime,
    words: dict[str, Any],
    *,
    occurrence: str = "once",
) -> None:
    """Queue one letter each."""
    outbox.queue_drafts(drafts=drafts(letter, people, assignment, words, occurrence=occurrence), at=at)


def drafts(
    letter: str, people: Iterable[User], assignment: Assignment, words: Mapping[str, Any], *, occurrence: str = "once"
) -> list[Draft]:
    """One letter each, still to be queued."""
    key = f"{_key(letter, assignment)}:{assignment.state}:{occurrence}"
    context = {**words_of(assignment), **words}
    return [Draft(letter, person, key, context) for person in people]


def _key(letter: str, assignment: Assignment) -> str:
    """The front of a dedupe key: letters of one sail, or of one assignment, can be recalled by it."""
    return f"{letter}:{assignment.event.event_id}:{assignment.pk}"


def words_of(assignment: Assignment) -> dict[str, Any]:
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
        "day": terms.day(event.departs_at, settings.HOUSE_ZONE),
        "zone": terms.zone_name(event.departs_at, settings.HOUSE_ZONE),
        "call_hour": _hour(event.call_at, event),
        "departs_hour": _hour(event.departs_at, event),
        "returns_hour": _hour(event.returns_at, event),
        "dock": event.dock,
        "url": f"{settings.SITE_ORIGIN}/events/{event.event_id}/",
    }


def _hour(instant: datetime, event: SailEvent) -> str:
    """A time beside the sail's day and zone."""
    return terms.hour(instant, beside=event.departs_at, zone=settings.HOUSE_ZONE)


def _full(instant: datetime) -> str:
    return terms.long_time(instant, settings.HOUSE_ZONE)
