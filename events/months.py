"""What the month page prints: the sails of a month that fit, and the filters as they stand in the address."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from events import agenda, contributions, planning, timing
from events.agenda import Filters
from events.models import SailEvent, Vessel
from events.models.sails import SailEventQuerySet
from scc_site.models import User

Context = dict[str, Any]
GRID = range(-6, 38)  # the days a calendar of whole weeks can show, from the first of the month


def month(*, year: int, month: int, filters: Filters, viewer: User, at: datetime) -> Context:
    """The month page: three queries whatever the month holds, one more to say how many sails a filter leaves out."""
    first, last = agenda.bounds(year, month)
    seen = SailEvent.objects.seen_by(viewer).sailing_between(first, last)
    rows = list(fitting(seen, filters).as_lines())
    mine = contributions.roles_of(viewer, [row[0] for row in rows])
    sails = [agenda.Sail._make((*row, mine.get(row[0], ""))) for row in rows]
    found = agenda.of(
        year=year,
        month=month,
        sails=[sail for sail in sails if sail.mine] if filters.seats == "mine" else sails,
        sunsets=_sunsets(first),
        today=at.astimezone(settings.HOUSE_ZONE).date(),
        zone=settings.HOUSE_ZONE,
        filters=filters,
        planned=seen.count() if any(filters) else 0,
    )
    return {
        "month": found,
        "month_value": f"{year:04d}-{month:02d}",
        "q": filters.q,
        "choices": _choices(filters),
        "may_create": viewer.acts_as_admin,
    }


def fitting(seen: SailEventQuerySet, filters: Filters) -> SailEventQuerySet:
    """Of the sails seen, those the filters ask for; whose they are (`mine`) is not judged here."""
    found = seen.with_captain(filters.captain).of_vessel(filters.vessel).matching(filters.q)
    return found.with_free_seats() if filters.seats == "free" else found


def _sunsets(first: date) -> dict[date, datetime]:
    """The sunset of every day the calendar can show; days on which the sun does not set are left out."""
    place = planning.house()
    grid = (first + timedelta(days=number) for number in GRID)
    return {on: sun for on in grid if (sun := timing.sunset(on, place))}


def _choices(filters: Filters) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """The selects, as (name, label, options); vessels only where the house has more than one, or asks for one."""
    vessels = list(Vessel.objects.by_slug())
    if filters.vessel and filters.vessel not in dict(vessels):
        vessels.append((filters.vessel, filters.vessel))  # retired since the address was kept: say what is asked
    selects = [
        ("captain", "Captain", SailEvent.CaptainState.choices, filters.captain),
        ("vessel", "Vessel", vessels if len(vessels) > 1 else [], filters.vessel),
        ("seats", "Seats", agenda.SEATS, filters.seats),
    ]
    return [
        (name, label, [(value, words, value == asked) for value, words in options])
        for name, label, options, asked in selects
        if options
    ]
