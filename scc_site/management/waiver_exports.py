"""What `manage.py export` can tell of signed waivers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Count

from events.models import SailEvent
from waivers.models import WaiverRecord

CHUNK = 500


def waivers(sail: SailEvent | None, since: date | None) -> Iterator[dict[str, Any]]:
    """Signed waivers by number, those of one sail, or signed on a day or later.

    `guest` is who signed (empty once erased), `covers` for how many, `sha256` the hash of what was signed, `link` the
    record's place in the chain; `pdf_sha256` is empty until the PDF is made, and stays when it is erased.
    """
    rows = WaiverRecord.objects.in_order().select_related("guest", "event", "text").annotate(people=Count("covers"))
    rows = rows.select_related("pdf", "erasure").defer("pdf__content")
    if sail is not None:
        rows = rows.filter(event=sail)
    if since is not None:
        rows = rows.filter(signed_at__gte=datetime.combine(since, time.min, settings.HOUSE_ZONE))
    for row in rows.iterator(CHUNK):
        erasure = getattr(row, "erasure", None)
        pdf = getattr(row, "pdf", None)
        yield {
            "id": row.number,
            "event_id": row.event.event_id,
            "guest": row.guest.name,
            "signed_at": row.signed_at,
            "sha256": row.sha256,
            "kind": row.kind,
            "covers": row.people,
            "variant": row.text.variant,
            "version": row.text.version,
            "previous": row.previous,
            "link": row.link,
            "pdf_sha256": pdf.sha256 if pdf else erasure.pdf_sha256 if erasure else "",
            "erased_at": erasure.erased_at if erasure else None,
        }
