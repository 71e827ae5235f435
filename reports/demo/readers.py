"""Who reads the demo house's reports: one executive all eight with nothing withheld, one marketing alone."""

from __future__ import annotations

from datetime import datetime

from reports import granting
from reports.tree import LABELS
from scc_site.models import User

ALL = "vera@example.com"
MARKETING = "noor@example.com"


def give(*, giver: User, at: datetime) -> None:
    """Give both executives their reports; again, nothing changes."""
    people = {address: User.objects.with_address(address).get() for address in (ALL, MARKETING)}
    granting.give(person=people[ALL], clearance=LABELS, giver=giver, at=at)
    granting.give(person=people[MARKETING], slug="cmo", giver=giver, at=at)
