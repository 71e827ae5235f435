"""Where time has gone by and a person must act: a sail not back, never cast off, not decided, never closed (pure).

The clock begins boarding by itself (events.lifecycle.board_by_the_clock); of all else nobody but people know.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from django.db.models import TextChoices

from events import wording
from events.models import SailEvent

Status = SailEvent.Status
GRACE = timedelta(minutes=30)  # lines are let go late, berths are waited for: nobody taps to the minute
CLOSE_WITHIN = timedelta(hours=24)  # the list is finished and the sail closed on the day after at the latest
DRAFT_AHEAD = timedelta(hours=24)  # nobody can be found for a sail that is shown a day before


class Flag(TextChoices):
    """What is left undone, most urgent first."""

    NOT_RETURNED = "not_returned", "Not back yet"
    NOT_CAST_OFF = "not_cast_off", "Never cast off"
    UNDECIDED = "undecided", "The hold is not decided"
    NOT_CLOSED = "not_closed", "Back, and not closed"
    DRAFT = "draft", "Still a draft"


class Sailing(Protocol):
    """What the words need to know of a sail."""

    @property
    def departs_at(self) -> datetime:
        """Planned departure."""
        ...

    @property
    def returns_at(self) -> datetime:
        """Planned return."""
        ...

    @property
    def returned_at(self) -> datetime | None:
        """When she came back, once she has."""
        ...

    @property
    def decide_by(self) -> datetime | None:
        """On hold: decided until then."""
        ...


class Raised(NamedTuple):
    """A flag, and the instant from which on it flies."""

    flag: Flag
    since: datetime


def flies_from(event: SailEvent) -> Raised | None:
    """The flag that a sail comes under if it stays as it is, and when; None where nothing is left to be done."""
    awaited = {
        Status.UNDER_WAY: (Flag.NOT_RETURNED, event.returns_at, GRACE),
        Status.SCHEDULED: (Flag.NOT_CAST_OFF, event.departs_at, GRACE),
        Status.BOARDING: (Flag.NOT_CAST_OFF, event.departs_at, GRACE),
        Status.WEATHER_HOLD: (Flag.UNDECIDED, event.decide_by or event.departs_at, timedelta()),
        Status.RETURNED: (Flag.NOT_CLOSED, event.returned_at or event.returns_at, CLOSE_WITHIN),
        Status.DRAFT: (Flag.DRAFT, event.departs_at, -DRAFT_AHEAD),
    }
    found = awaited.get(Status(event.status))
    return Raised(found[0], found[1] + found[2]) if found else None


def of(event: SailEvent, at: datetime) -> Raised | None:
    """The flag that flies over a sail at an instant, if one does."""
    found = flies_from(event)
    return found if found and found.since <= at else None


def moment(event: Sailing, flag: Flag) -> datetime:
    """The planned time that went by, or is to come for a draft."""
    return {
        Flag.NOT_RETURNED: event.returns_at,
        Flag.UNDECIDED: event.decide_by or event.departs_at,
        Flag.NOT_CLOSED: event.returned_at or event.returns_at,
    }.get(flag, event.departs_at)


def word(event: Sailing, flag: Flag, at: datetime) -> str:
    """How late she is, in a few words, for a line: `due back 45 min ago`."""
    since = moment(event, flag)
    return {
        Flag.NOT_RETURNED: f"due back {wording.span(at - since)} ago",
        Flag.NOT_CAST_OFF: f"departure was {wording.span(at - since)} ago",
        Flag.UNDECIDED: f"decision {wording.span(at - since)} late",
        Flag.NOT_CLOSED: f"back for {wording.span(at - since)}",
        Flag.DRAFT: f"leaves {wording.relative(since, at)}" if since > at else Flag.DRAFT.label.lower(),
    }[flag]


def sentence(flag: Flag, when: str) -> str:
    """What is not known and what to do about it, as her page and letters say it; `when` is `moment`, in words."""
    return {
        Flag.NOT_RETURNED: f"She was due back {when}, and nobody has said that she is. If everybody is at the dock, "
        "tap Back at the dock; if not, call her.",
        Flag.NOT_CAST_OFF: f"Departure was planned {when}, and nobody has said that she left. Cast off if she sails; "
        "else the office moves or cancels her.",
        Flag.UNDECIDED: f"Whether she leaves was to be decided by {when}, and her crew waits. The office resumes, "
        "moves or cancels her.",
        Flag.NOT_CLOSED: f"She came back {when}. See what is left on her checklist; the office closes her.",
        Flag.DRAFT: f"She is to leave {when}, and the crew cannot see her. The office publishes or cancels her.",
    }[flag]
