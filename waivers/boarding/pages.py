"""What the board prints: everybody by party, what the counters say, and the rows that an act draws anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from events import pages, wording
from events.models import Booking, SailEvent
from events.parties import panel as booking_panel
from scc_site.models import User
from waivers import verdicts
from waivers.boarding import checking
from waivers.boarding.rows import Row, row
from waivers.models import Guest
from waivers.standing import Word
from waivers.verdicts import Person

Context = dict[str, Any]
Status = SailEvent.Status
GONE = (Guest.State.DECLINED, Guest.State.RELEASED, Guest.State.NO_SHOW)
AMENDED_IN = (Status.UNDER_WAY, Status.RETURNED)
LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Group:
    """The guests of a party, or those of none. `unnamed` places still want a name; `tel` reaches the party's lead."""

    title: str
    note: str
    rows: Sequence[Row]
    unnamed: int = 0
    tel: str = ""


def board(event: SailEvent, viewer: User, at: datetime, *, sought: str = "") -> Context:
    """The whole board: two queries for the guests, one for the parties. `sought`: only rows with these words."""
    people = verdicts.of_sail(event, at)
    parties = list(Booking.objects.standing_on(event)) if event.guests_booked else []
    zone, here = settings.HOUSE_ZONE, f"{event.get_absolute_url()}boarding/"
    groups = _sought(_groups(people, parties, event, at), sought)
    gone = [row(one, event, at) for one in people if one.guest.state in GONE]
    return pages.frame(event, at) | {
        "here": here,
        "counters": counters(people, event),
        "groups": groups,
        "gone": [one for one in gone if _fits(one.sought, sought)],
        "gone_title": "Did not come" if event.status not in SailEvent.BEFORE_SAILING else "Not coming",
        "places": booking_panel.places(event),
        "sought": sought,
        "is_anybody": bool(people or parties),
        "is_open": event.status in checking.BOARDS_IN,
        "standing": standing(event),
        "count": _count(event, viewer),
        "may_amend": event.status in AMENDED_IN and viewer.has_perm("events.depart", event),
        "stood": f"{wording.clock(at, zone)} {at.astimezone(zone).tzname()}",
    }


def piece(event: SailEvent, guest: Guest, at: datetime) -> Context:
    """What an act on one guest draws anew: their row, those who board on their word, and the counters."""
    people = verdicts.of_sail(event, at)
    rows = {one.guest.pk: row(one, event, at) for one in people}
    wards = [rows[one.guest.pk] for one in people if one.guest.guardian_id == guest.pk]
    return {"row": rows.get(guest.pk), "wards": wards, "counters": counters(people, event)}


def counters(people: Iterable[Person], event: SailEvent) -> list[tuple[str, str, str]]:
    """Number, word and tone of each figure that a captain asks for."""
    listed = list(people)
    aboard = sum(one.is_aboard for one in listed)
    if event.status not in SailEvent.BEFORE_SAILING:
        ashore = sum(one.guest.state == Guest.State.ASHORE for one in listed)
        never = sum(one.guest.state == Guest.State.NO_SHOW for one in listed)
        return [(str(aboard), "aboard", "ok"), (str(ashore), "ashore again", ""), (str(never), "did not come", "")]
    words = [one.verdict.word for one in listed if not one.is_aboard]
    tones = ((Word.MAY_BOARD, "ok"), (Word.HOLD, "warn"), (Word.BLOCKED, "bad"))
    return [
        (str(aboard), "aboard", ""),
        *((str(words.count(word)), str(word), tone) for word, tone in tones),
        (f"{event.places_taken}/{verdicts.most_guests(event)}", "places", ""),
    ]


def standing(event: SailEvent) -> str:
    """Why nobody steps aboard, if nobody does."""
    if event.status in checking.BOARDS_IN:
        return ""
    return f"Nobody steps aboard now: the sail is {event.get_status_display()}."


def _count(event: SailEvent, viewer: User) -> str:
    """The words of the way to the count, for who may cast off or bring the sail back."""
    if event.status in checking.BOARDS_IN and viewer.has_perm("events.depart", event):
        return "Count and cast off"
    if event.status == Status.UNDER_WAY and viewer.has_perm("events.return", event):
        return "Count and come back"
    return ""


def _groups(people: Sequence[Person], parties: Sequence[Booking], event: SailEvent, at: datetime) -> list[Group]:
    """Parties by their lead's name, then those of none; who is not coming stands elsewhere."""
    coming = [one for one in people if one.guest.state not in GONE]
    groups = []
    for party in parties:
        rows = [row(one, event, at) for one in coming if one.guest.booking_id == party.pk]
        size = f"{booking_panel.guests(party.party_size)} · {party.reference}"
        unnamed = max(0, party.party_size - len(rows)) if event.is_editable else 0
        groups.append(Group(party.lead_name, size, rows, unnamed, party.lead_phone if unnamed else ""))
    known = {party.pk for party in parties}
    others = [row(one, event, at) for one in coming if one.guest.booking_id not in known]
    if others:
        groups.append(Group("Added one by one" if parties else "Guests", "", others))
    return groups


def _sought(groups: Sequence[Group], sought: str) -> list[Group]:
    """The groups with those rows alone that have every word of a search."""
    if not sought.strip():
        return list(groups)
    found = [Group(one.title, one.note, [each for each in one.rows if _fits(each.sought, sought)]) for one in groups]
    return [one for one in found if one.rows]


def _fits(text: str, sought: str) -> bool:
    return all(word in text for word in sought.casefold().split())
