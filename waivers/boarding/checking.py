"""Who steps aboard (verbs): one time for each person, whoever taps, and nobody above what the boat may carry.

The sail is held first, so that two phones, a signature and the cast-off come one after another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from events import wording
from events.models import SailEvent
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal, Unseen
from waivers import standing, verdicts
from waivers.models import Guest
from waivers.standing import Code
from waivers.verdicts import Person

State, Status = Guest.State, SailEvent.Status
BOARDS_IN = (Status.SCHEDULED, Status.BOARDING)
LONGEST_REASON = 200


class NotBoarding(Refusal):
    """The sail is not one that people step aboard: a draft, on hold, cancelled, or out already."""


class NotCleared(Refusal):
    """Something stands between this person and the boat."""


class BoatFull(Refusal):
    """As many are aboard as may be."""


class NotAboard(Refusal):
    """Nothing to undo: the person is not aboard."""


class InTheirCare(Refusal):
    """A minor is aboard on this adult's word."""


@dataclass(frozen=True)
class CheckIn:
    """A guest who is aboard; `is_first`: by this very act, and not by an earlier one."""

    guest: Guest
    is_first: bool

    @property
    def words(self) -> str:
        """`Mia Stone is aboard.`, or since when and by whom."""
        return f"{self.guest.name} is aboard." if self.is_first else f"{self.guest.name} was {since(self.guest)}."


@transaction.atomic
def check_in(*, guest: Guest, by: User, at: datetime) -> CheckIn:
    """Let a guest aboard; somebody who is aboard already keeps the first time and name.

    Raises NotBoarding, NotCleared with the reason in words, BoatFull, Unseen for somebody taken off the list.
    """
    event = SailEvent.objects.locked(guest.event)
    people = verdicts.of_sail(event, at)
    person = _person(people, guest)
    if person.is_aboard:
        return CheckIn(person.guest, is_first=False)
    refuse_closed(event)
    refuse_held_back(person)
    if len(verdicts.people_aboard(people)) >= verdicts.most_guests(event):
        raise BoatFull(f"{verdicts.most_guests(event)} guests are aboard: {event.vessel.name} may carry no more.")
    boarded = person.guest
    boarded.state, boarded.aboard_at, boarded.aboard_by = State.ABOARD, at, by
    boarded.save(update_fields=["state", "aboard_at", "aboard_by"])
    return CheckIn(boarded, is_first=True)


@transaction.atomic
def undo(*, guest: Guest, why: str, at: datetime) -> Guest:
    """Take a check-in back, with its reason. Raises Mistyped without one, NotAboard, NotBoarding, InTheirCare."""
    event = SailEvent.objects.locked(guest.event)
    refuse_closed(event)
    words = reason(why)
    people = verdicts.of_sail(event, at)
    person = _person(people, guest)
    if not person.is_aboard:
        raise NotAboard(f"{person.guest.name} is not aboard: nothing was changed.")
    if wards := [one.guest.name for one in verdicts.people_aboard(people) if one.guest.guardian_id == guest.pk]:
        raise InTheirCare(f"{', '.join(wards)} boarded with {person.guest.name}: undo that first.")
    ashore = person.guest
    ashore.state = State.CLEARED if person.is_cleared else State.ON_HOLD
    ashore.aboard_at, ashore.aboard_by, ashore.undone_why = None, None, words
    ashore.save(update_fields=["state", "aboard_at", "aboard_by", "undone_why"])
    return ashore


def since(guest: Guest) -> str:
    """`aboard since 16:52, checked in by Ana Reyes`."""
    if guest.aboard_at is None or guest.aboard_by is None:
        return "aboard"
    clock = wording.clock(guest.aboard_at, settings.HOUSE_ZONE)
    return f"aboard since {clock}, checked in by {guest.aboard_by.name}"


def held_back(person: Person) -> str:
    """Why somebody may not board yet, as a clause; names the adult whom a minor waits for."""
    adult = person.guest.guardian
    if person.verdict.code == Code.GUARDIAN_NOT_ABOARD and adult is not None:
        return f"boards after their adult, {adult.name}"
    sentence = person.verdict.sentence
    return sentence[:1].lower() + sentence[1:]


def refuse_held_back(person: Person) -> None:
    """Raises NotCleared unless the person may board."""
    if person.verdict.word != standing.Word.MAY_BOARD:
        code = person.verdict.code
        raise NotCleared(f"{person.guest.name} may not board ({person.verdict.word}, {code}): {held_back(person)}.")


def refuse_closed(event: SailEvent) -> None:
    """Raises NotBoarding unless people step aboard now."""
    if event.status not in BOARDS_IN:
        raise NotBoarding(f"Nobody steps aboard now: the sail is {event.get_status_display()}.")


def reason(why: str, unchanged: str = "Nothing was changed.") -> str:
    """A reason in one line; raises Mistyped where there is none or too much of it."""
    words = " ".join(why.split())
    if not words:
        raise Mistyped(unchanged, {"reason": ["Say why, in a few words."]})
    if len(words) > LONGEST_REASON or not words.isprintable():
        raise Mistyped(unchanged, {"reason": [f"At most {LONGEST_REASON} signs, in one line."]})
    return words


def _person(people: list[Person], guest: Guest) -> Person:
    found = next((person for person in people if person.guest.pk == guest.pk), None)
    if found is None:
        raise Unseen("This guest was taken off the list a moment ago.")
    return found
