"""Copies of signed waivers, by mail: the PDF comes along (verbs)."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from scc_site.addresses import InvalidAddress, canonical
from scc_site.mail import attachments, outbox
from scc_site.models import OutgoingMail
from scc_site.refusals import Mistyped, TooOften, Unseen
from waivers import printed
from waivers.models import Guest, WaiverRecord

LETTER = "waiver_copy"
LOADER = "waivers.pdf"
A_DAY = 5  # copies of one record, so that nobody uses it to write to strangers
DAY_SECONDS = 86_400


@transaction.atomic
def send(*, guest: Guest, address: str, at: datetime) -> None:
    """Write the PDF of what covers a guest to an address; the same address at most once a day.

    Raises Unseen where nothing was signed, Mistyped for what is no address, TooOften after a handful a day.
    """
    record = WaiverRecord.objects.covering(guest)
    if record is None:
        raise Unseen(_("Nothing is signed yet."))
    try:
        known = canonical(address)
    except InvalidAddress as fault:
        fault_words = {"address": [_("This is no email address.")]}
        raise Mistyped(_("The copy was not sent."), fault_words) from fault
    day = f"{LETTER}:{record.number}:{at:%Y-%m-%d}:"
    key = f"{day}{sha256(known.encode()).hexdigest()[:16]}"
    sent = set(OutgoingMail.objects.under(day).values_list("dedupe_key", flat=True))
    if key not in sent and len(sent) >= A_DAY:
        raise TooOften(_("Enough copies for today: try again tomorrow, or call us."), DAY_SECONDS)
    _queue(record, guest, address, key, at)


def to_signer(record: WaiverRecord, *, at: datetime) -> None:
    """The signer's own copy, where their address is known; once."""
    if record.guest.email:
        _queue(record, record.guest, record.guest.email, f"{LETTER}:{record.number}:signed", at)


def _queue(record: WaiverRecord, guest: Guest, address: str, key: str, at: datetime) -> None:
    """One letter in the guest's language."""
    with translation.override(guest.language):
        day = printed.day(record.event.departs_at)
    outbox.queue(
        letter=LETTER,
        person=address.strip(),
        dedupe_key=key,
        at=at,
        context={
            "name": guest.first_name,
            "language": guest.language,
            "vessel": record.event.vessel.name,
            "day": day,
            "number": record.number,
            "url": printed.verify_url(),
            attachments.ATTACHED: [attachments.ref(LOADER, str(record.pk))],
        },
    )
