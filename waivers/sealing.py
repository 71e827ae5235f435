"""The PDF of a record: printed, sealed and kept once, in a job; found by its hash ever after."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from scc_site import clock, jobs, printing
from scc_site.mail.messages import Attachment
from waivers import canonical, certificates, copies, printed, records, seals
from waivers.models import WaiverPdf, WaiverRecord

log = logging.getLogger(__name__)
SHEET = Path(__file__).parent / "print.css"
LATE = timedelta(minutes=2)  # a job that has not come by then was lost, or waits for Pango
AT_ONCE = 20


def hindrance() -> str:
    """What keeps this machine from sealing PDFs, with the remedy; nothing where it can."""
    return printing.missing() or certificates.fault()


def make(record_id: int, *, at: datetime) -> WaiverPdf | None:
    """Print, seal and keep the PDF of a record, unless there is one; its signer gets a copy where an address is known.

    None where its payload was erased, or the record is not there. The printing is done before anything is locked: of
    two that make it at once the second throws its own away. Raises OSError where Pango is missing, Unusable.
    """
    record = WaiverRecord.objects.whole().filter(pk=record_id).first()
    if record is None or not hasattr(record, "payload"):
        return None
    return WaiverPdf.objects.filter(record=record).first() or _kept(record=record, content=sealed(record), at=at)


def sealed(record: WaiverRecord) -> bytes:
    """The bytes of the PDF, as they are now for the first time."""
    said = json.loads(bytes(record.payload.content))
    page = printed.html(record, said)
    plain = printing.pdf(page, sheet=SHEET, dated=record.signed_at)
    named = seals.Named(record.number, record.link)
    contact = printed.verify_url()
    return seals.put_on(plain, named, certificates.current(), house=said["house"]["name"], contact=contact)


@transaction.atomic
def _kept(*, record: WaiverRecord, content: bytes, at: datetime) -> WaiverPdf:
    """The first PDF that was kept; with it a copy is queued for the signer."""
    row = WaiverPdf(record=record, content=content, sha256=canonical.digest(content), made_at=at)
    WaiverPdf.objects.bulk_create([row], ignore_conflicts=True)
    found = WaiverPdf.objects.get(record=record)
    if found.sha256 == row.sha256:
        copies.to_signer(record, at=at)
    return found


def catch_up(*, at: datetime) -> None:
    """Queue the PDFs again whose job was lost, a handful at a time; none while this machine cannot make any."""
    if not hindrance():
        for number in WaiverRecord.objects.unsealed(before=at - LATE)[:AT_ONCE]:
            jobs.enqueue(records.SEAL, number)


def attached(key: str) -> Attachment | None:
    """The PDF of a record by its row's number, for a letter: made now if its job is late, none where it cannot be."""
    made = None if hindrance() else make(int(key), at=clock.now())
    return Attachment(f"waiver-{made.record.number}.pdf", "application/pdf", bytes(made.content)) if made else None
