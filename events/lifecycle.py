"""A sail's way from draft to closed (verbs). Depart and return keep the actual time and who said so."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from events import contributions
from events.models import SailEvent
from scc_site.auth import sessions
from scc_site.models import User
from scc_site.refusals import Refusal

Status = SailEvent.Status


class WrongState(Refusal):
    """The sail is not where this act begins."""


class NotReady(Refusal):
    """Something that must be mended before cast-off stands in the way."""


@transaction.atomic
def publish(*, event: SailEvent) -> SailEvent:
    """Show a draft to the crew. Raises WrongState."""
    event = _take(event, Status.DRAFT, act="be published")
    event.status = Status.SCHEDULED
    return _keep(event)


@transaction.atomic
def board(*, event: SailEvent) -> SailEvent:
    """Open the gangway to guests. Raises WrongState."""
    event = _take(event, Status.SCHEDULED, act="begin boarding")
    event.status = Status.BOARDING
    return _keep(event)


@transaction.atomic
def depart(*, event: SailEvent, by: User, at: datetime) -> SailEvent:
    """Cast off; seats no longer change hands. Raises WrongState, and NotReady with every reason in words."""
    event = _take(event, Status.SCHEDULED, Status.BOARDING, act="cast off")
    reasons = contributions.blockers(event)
    if reasons:
        raise NotReady("The sail cannot leave the dock yet. " + " ".join(reasons))
    event.status, event.departed_at, event.departed_by = Status.UNDER_WAY, at, by
    return _keep(event, "departed_at", "departed_by")


@transaction.atomic
def return_to_dock(*, event: SailEvent, by: User, at: datetime) -> SailEvent:
    """Back alongside. Raises WrongState."""
    event = _take(event, Status.UNDER_WAY, act="return")
    event.status, event.returned_at, event.returned_by = Status.RETURNED, at, by
    return _keep(event, "returned_at", "returned_by")


@transaction.atomic
def close(*, event: SailEvent, by: User, at: datetime) -> SailEvent:
    """End the work on a sail that is back: its checklist is shut, sessions for it alone are over. Raises WrongState."""
    event = _take(event, Status.RETURNED, act="be closed")
    sessions.end_of_event(event_id=event.event_id, by=by, at=at)
    event.status, event.closed_at, event.closed_by = Status.CLOSED, at, by
    return _keep(event, "closed_at", "closed_by")


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
        Status.CANCELLED: ("cancelled it", event.cancelled_by, event.cancelled_at),
    }
    act, who, when = acts.get(Status(event.status), ("", None, None))
    if who is None or when is None:
        return f"it is {event.get_status_display()}"
    return f"{who} {act} at {when.astimezone(settings.HOUSE_ZONE):%H:%M}"


def _keep(event: SailEvent, *fields: str) -> SailEvent:
    event.save(update_fields=["status", "changed_at", *fields])
    return event
