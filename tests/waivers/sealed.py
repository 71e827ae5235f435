"""A sealed PDF for tests, without the half second that printing takes."""

from __future__ import annotations

from functools import cache

from tests.factories import NOW
from waivers import canonical, certificates, seals
from waivers.models import WaiverPdf, WaiverRecord

OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
)


@cache
def blank() -> bytes:
    """The smallest PDF that a reader takes."""
    body, places = b"%PDF-1.7\n", []
    for number, told in enumerate(OBJECTS, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, told)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 4\n0000000000 65535 f \n%strailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        rows, len(body),
    )  # fmt: skip


def seal(record: WaiverRecord) -> WaiverPdf:
    """The record with a sealed PDF, as its job leaves it."""
    named = seals.Named(record.number, record.link)
    content = seals.put_on(blank(), named, certificates.current(), house="House", contact="here")
    return WaiverPdf.objects.create(record=record, content=content, sha256=canonical.digest(content), made_at=NOW)
