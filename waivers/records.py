"""Signatures kept: each is a link of the chain, and beside it lies what was signed, in one spelling, under its hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from events.models import SailEvent
from scc_site import jobs
from scc_site.models import User
from waivers import canonical, copies, texts
from waivers.models import GENESIS, Guest, WaiverCover, WaiverPayload, WaiverRecord, WaiverText, comes_of_age

FORM = "scc-waiver-1"  # the shape of what is hashed: another shape gets another name
KEEP_YEARS = 4  # after the trip, and after the eighteenth birthday of the youngest (design: waivers)
CHAIN = "waivers.chain"
SEAL = "waivers.tasks.seal"
LONGEST_AGENT = 400  # signs of what a browser says of itself
send_copy = copies.send


@dataclass(frozen=True, kw_only=True)
class Signing:
    """One signature as it was given.

    `covers` are those it speaks for, the signer among them when they sign for themself. `name` is what was typed as
    signature, or as the name beside the strokes; `name_given` what the list said before its bearer mended it.
    `consents` are the boxes by slug, each with the instant of its tick. `relationship` says by a guest's number what
    the signer is to them. `paper_sha256` is of the photo or PDF of a waiver on paper; `witness` whoever of the house
    accepted it or held the tablet. `signature_key` is the print of the draft: signed once.
    """

    event: SailEvent
    signer: Guest
    covers: Sequence[Guest]
    text: WaiverText
    language: str
    name: str
    signature_key: str
    name_given: str = ""
    strokes: Sequence[Any] | None = None
    consents: Mapping[str, str] = field(default_factory=dict)
    relationship: Mapping[int, str] = field(default_factory=dict)
    ip: str = ""
    agent: str = ""
    kind: str = WaiverRecord.Kind.ELECTRONIC
    witness: User | None = None
    paper_sha256: str = ""


def keep(signing: Signing, *, at: datetime) -> WaiverRecord:
    """Write a signature into the chain; its PDF is made by a job soon after. The caller holds the sail.

    One lock for the whole chain is held until the caller's transaction ends: numbers have no gap and nobody forks it.
    A signature whose key is known already is not written again: its record is given back.
    """
    with transaction.atomic(savepoint=False):
        _hold_chain()
        known = WaiverRecord.objects.filter(signature_key=signing.signature_key).first()
        return known or _added(signing, at)


def _added(signing: Signing, at: datetime) -> WaiverRecord:
    """The next link, with what lies beside it."""
    last = WaiverRecord.objects.order_by("-number").values_list("number", "link").first()
    number, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    content = canonical.written(said(signing, number=number, at=at))
    record = _linked(signing, number, previous, canonical.digest(content), at)
    WaiverPayload.objects.create(record=record, content=content, keep_until=keep_until(signing.event, signing.covers))
    WaiverCover.objects.bulk_create(WaiverCover(record=record, guest=guest) for guest in signing.covers)
    jobs.enqueue(SEAL, record.pk)
    return record


def _linked(signing: Signing, number: int, previous: str, content: str, at: datetime) -> WaiverRecord:
    """The link itself."""
    return WaiverRecord.objects.create(
        number=number,
        guest=signing.signer,
        event=signing.event,
        text=signing.text,
        kind=signing.kind,
        signed_at=at,
        signature_key=signing.signature_key,
        sha256=content,
        previous=previous,
        link=canonical.link(number, previous, content),
    )


def _hold_chain() -> None:
    """Nobody else adds to the chain until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [CHAIN])


def said(signing: Signing, *, number: int, at: datetime) -> dict[str, Any]:
    """All that a signature says, as it is hashed: `at` is its instant, `number` its place in the chain."""
    strokes = list(signing.strokes) if signing.strokes is not None else None
    return {
        "form": FORM,
        "number": number,
        "kind": str(signing.kind),
        "signed_at": canonical.instant(at),
        "house": {"name": settings.HOUSE_NAME, "address": settings.HOUSE_ADDRESS, "zone": settings.TIME_ZONE},
        "event": _sail(signing.event),
        "text": _text(signing.text, signing.language),
        "signer": {"guest": signing.signer.pk, "name": signing.signer.name, "name_given": signing.name_given},
        "covers": [_person(guest, signing.relationship.get(guest.pk, "")) for guest in signing.covers],
        "consents": dict(signing.consents),
        "signature": {"name": signing.name, "strokes": strokes},
        "ip": signing.ip,
        "agent": signing.agent[:LONGEST_AGENT],
        "witness": {"id": signing.witness.pk, "name": signing.witness.name} if signing.witness else None,
        "paper_sha256": signing.paper_sha256,
        "signature_key": signing.signature_key,
    }


def _sail(event: SailEvent) -> dict[str, str]:
    """Which trip, and when: house time with its distance from UTC."""
    zone = settings.HOUSE_ZONE
    return {
        "id": event.event_id,
        "vessel": event.vessel.name,
        "type": event.event_type.name,
        "dock": event.dock or event.vessel.dock,
        "itinerary": event.itinerary,
        "departs_at": event.departs_at.astimezone(zone).isoformat(),
        "returns_at": event.returns_at.astimezone(zone).isoformat(),
    }


def _text(text: WaiverText, language: str) -> dict[str, Any]:
    """What was shown, by its hash; the text itself stays where it was published."""
    shown = texts.shown(text, language)
    return {
        "variant": text.variant,
        "version": text.version,
        "language": shown.language,
        "title": shown.title,
        "sha256": shown.sha256,
        "is_demo": text.is_demo,
    }


def _person(guest: Guest, relationship: str) -> dict[str, Any]:
    """Somebody a signature speaks for; what the signer is to them, where it is somebody else."""
    return {
        "guest": guest.pk,
        "name": guest.name,
        "name_given": guest.name_given,
        "born_on": guest.born_on,
        "relationship": relationship,
    }


def keep_until(event: SailEvent, covers: Sequence[Guest]) -> date:
    """The last local day on which a record is kept: four years after the trip, and after each child's majority."""
    ends = [event.returns_at.astimezone(settings.HOUSE_ZONE).date()]
    ends += [comes_of_age(guest.born_on) for guest in covers if guest.born_on]
    return max(_years_on(day) for day in ends)


def _years_on(day: date) -> date:
    """So many years later; 1 March where there is no 29 February."""
    try:
        return day.replace(year=day.year + KEEP_YEARS)
    except ValueError:
        return date(day.year + KEEP_YEARS, 3, 1)
