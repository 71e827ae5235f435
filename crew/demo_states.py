"""The demo season brought to the day it is loaded: sailed, under way, and every state a seat or a task can be in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from crew import handing_on, roles
from crew.demo_crews import Crews
from crew.models import Assignment
from events import checklists, lifecycle
from events.models import ChecklistItem, Role, SailEvent
from scc_site.models import User

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CAPTAIN, CREW, CHEF = Role.CAPTAIN, Role.CREW, Role.CHEF
SOON = timedelta(days=12)


class Boards(Protocol):
    """What lets a sail's guests aboard before it casts off."""

    def __call__(self, *, event: SailEvent, by: User, at: datetime) -> int:
        """How many are aboard; `by` is the captain, `at` the instant of loading."""


def bring_about(sail: SailEvent, crews: Crews, at: datetime, boards: Boards | None) -> None:
    """Man a sail and bring it to where it stands at an instant: sailed and closed, under way, or still ahead."""
    if sail.departs_at > at:
        if sail.call_at - at < DAY:  # today's
            crews.man(sail, at, first={CAPTAIN: "ana", CREW: "ben"})
        elif sail.departs_at - at < SOON:
            crews.man(sail, at, leave=frozenset({CREW}) if sail.pk % 2 else frozenset())
        return
    crews.man(sail, at)
    aboard = _depart(sail, at, boards)
    is_back = sail.returns_at + HOUR < at
    if is_back:
        _return(sail, aboard)
    _work(sail, at, but=0 if is_back else 1)
    if sail.returns_at + DAY < at:
        lifecycle.close(event=sail, by=crews.office, at=sail.returns_at + DAY)


def _captain(sail: SailEvent) -> User:
    holding = Assignment.objects.aboard().select_related("person").get(event=sail, seat__role=CAPTAIN)
    return holding.person


def _depart(sail: SailEvent, at: datetime, boards: Boards | None) -> int:
    """Let the lines go; how many guests are aboard."""
    lifecycle.board(event=sail)
    captain, late = _captain(sail), sail.pk % 4 * 2 * MINUTE
    aboard = boards(event=sail, by=captain, at=at) if boards else 0
    lifecycle.depart(event=sail, by=captain, at=min(sail.departs_at + late, at), head_count=aboard)
    return aboard


def _return(sail: SailEvent, aboard: int) -> None:
    at = sail.returns_at + sail.pk % 5 * 3 * MINUTE
    lifecycle.return_to_dock(event=sail, by=_captain(sail), at=at, head_count=aboard)


def _work(sail: SailEvent, at: datetime, *, but: int = 0) -> None:
    """Tick what was due by an instant, a little ahead of time, by whoever has the role; one in a while is set aside.

    The last `but` of them stay open: they are overdue.
    """
    hands = {holding.seat.role: holding.person for holding in _aboard(sail)}
    due = list(ChecklistItem.objects.filter(event=sail, due_at__lte=at).order_by("due_at", "pk"))
    for item in due[: len(due) - but]:
        item.event = sail
        by = hands.get(item.role) or hands[CAPTAIN]
        when = min(item.due_at - item.pk % 6 * MINUTE, at)
        if item.pk % 29 == 0 and not item.critical:
            checklists.set_aside(item=item, why="Not needed today.", by=by, at=when)
        else:
            checklists.tick(item=item, by=by, at=when)


def _aboard(sail: SailEvent) -> list[Assignment]:
    return list(Assignment.objects.aboard().filter(event=sail).select_related("person", "seat"))


def stage(season: list[SailEvent], crews: Crews, at: datetime) -> None:
    """What a house is never without: an offer nobody answered, a claim to confirm, cover to find, a sail on hold."""
    tonight = next(sail for sail in season if sail.departs_at > at)
    _work(tonight, at)
    _ask_for_cover(tonight, at)
    ahead = [sail for sail in season if sail.departs_at - at >= SOON and sail.event_type.slug != "maintenance-day"]
    charters = [sail for sail in ahead if sail.event_type.slug == "private-charter"]
    plain = [sail for sail in ahead if sail not in charters]
    _offers(plain[0], plain[1], crews, at)
    _claims(charters[0], plain[2], crews, at)
    _given_back(plain[3], crews, at)
    _handed_on(plain[3], crews, at)
    _declined(plain[4], crews, at)
    _hold_and_cancel(plain[5], plain[6], crews, at)
    for draft in plain[-3:]:
        SailEvent.objects.filter(pk=draft.pk).update(status=SailEvent.Status.DRAFT)


def _ask_for_cover(tonight: SailEvent, at: datetime) -> None:
    """One hand of tonight's crew can't make it; Ben stays."""
    hands = [holding for holding in _aboard(tonight) if holding.seat.role == CREW]
    late = next(holding for holding in hands if holding.person.email != "ben@example.com")
    roles.release(event=tonight, role=CREW, by=late.person, at=at - 25 * MINUTE, reason="Fever since this morning.")


def _offers(one: SailEvent, other: SailEvent, crews: Crews, at: datetime) -> None:
    """Ben and Grace have an offer to answer; Hugo let his pass, yesterday and a week ago."""
    ana = crews.next_for(CAPTAIN, one, first="ana")
    crews.offer_and_accept(one, CAPTAIN, ana, at - 3 * DAY)
    roles.designate(event=one, role=CREW, person=crews.people["hugo"], by=ana, at=at - 7 * DAY)
    roles.expire_offers(at=at - 5 * DAY)
    roles.designate(event=one, role=CREW, person=crews.people["ben"], by=ana, at=at - 2 * HOUR)
    roles.designate(event=other, role=CAPTAIN, person=crews.people["grace"], by=crews.office, at=at - HOUR)
    roles.designate(event=other, role=CREW, person=crews.people["hugo"], by=crews.office, at=at - 26 * HOUR)


def _claims(charter: SailEvent, other: SailEvent, crews: Crews, at: datetime) -> None:
    """Dana asks Ana for the crew seat of a charter; Tomas asks the office for a captain's seat."""
    crews.offer_and_accept(charter, CAPTAIN, crews.next_for(CAPTAIN, charter, first="ana"), at - 4 * DAY)
    roles.claim(event=charter, role=CREW, by=crews.next_for(CREW, charter, first="dana"), at=at - 5 * HOUR)
    roles.claim(event=other, role=CAPTAIN, by=crews.next_for(CAPTAIN, other, first="tomas"), at=at - 3 * HOUR)


def _given_back(sail: SailEvent, crews: Crews, at: datetime) -> None:
    """Faye took a seat and gave it back in good time; Iris' claim to be captain was refused."""
    faye, iris = crews.people["faye"], crews.people["iris"]
    roles.claim(event=sail, role=CREW, by=faye, at=at - 6 * DAY)
    roles.release(event=sail, role=CREW, by=faye, at=at - 2 * DAY, reason="Family in town.")
    roles.claim(event=sail, role=CAPTAIN, by=iris, at=at - 6 * DAY)
    roles.answer_claim(
        event=sail,
        role=CAPTAIN,
        person=iris,
        by=crews.office,
        confirm=False,
        at=at - 5 * DAY,
        reason="Licence not with us yet.",
    )


def _handed_on(sail: SailEvent, crews: Crews, at: datetime) -> None:
    """One hand took a seat and handed it on, and the other asks a third to take it: nobody has answered yet."""
    first, second, third = (crews.next_for(CREW, sail) for _ in range(3))
    roles.claim(event=sail, role=CREW, by=first, at=at - 2 * DAY)
    handing_on.delegate(event=sail, role=CREW, person=second, by=first, at=at - 2 * DAY + HOUR)
    roles.answer_offer(event=sail, role=CREW, by=second, accept=True, at=at - 2 * DAY + 2 * HOUR)
    handing_on.delegate(event=sail, role=CREW, person=third, by=second, at=at - HOUR)


def _declined(sail: SailEvent, crews: Crews, at: datetime) -> None:
    """Marco declined the galley; an offer to Jonah was taken back."""
    role = CHEF if sail.seats.filter(role=CHEF).exists() else CREW
    marco, jonah = crews.people["marco"], crews.people["jonah"]
    roles.designate(event=sail, role=role, person=marco, by=crews.office, at=at - 3 * DAY)
    roles.answer_offer(
        event=sail, role=role, by=marco, accept=False, at=at - 3 * DAY + HOUR, reason="Cooking at a wedding."
    )
    roles.designate(event=sail, role=CREW, person=jonah, by=crews.office, at=at - 2 * DAY)
    roles.withdraw(
        event=sail, role=CREW, person=jonah, by=crews.office, at=at - 2 * DAY + HOUR, reason="Crew of the day changed."
    )


def _hold_and_cancel(held: SailEvent, cancelled: SailEvent, crews: Crews, at: datetime) -> None:
    """One sail waits for the weather, one is off."""
    crews.offer_and_accept(held, CAPTAIN, crews.next_for(CAPTAIN, held), at - 4 * DAY)
    crews.claim(cancelled, CREW, crews.next_for(CREW, cancelled), at - 8 * DAY)
    lifecycle.hold(event=held, reason="Gale warning off Point Loma.", by=crews.office, at=at - 3 * HOUR)
    lifecycle.cancel(event=cancelled, reason="The party moved to spring.", by=crews.office, at=at - DAY)
