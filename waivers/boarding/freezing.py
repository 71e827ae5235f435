"""The list of those aboard, frozen with its hash, and the letter that brings it ashore (verbs).

46 CFR 185.502: before departure a list of the names of all persons aboard is made, and a copy is left ashore.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from events import contributions, wording
from events.models import Role, SailEvent
from scc_site import addresses
from scc_site.mail import outbox
from scc_site.models import User
from waivers import canonical
from waivers.models import GENESIS, FrozenList, WaiverRecord

Kind = FrozenList.Kind
FORM = "scc-frozen-list-1"  # the shape of what is hashed: another shape gets another name
LETTER = "frozen_list"


@transaction.atomic
def freeze(*, event: SailEvent, kind: str, by: User, at: datetime, why: str = "") -> FrozenList:
    """Keep who is aboard now, with its hash and the head of the waivers' chain; the caller holds the sail.

    Departure and amendments go to the shore contact by mail, where that is an address.
    """
    last = FrozenList.objects.of(event).first()
    number = last.number + 1 if last else 1
    head = WaiverRecord.objects.order_by("-number").values_list("link", flat=True).first() or GENESIS
    said = _said(event, by, at) | {
        "kind": kind, "number": number, "why": why, "chain_head": head, "previous": last.sha256 if last else "",
    }  # fmt: skip
    content = canonical.written(said)
    frozen = FrozenList.objects.create(
        event=event, number=number, kind=kind, content=content, sha256=canonical.digest(content), chain_head=head,
        head_count=said["counts"]["guests"], why=why, frozen_at=at, frozen_by=by,
    )  # fmt: skip
    if kind != Kind.RETURN:
        _send_ashore(frozen, said)
    return frozen


def kept(event: SailEvent) -> list[FrozenList]:
    """A sail's lists, the latest first."""
    return list(FrozenList.objects.of(event))


def read(frozen: FrozenList) -> dict[str, Any]:
    """What stands in a frozen list."""
    found: dict[str, Any] = json.loads(bytes(frozen.content))
    return found


def is_whole(frozen: FrozenList) -> bool:
    """Whether the list is still what was hashed."""
    return canonical.digest(bytes(frozen.content)) == frozen.sha256


def shore_address() -> str:
    """The shore contact's address; empty where it is a telephone, or nobody."""
    try:
        return addresses.canonical(settings.SHORE_CONTACT)
    except addresses.InvalidAddress:
        return ""


def _said(event: SailEvent, by: User, at: datetime) -> dict[str, Any]:
    """Sail, times, people and counts as they stand."""
    aboard = contributions.manifest(event)
    guests = [{key: one[key] for key in one if key != "kind"} for one in aboard if one["kind"] == "guest"]
    crew = [{"name": one["name"], "role": one["role"]} for one in aboard if one["kind"] == "crew"]
    return {
        "form": FORM,
        "sail": {
            "event_id": event.event_id, "type": event.event_type.name, "vessel": event.vessel.name,
            "most_guests": event.vessel.legal_maximum, "dock": event.dock, "itinerary": event.itinerary,
            "sails_on": event.sails_on, "departs_at": event.departs_at, "returns_at": event.returns_at,
        },
        "at": at,
        "by": by.name,
        "departed_at": event.departed_at,
        "captain": next((one["name"] for one in crew if one["role"] == Role.CAPTAIN), ""),
        "guests": guests,
        "crew": crew,
        "counts": {
            "guests": len(guests), "minors": sum(one["is_minor"] for one in guests),
            "small": sum(one["is_small"] for one in guests), "crew": len(crew), "in_all": len(guests) + len(crew),
        },
    }  # fmt: skip


def _send_ashore(frozen: FrozenList, said: Mapping[str, Any]) -> None:
    address = shore_address()
    if not address:
        return
    event, zone = frozen.event, settings.HOUSE_ZONE
    outbox.queue(
        letter=LETTER,
        person=address,
        dedupe_key=f"{LETTER}:{event.pk}:{frozen.number}:shore",
        at=frozen.frozen_at,
        context={
            "name": "Shore contact",
            "event_id": event.event_id,
            "sail": event.event_type.name,
            "vessel": event.vessel.name,
            "left": _moment(event.departed_at or frozen.frozen_at),
            "back": _moment(event.returns_at),
            "frozen": f"{_moment(frozen.frozen_at)} {frozen.frozen_at.astimezone(zone).tzname()}",
            "by": frozen.frozen_by.name,
            "is_amended": frozen.kind == Kind.AMENDMENT,
            "why": frozen.why,
            "number": frozen.number,
            "in_all": f"{said['counts']['in_all']} aboard",
            "count": in_words(said["counts"]),
            "guests": [guest_line(one) for one in said["guests"]],
            "crew": [f"{one['name']}, {one['role']}" for one in said["crew"]],
            "sha256": frozen.sha256,
            "chain_head": frozen.chain_head,
        },
    )


def guest_line(one: Mapping[str, Any]) -> str:
    """`Kit Stone, minor with Mia Stone, child’s life jacket`."""
    minor = (f"minor with {one['guardian']}" if one["guardian"] else "minor") if one["is_minor"] else ""
    return ", ".join(filter(None, (one["name"], minor, "child’s life jacket" if one["is_small"] else "")))


def in_words(counts: Mapping[str, int]) -> str:
    """`5 aboard: 3 guests (1 minor, 1 child’s life jacket), 2 crew`."""
    guests = "1 guest" if counts["guests"] == 1 else f"{counts['guests']} guests"
    minors = f"{counts['minors']} minor{'s' if counts['minors'] != 1 else ''}" if counts["minors"] else ""
    jackets = f"{counts['small']} child’s life jacket{'s' if counts['small'] != 1 else ''}" if counts["small"] else ""
    within = ", ".join(filter(None, (minors, jackets)))
    return f"{counts['in_all']} aboard: {guests}{f' ({within})' if within else ''}, {counts['crew']} crew"


def _moment(at: datetime) -> str:
    local = at.astimezone(settings.HOUSE_ZONE)
    return f"{wording.short_day(local.date())} {wording.clock(at, settings.HOUSE_ZONE)}"
