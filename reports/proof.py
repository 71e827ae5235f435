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
    Letters.SENT: ("taken by the mail service; whether it arrived is not known", "muted"),
    Letters.DELIVERED: ("delivered", "ok"),
    Letters.BOUNCED: ("came back", "bad"),
    Letters.COMPLAINED: ("delivered, and marked as spam", "bad"),
    Letters.FAILED: ("refused by the mail service", "bad"),
    Letters.UNCERTAIN: ("unknown: no answer came", "warn"),
    Letters.CANCELLED: ("cancelled", "muted"),
    Letters.EXPIRED: ("too late to be sent", "bad"),
    Letters.SUPPRESSED: ("not sent: letters to this address are stopped", "bad"),
    Letters.FROZEN: ("waits since a restore", "warn"),
}


@dataclass(frozen=True)
class Line:
    """One reader: what became of their letter, in words with a tone; when they read the run in the app, if they did.

    `clicks` by a person, perhaps; `machines` by scanners.
    """

    delivery: ReportDelivery
    words: str
    tone: str
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


def _stands(row: ReportDelivery) -> tuple[str, str]:
    if row.refused:
        return f"not permitted: {row.refused}", "bad"
    return ARRIVED[Letters(row.mail.state)] if row.mail else ("not sent", "bad")


def _hits(rows: Iterable[ReportDelivery]) -> dict[int, tuple[int, int]]:
    found = LinkHit.objects.filter(delivery__in=[row.pk for row in rows]).order_by().values_list("delivery")
    counted = found.annotate(clicks=Count("pk", Q(is_machine=False)), machines=Count("pk", Q(is_machine=True)))
    return {number: (clicks, machines) for number, clicks, machines in counted}
