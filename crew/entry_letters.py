"""Letters to who acted themselves: a few words, and the entry for their calendar, or the end of it.

Nobody needs to be told what they have just done; their calendar does.
"""

from __future__ import annotations

from datetime import datetime

from crew import letters
from crew.calendars import invitations
from crew.models import Assignment
from scc_site.mail import outbox
from scc_site.mail.invitations import CALENDAR
from scc_site.mail.outbox import Draft
from scc_site.models import User

# What somebody did, as they read it: a heading, then what follows.
TAKEN = {
    "has": ("You have the {role} seat", "It is confirmed: be at the dock at call."),
    "moved": ("You moved the sail", "Your {role} seat is kept."),
    "held": ("You put the sail on hold", "Your {role} seat is kept."),
    "resumed": ("You took the sail off hold", "Your {role} seat is kept."),
}
LOST = {
    "released": ("You gave back the {role} seat", "You are not expected aboard."),
    "declined": ("You declined the {role} seat", "You are not expected aboard."),
    "withdrawn": ("You took back your {role} seat", "You are not expected aboard."),
    "stood_down": ("You cancelled the sail", "You are not expected aboard; your {role} seat has ended."),
    "offered": ("You moved the sail", "It clashes with another sail of yours: confirm your {role} seat again."),
}


def seat_confirmed(*, assignment: Assignment, by: User, at: datetime, revision: int | None = None) -> list[Draft]:
    """To who has just taken a seat, still to be queued; nothing for anybody else, or while it waits for a yes."""
    if assignment.person_id != by.pk or assignment.state not in Assignment.ABOARD:
        return []
    entry = invitations.request(assignment, at=at, revision=revision)
    return _draft(invitations.OWN, assignment, TAKEN["has"], entry)


def seat_given_up(*, assignment: Assignment, by: User, at: datetime) -> None:
    """To who has just ended their own seat, where an entry was sent; else nothing, and what waits stays here."""
    if assignment.person_id != by.pk or assignment.state not in LOST:
        return
    if entry := invitations.after_end(assignment, at=at):
        outbox.queue_drafts(drafts=_draft("seat_given_up", assignment, LOST[assignment.state], entry), at=at)


def decided(*, assignment: Assignment, did: str, entry: invitations.Words, at: datetime) -> None:
    """To who decided about a sail they are aboard of themselves: moved, held, resumed, cancelled."""
    if assignment.state in Assignment.ABOARD:
        drafts = _draft(invitations.OWN, assignment, TAKEN[did], entry)
    else:
        drafts = _draft("seat_given_up", assignment, LOST[assignment.state], entry)
    outbox.queue_drafts(drafts=drafts, at=at)


def _draft(letter: str, about: Assignment, said: tuple[str, str], entry: invitations.Words) -> list[Draft]:
    heading, sentence = (text.format(role=about.seat.get_role_display().lower()) for text in said)
    words = {"heading": heading, "sentence": sentence, **entry}
    return letters.drafts(letter, [about.person], about, words, occurrence=str(entry[CALENDAR]["sequence"]))
