"""What the demo house knows of the booking sites it could open: hours, an estimate with its source, prerequisites.

No file has columns for them: people enter them at the desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from reports.models import Listing, ListingStep

UNIT = "queen-of-san-diego"
DONE_AGO = timedelta(days=25)
STEPS = ("Photographs of the season", "Insurance certificate", "Price list")


class Opening(NamedTuple):
    """Of one site: hours of work, contribution a month in cents, how many of the steps are done."""

    channel: str
    hours: int
    cents: int
    done: int


OPENINGS = (
    Opening("sailo", 6, 108_000, 3),
    Opening("getmyboat", 8, 115_000, 3),
    Opening("viator", 20, 97_000, 1),
    Opening("getyourguide", 16, 87_000, 1),
)
SOURCE = "the owner: one more evening a month, at what a booking there leaves"


def prepare(on: date, openings: Sequence[Opening] = OPENINGS) -> None:
    """Enter them as of a day; what is entered already stays."""
    for each in openings:
        listing = Listing.objects.get(unit__slug=UNIT, channel__slug=each.channel)
        listing.effort_hours, listing.estimate_cents = Decimal(each.hours), each.cents
        listing.estimate_source = SOURCE
        listing.save()
        for place, title in enumerate(STEPS):
            done_on = on - DONE_AGO if place < each.done else None
            ListingStep.objects.get_or_create(listing=listing, title=title, defaults={"done_on": done_on})
