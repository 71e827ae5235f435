"""The guests on the run sheet and on the sail's page: names, diets, small life jackets, minors; now or as it stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from events.log import as_it_stood
from events.models import SailEvent
from events.ready.run_sheet import Part, Row
from scc_site.models import User
from waivers import verdicts
from waivers.boarding import pages
from waivers.models import Guest


def part(event: SailEvent, as_of: datetime | None) -> list[Part]:
    """A row for each guest who has a place, and the sums that galley and lockers need; nothing without guests."""
    if as_of is None and not event.places_taken:
        return []
    guests = (
        list(Guest.objects.standing_on(event)) if as_of is None else as_it_stood.rows(Guest, as_of, event_id=event.pk)
    )
    coming = sorted(
        (one for one in guests if one.removed_at is None and one.state in Guest.SEATED),
        key=lambda one: (one.name, one.pk),
    )
    if not coming:
        return []
    return [Part("guests", "Guests by name", [*_sums(coming, event), *(_row(one, event) for one in coming)])]


def panel(event: SailEvent, viewer: User, at: datetime) -> str:
    """Counts by verdict, what the galley needs, and the ways to the board and the list; for those who work aboard."""
    takes_guests = event.places_taken or (event.capacity and event.status in SailEvent.BEFORE_SAILING)
    if not takes_guests or not viewer.has_perm("events.work_event", event):
        return ""
    people = verdicts.seen_of(event, at) if event.places_taken else []
    coming = [one.guest for one in people if one.guest.state in Guest.SEATED]
    base = event.get_absolute_url()
    context = {
        "counters": pages.counters(people, event) if people else [],
        "sums": [(row.label, row.text) for row in _sums(coming, event)],
        "board": f"{base}boarding/",
        "names": f"{base}guests/",
        "lists": "" if event.status in SailEvent.BEFORE_SAILING else f"{base}boarding/lists/",
    }
    return render_to_string("waivers/board/_panel.html", context)


def diets(guests: Sequence[Guest]) -> str:
    """`2 vegan, 1 gluten free`; empty where everybody eats anything."""
    counted = Counter(one.get_diet_display() for one in guests if one.diet)
    return ", ".join(f"{number} {diet}" for diet, number in sorted(counted.items()))


def _sums(guests: Sequence[Guest], event: SailEvent) -> list[Row]:
    minors = sum(one.is_minor(event.sails_on) for one in guests)
    small = sum(one.is_small for one in guests)
    told = (
        ("guests-diets", "Diets", diets(guests)),
        ("guests-minors", "Minors", str(minors or "")),
        ("guests-small", "Child’s life jackets", str(small or "")),
    )
    return [Row(key, label, text) for key, label, text in told if text]


def _row(guest: Guest, event: SailEvent) -> Row:
    diet = guest.get_diet_display() if guest.diet else ""
    notes = (
        "minor" if guest.is_minor(event.sails_on) else "",
        "child’s life jacket" if guest.is_small else "",
        " ".join(filter(None, (diet, f"({guest.diet_note})" if guest.diet_note else ""))),
    )
    note = ", ".join(filter(None, notes))
    return Row(f"guest-{guest.pk}", guest.name, guest.get_state_display(), phone=guest.phone, note=note)


def counts_at(event: SailEvent, at: datetime) -> str:
    """Where guests are counted before the lines are let go, and when they are back; empty for a sail without any."""
    if not event.places_taken:
        return ""
    people: list[Any] = [one for one in verdicts.seen_of(event, at) if one.is_aboard or one.is_expected]
    return f"{event.get_absolute_url()}boarding/count/" if people else ""
