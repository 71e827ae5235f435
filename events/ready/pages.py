"""What the page "ready to sail" prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from events import pages, wording
from events.models import SailEvent
from events.ready import readiness, stamps
from events.ready.readiness import Half
from scc_site.models import User

Context = dict[str, Any]
Status = SailEvent.Status


def ready(event: SailEvent, viewer: User, at: datetime) -> Context:
    """The whole page, and the piece of it that a tick or the passing of time draws anew."""
    zone = settings.HOUSE_ZONE
    halves = [] if event.status == Status.CANCELLED else stamps.halves_of(event, viewer, at)
    return pages.frame(event, at) | {
        "verdict": stamps.verdict(event, halves),
        "halves": halves,
        "stamp": _stamp(event, halves, viewer, at),
        "here": f"{event.get_absolute_url()}ready/",
        "stood": f"{wording.clock(at, zone)} {at.astimezone(zone).tzname()}",
        "is_ahead": event.status in SailEvent.BEFORE_SAILING,
    }


def _stamp(event: SailEvent, halves: Sequence[Half], viewer: User, at: datetime) -> Context:
    """The stamp as it stands, and what this viewer may do about it."""
    since = stamps.since(event, halves)
    may = viewer.has_perm("events.depart", event)
    amiss = [line for line in readiness.all_lines(halves) if line.state in readiness.OPEN]
    stood_open = event.ready_saw.get("open", [])
    is_good = bool(event.ready_by) and not since
    return {
        "words": stamps.words_of(event, at),
        "since": since,
        "open": stood_open,
        "with_open": f"with {readiness.things(len(stood_open))} open",
        "may_stamp": may and event.status in stamps.STAMPED_IN and not is_good,
        "may_take_back": may and event.ready_by is not None and event.status in SailEvent.BEFORE_SAILING,
        "question": f"{readiness.things(len(amiss))} not in order yet: kept with your stamp, in words."
        if amiss
        else "",
    }
