"""What is known of a report's letters, reader by reader: taken, arrived, come back, unknown, read in the app."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from reports.models import ConfirmedView, LinkHit, ReportDelivery, ReportRun
from scc_site.models import OutgoingMail

Letters = OutgoingMail.State
ARRIVED = {
    Letters.QUEUED: ("waits to leave", "warn"),
    Letters.SENDING: ("is being sent", "warn"),
    Letters.SENT: ("accepted", "ok"),
    Letters.DELIVERED: ("delivered", "ok"),
    Letters.BOUNCED: ("bounced", "bad"),
    Letters.COMPLAINED: ("marked as spam", "bad"),
    Letters.FAILED: ("refused", "bad"),
    Letters.UNCERTAIN: ("unknown", "warn"),
    Letters.CANCELLED: ("cancelled", "muted"),
    Letters.EXPIRED: ("expired", "bad"),
    Letters.SUPPRESSED: ("suppressed", "bad"),
    Letters.FROZEN: ("waits since a restore", "warn"),
}

MEANS = {
    Letters.SENT: "The mail service took it; whether it arrived is not known.",
    Letters.BOUNCED: "It came back: the address takes no letters.",
    Letters.FAILED: "The mail service would not take it.",
    Letters.UNCERTAIN: "No answer came: it may have left.",
    Letters.SUPPRESSED: "Letters to this address are stopped.",
    Letters.EXPIRED: "It could not leave in time.",
}


@dataclass(frozen=True)
class Line:
    """One reader: what became of their letter, in a word with a tone, and what that means.

    `read_at`: when they first read the run in the app, if they did. `clicks` by a person, perhaps; `machines` by
    scanners.
    """

    delivery: ReportDelivery
    words: str
    tone: str
    means: str
    read_at: datetime | None
    clicks: int
    machines: int


def lines(run: ReportRun) -> list[Line]:
    """Every delivery of a run; three queries."""
    rows = list(run.deliveries.told())
    views = dict(ConfirmedView.objects.filter(run=run).values_list("person_id", "first_at"))
    hits = _hits(rows)
    return [
        Line(row, *_stands(row), None if row.is_archive else views.get(row.reader_id), *hits.get(row.pk, (0, 0)))
        for row in rows
    ]


def _stands(row: ReportDelivery) -> tuple[str, str, str]:
    """In a word, with its tone, and what it means."""
    if row.refused or row.mail is None:
        return "not permitted", "bad", f"{row.address} {row.refused}."
    state = Letters(row.mail.state)
    return *ARRIVED[state], MEANS.get(state, "")


def _hits(rows: Iterable[ReportDelivery]) -> dict[int, tuple[int, int]]:
    found = LinkHit.objects.filter(delivery__in=[row.pk for row in rows]).order_by().values_list("delivery")
    counted = found.annotate(clicks=Count("pk", Q(is_machine=False)), machines=Count("pk", Q(is_machine=True)))
    return {number: (clicks, machines) for number, clicks, machines in counted}
