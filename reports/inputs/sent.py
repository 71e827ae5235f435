"""What became of reports sent, read for rules: two queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.conf import settings

from reports.formulas.sent import Sent, Unsent
from reports.models import BusinessUnit, ReportDelivery
from scc_site.addresses import canonical
from scc_site.models import MailEvent

RECENT_DAYS = 40  # a month's report and the days it takes


def read(*, units: Sequence[BusinessUnit], as_of: date, is_whole: bool) -> Sent:
    """Readers who did not get the latest report of each scope, and whether the archive's copies come back."""
    until = datetime.combine(as_of + timedelta(days=1), time.min, settings.HOUSE_ZONE)
    since = until - timedelta(days=RECENT_DAYS)
    rows = ReportDelivery.objects.of_scope(units, is_whole=is_whole).made_between(since, until).told()
    latest = {(row.slug, row.unit_id): row.issue for row in sorted(rows, key=lambda each: (each.made_at, each.pk))}
    lost = [row for row in rows if row.is_lost and latest[row.slug, row.unit_id] == row.issue]
    slugs = {unit.pk: unit.slug for unit in units}
    return Sent(
        tuple(
            Unsent(
                str(row.pk),
                slugs.get(row.unit_id or 0, ""),
                row.slug,
                row.address,
                row.refused or (row.mail.state if row.mail else ""),
                row.made_at.astimezone(settings.HOUSE_ZONE).date(),
            )
            for row in lost
        ),
        *_archive(since, until),
    )


def _archive(since: datetime, until: datetime) -> tuple[str, date | None]:
    """The archive's address, where a copy to it came back for good within the days; else nothing."""
    if not settings.REPORT_BCC:
        return "", None
    back = MailEvent.objects.filter(recipient=canonical(settings.REPORT_BCC), kind=MailEvent.Kind.BOUNCE)
    at = back.filter(happened_at__gte=since, happened_at__lt=until).order_by("-happened_at")
    last = at.values_list("happened_at", flat=True).first()
    return (settings.REPORT_BCC, last.astimezone(settings.HOUSE_ZONE).date()) if last else ("", None)
