"""The page on which guests are counted, before cast-off and back at the dock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from events import contributions, pages, wording
from events.models import SailEvent
from waivers import verdicts
from waivers.boarding import freezing
from waivers.boarding import pages as board_pages
from waivers.boarding.rows import row

Context = dict[str, Any]
Status = SailEvent.Status


def count(event: SailEvent, at: datetime) -> Context:
    """Who is aboard and who would stay behind, what stands in the way, and which act follows the count."""
    people = verdicts.seen_of(event, at)
    is_back = event.status == Status.UNDER_WAY
    zone = settings.HOUSE_ZONE
    planned = wording.moment(event.returns_at if is_back else event.departs_at, at, zone)
    return pages.frame(event, at) | {
        "is_back": is_back,
        "title": "Back at the dock" if is_back else "Cast off",
        "button": "Everybody is back" if is_back else "Cast off",
        "planned": f"{'Return' if is_back else 'Departure'} is planned {planned}.",
        "aboard": [row(one, event, at) for one in people if one.is_aboard],
        "behind": [row(one, event, at) for one in people if one.is_expected],
        "blockers": [] if is_back else contributions.blockers(event, at=at),
        "closed": ""
        if event.status in (Status.SCHEDULED, Status.BOARDING, Status.UNDER_WAY)
        else board_pages.standing(event),
        "shore": freezing.shore_address() or settings.SHORE_CONTACT,
        "is_mailed": bool(freezing.shore_address()),
        "back": f"{event.get_absolute_url()}boarding/",
    }


def lists(event: SailEvent, at: datetime) -> Context:
    """Every frozen list of a sail, the latest first, as it was frozen."""
    zone = settings.HOUSE_ZONE
    found = [
        {
            "frozen": one,
            "when": f"{wording.short_day(one.frozen_at.astimezone(zone).date())} {wording.clock(one.frozen_at, zone)}",
            "said": freezing.read(one),
            "count": freezing.in_words(freezing.read(one)["counts"]),
            "guests": [freezing.guest_line(guest) for guest in freezing.read(one)["guests"]],
            "is_whole": freezing.is_whole(one),
        }
        for one in freezing.kept(event)
    ]
    return pages.frame(event, at) | {
        "lists": found,
        "shore": settings.SHORE_CONTACT,
        "is_mailed": bool(freezing.shore_address()),
        "back": f"{event.get_absolute_url()}boarding/",
        "may_amend": event.status in board_pages.AMENDED_IN,
    }
