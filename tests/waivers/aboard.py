"""Rows of guests for tests: every argument has a plain default, so that a test names only what it is about."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from events.models import SailEvent
from scc_site.models import User
from tests import factories
from tests.factories import NOW
from waivers import records
from waivers.models import GENESIS, Guest, PaperWaiver, WaiverCover, WaiverRecord, WaiverText

BODY = """# Waiver

1. I know that sailing has risks.
2. I follow what the crew says.

## Paper

3. **I may sign on paper.**
"""


def text(*, is_published: bool = True, **fields: Any) -> WaiverText:
    """The published waiver of sails out and back, or another text."""
    author = fields.pop("written_by", None) or factories.admin()
    variant = fields.get("variant", WaiverText.Variant.OUT_AND_BACK)
    last = WaiverText.objects.filter(variant=variant).order_by("-version").first()
    told: dict[str, Any] = {
        "variant": variant, "version": last.version + 1 if last else 1, "title": "Waiver", "body": BODY,
        "title_es": "Exención", "body_es": BODY.replace("Waiver", "Exención"),
        "written_at": NOW - timedelta(days=30), "written_by": author,
    }  # fmt: skip
    if is_published:
        told |= {"published_at": NOW - timedelta(days=30), "published_by": author}
    return WaiverText.objects.create(**told | fields)


def guest(sail: SailEvent | None = None, name: str = "Mia Stone", **fields: Any) -> Guest:
    """Somebody invited by the office, whose hold ends a day before departure; of no party unless told."""
    sail = sail or factories.event()
    told: dict[str, Any] = {
        "source": Guest.Source.OFFICE, "hold_until": sail.departs_at - timedelta(hours=24), "added_at": NOW,
    }  # fmt: skip
    return Guest.objects.create(event=sail, name=name, **told | fields)


def walk_in(sail: SailEvent | None = None, name: str = "Leo Park", **fields: Any) -> Guest:
    """Somebody who added themself at the dock."""
    return guest(sail, name, **{"source": Guest.Source.DOCK, "state": Guest.State.ON_HOLD} | fields)


def record(signer: Guest, *covered: Guest, **fields: Any) -> WaiverRecord:
    """A link of the chain, signed now for the signer, or for those covered; it clears nobody by itself.

    Its payload is no real one: who tests records makes them by `waivers.records.keep`.
    """
    last = WaiverRecord.objects.order_by("-number").first()
    number, previous = (last.number + 1, last.link) if last else (1, GENESIS)
    told: dict[str, Any] = {
        "number": number, "guest": signer, "event": signer.event, "signed_at": NOW, "previous": previous,
        "signature_key": sha256(f"key {number}".encode()).hexdigest(),
        "sha256": sha256(f"payload {number}".encode()).hexdigest(),
    } | fields  # fmt: skip
    if "text" not in told:
        told["text"] = WaiverText.objects.published().first() or text()
    told["link"] = sha256(f"{number} {previous} {told['sha256']}".encode()).hexdigest()
    made = WaiverRecord.objects.create(**told)
    WaiverCover.objects.bulk_create(WaiverCover(record=made, guest=one) for one in covered or (signer,))
    return made


def cleared(sail: SailEvent | None = None, name: str = "Mia Stone", **fields: Any) -> Guest:
    """Somebody who has signed, and may board once the captain lets them."""
    signed_at, by = fields.pop("signed_at", NOW), fields.pop("signer", None)
    made = guest(sail, name, **fields)
    made.record = record(by or made, made, signed_at=signed_at)
    made.state = Guest.State.CLEARED
    made.save(update_fields=["record", "state"])
    return made


def child(guardian: Guest, name: str = "Kit Stone", **fields: Any) -> Guest:
    """A nine-year-old whom their guardian signed for."""
    told: dict[str, Any] = {
        "born_on": NOW.date().replace(year=NOW.year - 9), "guardian": guardian, "signer": guardian,
        "relationship": Guest.Relationship.PARENT, "source": Guest.Source.GUARDIAN, "booking": guardian.booking,
    }  # fmt: skip
    return cleared(guardian.event, name, **told | fields)


def aboard(guest: Guest, by: User, at: datetime = NOW) -> Guest:
    """The guest as if checked in."""
    guest.state, guest.aboard_at, guest.aboard_by = Guest.State.ABOARD, at, by
    guest.save(update_fields=["state", "aboard_at", "aboard_by"])
    return guest


def signing(signer: Guest | None = None, *, covers: list[Guest] | None = None, **fields: Any) -> records.Signing:
    """A signature as the page gives it: of a guest for themself, with a typed name, unless told."""
    signer = signer or guest()
    told: dict[str, Any] = {
        "event": signer.event, "signer": signer, "covers": [signer] if covers is None else covers, "language": "en",
        "name": signer.name, "signature_key": f"key-{signer.pk}", "ip": "203.0.113.9", "agent": "Mozilla/5.0",
        "consents": {"electronic": "2026-06-01T18:00:00Z", "waiver": "2026-06-01T18:00:05Z"},
    }  # fmt: skip
    if "text" not in fields:
        told["text"] = WaiverText.objects.current(WaiverText.Variant.OUT_AND_BACK) or text()
    return records.Signing(**told | fields)


def signed(signer: Guest | None = None, *, at: datetime = NOW, **fields: Any) -> WaiverRecord:
    """A signature in the chain, as the page leaves it."""
    return records.keep(signing(signer, **fields), at=at)


def paper(of: Guest, content: bytes = b"%PDF-1.7\n", **fields: Any) -> PaperWaiver:
    """A waiver on paper that waits for its second look."""
    told: dict[str, Any] = {
        "guest": of, "content": content, "media_type": "application/pdf", "sha256": sha256(content).hexdigest(),
        "filed_at": NOW, "filed_by": factories.admin(),
    }  # fmt: skip
    if "text" not in fields:
        told["text"] = WaiverText.objects.current(WaiverText.Variant.OUT_AND_BACK) or text()
    return PaperWaiver.objects.create(**told | fields)
