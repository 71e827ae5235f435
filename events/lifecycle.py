"""A sail's way from draft to closed, or off it: on weather hold, cancelled (verbs).

Depart and return keep the actual time and who said so; a hold, its end and a cancellation are kept as decisions, with
the names of those told.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from events import contributions
from events.acts import decisions
from events.fitness import refuse_unfit
from events.models import SailAct, SailEvent
from scc_site.auth import sessions, sign_in
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal

Status = SailEvent.Status
HELD = ("held_at", "held_by", "held_why", "decide_by")
CALLED_OFF = ("cancelled_at", "cancelled_by", "cancelled_why")
BEGINS = {
    "hold": ((Status.SCHEDULED, Status.BOARDING), "be put on hold"),
    "resume": ((Status.WEATHER_HOLD,), "be taken off hold"),
    "cancel": (SailEvent.EDITABLE, "be cancelled"),
}
# The status is asked again under the row's lock: what a human did a moment ago stands.
BOARD = """
UPDATE events_sailevent SET status = 'boarding', changed_at = %(at)s
 WHERE id IN (
   SELECT sail.id FROM events_sailevent sail JOIN events_eventtype kind ON kind.id = sail.event_type_id
    WHERE sail.status = 'scheduled' AND sail.call_at <= %(at)s AND sail.returns_at > %(at)s
      AND sail.departs_at - kind.boarding_minutes * interval '1 minute' <= %(at)s
    ORDER BY sail.id FOR NO KEY UPDATE OF sail SKIP LOCKED)
"""
NOT_HELD = "The sail was not put on hold."


class WrongState(Refusal):
    """The sail is not where this act begins."""


class NotReady(Refusal):
    """Something that must be mended before cast-off stands in the way."""


class Miscounted(Refusal):
    """The guests counted are not those aboard."""


@transaction.atomic
def publish(*, event: SailEvent, at: datetime) -> SailEvent:
    """Show a draft to the crew; who was listed meanwhile hears of it now.

    Raises WrongState, and Unfit with every reason in words.
    """
    event = _take(event, Status.DRAFT, act="be published")
    event.status = Status.SCHEDULED
    refuse_unfit(event, sentence="The sail was not published.")
    _keep(event)
    contributions.published([event], at=at)
    return event


@transaction.atomic
def board(*, event: SailEvent) -> SailEvent:
    """Open the gangway to guests. Raises WrongState."""
    event = _take(event, Status.SCHEDULED, act="begin boarding")
    event.status = Status.BOARDING
    return _keep(event)


@transaction.atomic
def board_by_the_clock(*, at: datetime) -> int:
    """Begin boarding where its time has come and nobody has said so; how many sails. Safe to run twice.

    Not on hold, not once the return is over. A sail that somebody decides about at this moment is left for next time.
    """
    with connection.cursor() as cursor:
        cursor.execute(BOARD, {"at": at})
        return cursor.rowcount


@transaction.atomic
def depart(*, event: SailEvent, by: User, at: datetime, head_count: int | None = None) -> SailEvent:
    """Cast off; seats no longer change hands. `head_count`: the guests counted aboard.

    Raises WrongState, NotReady with every reason in words, Miscounted with the difference, and Mistyped where guests
    are aboard and nobody counted them.
    """
    event = _take(event, Status.SCHEDULED, Status.BOARDING, act="cast off")
    if reasons := contributions.blockers(event, at=at):
        raise NotReady("The sail cannot leave the dock yet. " + " ".join(reasons))
    _count(event, head_count)
    event.status, event.departed_at, event.departed_by = Status.UNDER_WAY, at, by
    _keep(event, "departed_at", "departed_by")
    contributions.departed(event, head_count=head_count, by=by, at=at)
    return event


@transaction.atomic
def return_to_dock(*, event: SailEvent, by: User, at: datetime, head_count: int | None = None) -> SailEvent:
    """Back alongside, with as many guests as left. Raises WrongState, Miscounted, Mistyped as `depart` does."""
    event = _take(event, Status.UNDER_WAY, act="return")
    _count(event, head_count)
    event.status, event.returned_at, event.returned_by = Status.RETURNED, at, by
    _keep(event, "returned_at", "returned_by")
    contributions.returned(event, head_count=head_count, by=by, at=at)
    return event


@transaction.atomic
def close(*, event: SailEvent, by: User, at: datetime) -> SailEvent:
    """End the work on a sail that is back: its checklist is shut, sessions for it alone are over. Raises WrongState."""
    event = _take(event, Status.RETURNED, act="be closed")
    sessions.end_of_event(event_id=event.event_id, by=by, at=at)
    event.status, event.closed_at, event.closed_by = Status.CLOSED, at, by
    return _keep(event, "closed_at", "closed_by")


@transaction.atomic
def hold(*, event: SailEvent, reason: str, by: User, at: datetime, decide_by: datetime | None = None) -> SailEvent:
    """Let a sail wait for the weather; seats still change hands, and everybody is told once, until when.

    `decide_by` None means call, or departure once call is over.
    Raises WrongState; Mistyped without a reason, or for a deadline that is over already or after the return.
    """
    contributions.hold(event)
    event = SailEvent.objects.locked(event)
    refuse(event, "hold")
    why = decisions.reason_given(reason, NOT_HELD)
    event.decide_by = decide_by or usual_deadline(event, at)
    if not at < event.decide_by <= event.returns_at:
        sentence = "Choose a time that is still to come, before the sail would be back."
        raise Mistyped(NOT_HELD, {"decide_by": [sentence]})
    event.status, event.held_at, event.held_by, event.held_why = Status.WEATHER_HOLD, at, by, why
    return _decide(event, SailAct.Kind.HELD, *HELD, by=by, at=at, reason=why)


@transaction.atomic
def resume(*, event: SailEvent, by: User, at: datetime, reason: str = "") -> SailEvent:
    """Let a sail that was on hold leave as planned; everybody is told once. Raises WrongState."""
    contributions.hold(event)
    event = SailEvent.objects.locked(event)
    refuse(event, "resume")
    _end_hold(event)
    event.status = Status.SCHEDULED
    return _decide(event, SailAct.Kind.RESUMED, *HELD, by=by, at=at, reason=" ".join(reason.split()))


@transaction.atomic
def cancel(*, event: SailEvent, reason: str, by: User, at: datetime) -> SailEvent:
    """Call a sail off before it leaves, for good; everybody stands down and is told once, of a draft nobody.

    Links in offers and sessions for this sail alone end. Raises WrongState, Mistyped without a reason.
    """
    contributions.hold(event)
    event = SailEvent.objects.locked(event)
    refuse(event, "cancel")
    why = decisions.reason_given(reason, "The sail was not cancelled.")
    _end_hold(event)
    event.status, event.cancelled_at, event.cancelled_by, event.cancelled_why = Status.CANCELLED, at, by, why
    event = _decide(event, SailAct.Kind.CANCELLED, *HELD, *CALLED_OFF, by=by, at=at, reason=why)
    sign_in.revoke_offers(event_id=event.event_id, by=by, why="sail cancelled", at=at)
    sessions.end_of_event(event_id=event.event_id, by=by, at=at)
    return event


def _end_hold(event: SailEvent) -> None:
    event.held_at = event.held_by = event.decide_by = None
    event.held_why = ""


def _decide(event: SailEvent, kind: SailAct.Kind, *fields: str, by: User, at: datetime, reason: str) -> SailEvent:
    """Store a decision; the version rises, and the apps above do what follows from it."""
    event.version += 1
    _keep(event, "version", *fields)
    decisions.record(event, kind, by=by, at=at, reason=reason)
    return event


def usual_deadline(event: SailEvent, at: datetime) -> datetime:
    """By when a hold is decided unless somebody says otherwise: call, or departure once call is over."""
    return event.call_at if event.call_at > at else event.departs_at


def refuse(event: SailEvent, act: str) -> None:
    """Raises WrongState for a `hold`, `resume` or `cancel` that does not begin where the sail stands."""
    begins, words = BEGINS[act]
    if event.status not in begins:
        raise WrongState(f"The sail cannot {words} now: {_standing(event)}.")


def _count(event: SailEvent, head_count: int | None) -> None:
    if reasons := contributions.miscounted(event, head_count):
        raise Miscounted(" ".join(reasons))


def _take(event: SailEvent, *begins: Status, act: str) -> SailEvent:
    """The sail, held until the end of the transaction, if it stands where the act begins."""
    event = SailEvent.objects.locked(event)
    if event.status in begins:
        return event
    raise WrongState(f"The sail cannot {act} now: {_standing(event)}.")


def _standing(event: SailEvent) -> str:
    """Where the sail stands, with who and when where that is kept."""
    acts = {
        Status.UNDER_WAY: ("cast off", event.departed_by, event.departed_at),
        Status.RETURNED: ("brought it back", event.returned_by, event.returned_at),
        Status.CLOSED: ("closed it", event.closed_by, event.closed_at),
        Status.WEATHER_HOLD: ("put it on hold", event.held_by, event.held_at),
        Status.CANCELLED: ("cancelled it", event.cancelled_by, event.cancelled_at),
    }
    act, who, when = acts.get(Status(event.status), ("", None, None))
    if who is None or when is None:
        return f"it is {event.get_status_display()}"
    return f"{who} {act} at {when.astimezone(settings.HOUSE_ZONE):%H:%M}"


def _keep(event: SailEvent, *fields: str) -> SailEvent:
    event.save(update_fields=["status", "changed_at", *fields])
    return event
