"""Whom an act names: people found by their address, and those who can be asked to take a seat."""

from __future__ import annotations

from datetime import datetime
from operator import itemgetter

from django.conf import settings
from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject

from crew.models import Assignment
from crew.refusals import NotCrew
from crew.seating import Seating
from events import wording
from events.models import SailEvent
from scc_site.addresses import InvalidAddress
from scc_site.models import User

MOST_NAMED = 60


def crew_member(address: str, *, field: str = "person") -> User:
    """Whoever of the crew has this address; raises NotCrew at the field."""
    found = _with(address)
    if found is None or not (found.is_active and found.is_crew):
        raise _nobody("Nobody in the crew has that address.", field)
    return found


def anybody(address: str, *, field: str = "person") -> User:
    """Whoever has this address, also those who are crew no longer: they may still have a seat. Raises NotCrew."""
    found = _with(address)
    if found is None:
        raise _nobody("Nobody has that address.", field)
    return found


def askable(event: SailEvent, seating: Seating) -> list[tuple[str, str, bool]]:
    """Address, name and freedom of everybody in the crew who has no seat on a sail; who is bound then says where.

    One query. Empty beyond MOST_NAMED people: too many for a list, their address is typed.
    """
    here = {found.person_id for place in seating.places for found in place.people()}
    clash = Assignment.objects.filter(person=OuterRef("pk")).clashing_with(event).order_by()
    found = JSONObject(boat="event__vessel__name", leaves="event__departs_at", back="event__returns_at")
    bound = Subquery(clash.annotate(found=found).values("found")[:1], output_field=JSONField())
    # unordered, so that a house with thousands is not sorted to find that it is too large
    crew = User.objects.crew().order_by().values_list("name", "pk", "email", bound)[: MOST_NAMED + len(here) + 1]
    people = [row for row in crew if row[1] not in here]
    if len(people) > MOST_NAMED:
        return []
    return [
        (email, _named(name, where), where is None) for name, _, email, where in sorted(people, key=itemgetter(0, 1))
    ]


def _named(name: str, where: dict[str, str] | None) -> str:
    """`Dana Wu`, or `Dana Wu · on JADA 15:00–18:00`."""
    if where is None:
        return name
    leaves, back = (wording.clock(datetime.fromisoformat(where[at]), settings.HOUSE_ZONE) for at in ("leaves", "back"))
    return f"{name} · on {where['boat']} {leaves}–{back}"


def _with(address: str) -> User | None:
    try:
        return User.objects.with_address(address).first()
    except InvalidAddress:
        return None


def _nobody(sentence: str, field: str) -> NotCrew:
    return NotCrew(sentence, {field: [sentence]})
