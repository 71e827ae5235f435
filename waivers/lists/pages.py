"""What the pages of a sail's list print, for its crew and the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings

from events import pages as event_pages
from events import wording
from events.models import Booking, SailEvent
from waivers import holds, links, verdicts
from waivers.models import Guest, SailDoor
from waivers.pages.guest import qr
from waivers.standing import Word
from waivers.verdicts import Person

Context = dict[str, Any]
TONES = {Word.MAY_BOARD: "ok", Word.HOLD: "warn", Word.BLOCKED: "bad"}
STATES = {**dict(Guest.State.choices), "released": "place let go"}


def sail(event: SailEvent) -> Context:
    """What every page of the list says of the sail."""
    return {"event": event, "facts": event_pages.facts(event), "list_url": f"{event.get_absolute_url()}guests/"}


def whole(event: SailEvent, at: datetime, **typed: Any) -> Context:
    """The context of waivers/list.html; `typed`: what was refused, with its faults."""
    people = verdicts.of_sail(event, at)
    parties = list(Booking.objects.standing_on(event))
    for party in parties:
        party.event = event
    return sail(event) | {
        "people": [row(person, event, at) for person in people],
        "places": _places(event, people),
        "parties": [
            {"name": party.lead_name, "reference": party.reference, "size": party.party_size,
             "url": links.party_url(party)} for party in parties
        ],
        "may_change": event.is_editable,
        **typed,
    }  # fmt: skip


def _places(event: SailEvent, people: Sequence[Person]) -> str:
    """How many places are taken, and how many of those listed may board; once the sail has left, how many did."""
    words = [f"{event.places_taken} of {event.capacity} places are taken."]
    if people and event.is_editable:
        ready = sum(person.verdict.word == Word.MAY_BOARD for person in people)
        words.append(f"{ready} of {len(people)} listed may board.")
    elif people and event.departed_at:
        came = sum(person.guest.aboard_at is not None for person in people)
        words.append(f"{came} of {len(people)} listed stepped aboard.")
    return " ".join(words)


def row(person: Person, event: SailEvent, at: datetime) -> Context:
    """One guest as a line: who, of which party, the state with its clock, and the one word while it may still change.

    Nobody boards a sail that has left or is off: there the state says it all.
    """
    guest = person.guest
    state = holds.state_at(guest, at)
    waits = guest.state in Guest.WAITING
    return {
        "number": guest.pk,
        "name": guest.name,
        "party": guest.booking.lead_name if guest.booking else Guest.Source(guest.source).label,
        "state": STATES[state],
        "clock": wording.moment(guest.hold_until, at, settings.HOUSE_ZONE) if waits else "",
        "word": person.verdict.word.value if event.is_editable else "",
        "why": person.verdict.sentence,
        "tone": TONES[person.verdict.word],
        "phone": guest.phone,
    }


def one(event: SailEvent, number: int, at: datetime, **typed: Any) -> Context | None:
    """The context of waivers/list_guest.html; None for nobody of this sail."""
    found = next((person for person in verdicts.of_sail(event, at) if person.guest.pk == number), None)
    if found is None:
        return None
    guest, url = found.guest, links.guest_url(found.guest)
    return sail(event) | {
        "guest": guest,
        "row": row(found, event, at),
        "url": url,
        "qr": qr(url),
        "sms": f"sms:{guest.phone}?&body={quote(f'Your page for our sail, with the waiver to sign: {url}')}",
        "may_change": event.is_editable,
        "may_accept": guest.awaits_acceptance,
        "waits": guest.state in (*Guest.WAITING, Guest.State.RELEASED),
        "until": f"{guest.hold_until.astimezone(settings.HOUSE_ZONE):%Y-%m-%dT%H:%M}",
        **typed,
    }


def dock(event: SailEvent) -> Context:
    """The context of waivers/dock_poster.html."""
    url = links.dock_url(event)
    is_shut = SailDoor.objects.shut_on(event)
    return sail(event) | {"url": url, "qr": qr(url), "is_shut": is_shut, "may_change": event.is_editable}
