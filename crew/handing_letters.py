"""Letters about a seat on its way to another hand, and about what the office did in somebody's name.

Queued, like all, in the transaction that is their reason; nobody is written to about their own act.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crew import letters
from crew.calendars import invitations
from crew.models import Assignment
from crew.seating import Seating
from scc_site.models import User

STAYS = "The {role} seat stays yours. You can ask somebody else on the sail’s page."
WAITS = "Captain or office have the last word. Until they say yes the {role} seat is yours."
# What came of a seat on its way to somebody, as its holder reads it: a heading, then what it means for them.
OUTCOMES = {
    "asked": ("{who} asks to take over your seat", WAITS),
    "waits": ("{who} says yes to your seat", WAITS),
    "declined": ("{who} can’t take over your seat", STAYS),
    "lapsed": ("{who} did not answer in time", STAYS),
    "refused": ("{who} was not confirmed for your seat", STAYS),
    "withdrawn": ("{who} is no longer asked to take over your seat", STAYS),
    "released": ("{who} can’t take over your seat after all", STAYS),
}
# What the office did in somebody's name, as they read it.
IN_YOUR_NAME = {
    "given": ("{by} gave you the {role} seat", "It is confirmed: be at the dock at call."),
    "accepted": ("{by} accepted the {role} seat for you", "It is confirmed: be at the dock at call."),
    "declined": ("{by} declined the {role} seat for you", "You are not expected aboard."),
    "released": ("{by} gave back the {role} seat for you", "You are not expected aboard."),
    "covering": ("{by} asks for cover for your seat", "The {role} seat stays yours until somebody takes it."),
    "kept": ("{by} says that you can make it after all", "The {role} seat is yours, as before."),
    "asked": ("{by} asks {who} to take over your seat", "Until they say yes the {role} seat is yours."),
}

CONFIRMING, ENDING = ("given", "accepted"), ("declined", "released")


def came_to(
    *, successor: Assignment, keeper: Assignment | None, outcome: str, at: datetime, by: User | None = None
) -> None:
    """To the holder: what came of a seat that somebody was to take over; nothing where there is no holder."""
    if keeper is None or (by and by.pk == keeper.person_id):
        return
    _tell("handing_on", keeper.person, successor, OUTCOMES[outcome], what=outcome, at=at)


def in_your_name(*, assignment: Assignment, person: User, by: User, did: str, at: datetime) -> None:
    """To the person: the office has acted for them; nothing when they acted themselves.

    With it comes the entry of a seat that is confirmed now, or goes that of one that was.
    """
    if person.pk == by.pk:
        return
    entry: dict[str, Any] = {}
    if did in CONFIRMING and assignment.state in Assignment.ABOARD:
        entry = invitations.request(assignment, at=at)
    elif did in ENDING:
        entry = invitations.after_end(assignment, at=at)
    said, name = IN_YOUR_NAME[did], f"{by.name} of the office"
    _tell("in_your_name", person, assignment, said, what=did, at=at, by=name, entry=entry)


def kept(*, assignment: Assignment, seating: Seating, by: User, at: datetime) -> None:
    """To captain and office: cover is no longer needed."""
    who, role = assignment.person.name, assignment.seat.get_role_display().lower()
    words = {"heading": f"{who} can make it after all", "sentence": f"The {role} seat needs no cover any more."}
    people = [person for person in letters.captain_and_office(seating, by) if person.pk != assignment.person_id]
    letters.send("handing_on", people, assignment, at, words, occurrence=f"kept:{int(at.timestamp())}")


def _tell(
    letter: str,
    person: User,
    about: Assignment,
    said: tuple[str, str],
    *,
    what: str,
    at: datetime,
    by: str = "",
    entry: Mapping[str, Any] | None = None,
) -> None:
    names = {"who": about.person.name, "role": about.seat.get_role_display().lower(), "by": by}
    heading, sentence = (text.format(**names) for text in said)
    words = {"heading": heading, "sentence": sentence, **(entry or {})}
    letters.send(letter, [person], about, at, words, occurrence=f"{what}:{int(at.timestamp())}")
