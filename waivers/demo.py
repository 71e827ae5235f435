"""The demo house's guests, by the verbs: the lists of the next sails with one of every state, and texts to sign.

Deterministic for an instant of loading. Everybody is at example.com; no letter of it leaves.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from events.models import Booking, SailEvent
from scc_site.mail import outbox
from scc_site.models import OutgoingMail, User
from waivers import demo_texts, guests, texts
from waivers.demo_signing import CHILDREN, NAMES, sign
from waivers.models import Guest, PaperWaiver
from waivers.places import Full

SAILS, NAMED = 3, 5  # the next sails, and the names of each besides the leads
WALKERS = ("Otto Reyes", "Yuki Tanaka", "Amara Obi")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
# The smallest picture there is: a photo of a signed sheet, as far as a demo goes.
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef9240000000a49444154789c636000000002000148afa471"
    "0000000049454e44ae426082"
)


@transaction.atomic
def load(*, at: datetime) -> int:
    """Name guests on the next sails of the demo house, once; how many there are on them. Safe to repeat."""
    office = User.objects.admins().order_by("pk").first()
    stood = Guest.objects.filter(source=Guest.Source.DOCK, name__in=WALKERS).exists()
    if office is None or stood:
        return Guest.objects.listed().count()
    demo_texts.load(by=office, at=at - timedelta(days=30))
    last = OutgoingMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    ahead = SailEvent.objects.filter(departs_at__gt=at, status__in=SailEvent.BEFORE_SAILING, capacity__gt=0)
    for number, sail in enumerate(ahead.select_related("vessel", "event_type").order_by("departs_at", "pk")[:SAILS]):
        _fill(sail, number, office, at)
    outbox.cancel_after(mail_id=last, reason="The demo house writes to nobody.", at=at)
    return Guest.objects.listed().count()


def _fill(sail: SailEvent, number: int, office: User, at: datetime) -> None:
    """One sail: its first party with every state, somebody at the dock."""
    party = Booking.objects.live().filter(event=sail).order_by("-party_size", "pk").first()
    if party is not None:
        _party(sail, party, number, office, at)
    try:
        guests.add(
            event=sail, name=WALKERS[number], source=Guest.Source.DOCK, at=at - 20 * MINUTE, phone="+1 619 555 0190"
        )
    except Full:
        return


def _party(sail: SailEvent, party: Booking, number: int, office: User, at: datetime) -> None:
    """A lead who has signed for two children, and those who have not."""
    lead = Guest.objects.of_party(party).first()
    if lead is None:
        return
    family = lead.name.split()[-1]
    room = min(NAMED, party.party_size - 3)
    first = (number * NAMED) % len(NAMES)
    named = [f"{name} {family}" for name in (NAMES * 2)[first : first + max(0, room)]]
    found = [
        guests.add(event=sail, name=name, source=Guest.Source.PARTY, booking=party, at=at - 2 * HOUR) for name in named
    ]
    children = CHILDREN if party.party_size >= 3 else ()  # noqa: PLR2004 - the lead and both
    sign(lead, children if number == 0 else (), at - HOUR)
    _states(found, office, at)


def _states(found: list[Guest], office: User, at: datetime) -> None:
    """One has signed, one declined, one signed on paper, one is misspelt and mended; the rest were invited."""
    for guest, act in zip(found, ("sign", "decline", "paper", "mend"), strict=False):
        if act == "sign":
            sign(guest, (), at - 50 * MINUTE)
        elif act == "decline":
            guests.decline(guest=guest, why="Seasick already on the pier.", at=at - 40 * MINUTE)
        elif act == "paper":
            _paper(guest, office, at - 30 * MINUTE)
        else:
            guests.rename(guest=guest, name=guest.name.replace(" ", " J. ", 1), at=at - 20 * MINUTE)


def _paper(guest: Guest, office: User, at: datetime) -> None:
    """A photo of a sheet that waits for a second look."""
    text = texts.current_for(guest.event)
    if text is not None:
        PaperWaiver.objects.create(
            guest=guest, text=text, content=PHOTO, media_type="image/png", sha256=sha256(PHOTO).hexdigest(),
            filed_at=at, filed_by=office,
        )  # fmt: skip
