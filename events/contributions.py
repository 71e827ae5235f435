"""The hinge: what the apps above the sail have to say about one.

An app registers one object in its AppConfig.ready(); the event page and its acts ask all of them, in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.log.chapters import Chapter
from events.models import Booking, SailAct, SailEvent
from events.ready.readiness import Half
from events.ready.run_sheet import Part
from events.timing import Times
from scc_site.models import User


@dataclass(frozen=True)
class Prospect:
    """What other times would mean for one person of a sail, in words; `confirms_again`: they no longer stand firmly."""

    name: str
    role: str
    word: str
    why: str = ""
    confirms_again: bool = False


class Contribution:
    """What an app adds to a sail. It says nothing of what it does not answer itself."""

    def unfit(self, event: SailEvent) -> list[str]:
        """Why a draft cannot be shown to the crew and sold as it stands, in words."""
        return []

    def published(self, events: Sequence[SailEvent], at: datetime) -> None:
        """Drafts have just become visible to the crew, in this transaction: tell whom nobody told before."""

    def blockers(self, event: SailEvent, at: datetime) -> list[str]:
        """Walls: why the sail cannot leave the dock, in words; empty when nothing stands in the way."""
        return []

    def miscounted(self, event: SailEvent, head_count: int | None) -> list[str]:
        """Why a count of the guests aboard, before cast-off or back at the dock, cannot be right, in words.

        Raises Mistyped where nobody counted (None) and there is somebody to count.
        """
        return []

    def counts_at(self, event: SailEvent, at: datetime) -> str:
        """The page on which somebody is counted before cast-off and at the return; empty where nobody need be."""
        return ""

    def departed(self, event: SailEvent, head_count: int | None, by: User, at: datetime) -> None:
        """The sail has just cast off, in this transaction: keep what must be kept."""

    def returned(self, event: SailEvent, head_count: int | None, by: User, at: datetime) -> None:
        """The sail is back alongside, in this transaction."""

    def make_room(self, event: SailEvent, at: datetime) -> None:
        """A place is wanted on the sail, which is held: let go of those whose time has run out."""

    def party_changed(self, booking: Booking, by: User, at: datetime) -> None:
        """A party was booked, changed, moved, cancelled or taken up again, in this transaction."""

    def readiness(self, event: SailEvent, viewer: User, at: datetime) -> list[Half]:
        """What must be in order before the lines are let go, line by line, each with what this viewer may mend.

        The captain decides: no line keeps the sail at the dock.
        """
        return []

    def panel(self, event: SailEvent, viewer: User, at: datetime, csrf_token: str = "") -> str:
        """A rendered piece of the event page, whole without JavaScript; empty when there is nothing to show.

        `csrf_token` goes into its forms.
        """
        return ""

    def sheet(self, event: SailEvent, as_of: datetime | None) -> list[Part]:
        """What this app puts on the run sheet; `as_of`: as it stood at that instant."""
        return []

    def manifest(self, event: SailEvent) -> list[dict[str, Any]]:
        """The people this app puts aboard, for the frozen list."""
        return []

    def roles_of(self, person: User, event_ids: Sequence[str]) -> dict[str, str]:
        """What the person is on each of these sails, in a word, by event_id; sails without them are left out."""
        return {}

    def binds(self, event_ids: Sequence[str]) -> dict[str, str]:
        """Which of these sails somebody counts on, or once did, and why in words; such a sail may not vanish."""
        return {}

    def owners(self, event: SailEvent) -> dict[str, list[User]]:
        """Who answers for the tasks of each role on the sail; roles nobody has are left out."""
        return {}

    def hold(self, event: SailEvent) -> None:
        """Lock the people bound to the sail: people come before sails, always, so that nothing locks in a circle."""

    def audience(self, event: SailEvent, by: User | None = None) -> list[str]:
        """Who is told when `by` decides something about the sail: names, in the order of the roster."""
        return []

    def audiences(self, events: Sequence[SailEvent]) -> dict[int, list[str]]:
        """The same for many sails at once, by the sail's number; sails with nobody to tell may be left out."""
        return {}

    def prospects(self, event: SailEvent, times: Times, by: User, at: datetime) -> list[Prospect]:
        """What `loosen` would do if `by` gave the sail these times, person by person; nothing is changed."""
        return []

    def loosen(self, event: SailEvent, times: Times, by: User, at: datetime) -> None:
        """The event is about to take other times, in this transaction; it still carries the old ones.

        Whoever can not be taken for granted at the new ones no longer stands firmly when this returns.
        """

    def chapters(self) -> list[Chapter]:
        """The tables of this app whose changes belong into a sail's history, each with its words."""
        return []

    def decided(self, event: SailEvent, act: SailAct) -> list[str]:
        """An act on the sail has just been done, in this transaction: do what follows from it. Names of those told."""
        return []


_contributions: list[Contribution] = []


def register(contribution: Contribution) -> None:
    """Add an app's voice; registering the same object again changes nothing."""
    if contribution not in _contributions:
        _contributions.append(contribution)


def roles_of(person: User, event_ids: Sequence[str]) -> dict[str, str]:
    """What a person is on each of these sails, in a word."""
    found: dict[str, str] = {}
    for contribution in _contributions:
        found |= contribution.roles_of(person, event_ids)
    return found


def binds(event_ids: Sequence[str]) -> dict[str, str]:
    """Why sails may not vanish, by event_id; those nobody ever counted on are left out."""
    found: dict[str, list[str]] = {}
    for contribution in _contributions:
        for event_id, words in contribution.binds(event_ids).items():
            found.setdefault(event_id, []).append(words)
    return {event_id: ", ".join(words) for event_id, words in found.items()}


def owners(event: SailEvent) -> dict[str, list[User]]:
    """Who answers for the tasks of each role on a sail."""
    found: dict[str, list[User]] = {}
    for contribution in _contributions:
        found |= contribution.owners(event)
    return found


def hold(event: SailEvent) -> None:
    """Lock the people bound to a sail, before the sail itself is locked."""
    for contribution in _contributions:
        contribution.hold(event)


def unfit(event: SailEvent) -> list[str]:
    """All reasons why a draft cannot be published."""
    return [sentence for contribution in _contributions for sentence in contribution.unfit(event)]


def published(events: Sequence[SailEvent], *, at: datetime) -> None:
    """Let every app above tell whom nobody was to tell of drafts."""
    for contribution in _contributions:
        contribution.published(events, at)


def blockers(event: SailEvent, *, at: datetime) -> list[str]:
    """All reasons why the sail cannot leave the dock."""
    return [reason for contribution in _contributions for reason in contribution.blockers(event, at)]


def miscounted(event: SailEvent, head_count: int | None) -> list[str]:
    """All reasons why a count of the guests aboard cannot be right; raises Mistyped where one is missing."""
    return [reason for contribution in _contributions for reason in contribution.miscounted(event, head_count)]


def counts_at(event: SailEvent, *, at: datetime) -> str:
    """Where heads are counted before the lines are let go; empty where nobody is."""
    return next(filter(None, (contribution.counts_at(event, at) for contribution in _contributions)), "")


def departed(event: SailEvent, *, head_count: int | None, by: User, at: datetime) -> None:
    """Let every app above keep who left with the sail."""
    for contribution in _contributions:
        contribution.departed(event, head_count, by, at)


def returned(event: SailEvent, *, head_count: int | None, by: User, at: datetime) -> None:
    """Let every app above keep that the sail is back."""
    for contribution in _contributions:
        contribution.returned(event, head_count, by, at)


def manifest(event: SailEvent) -> list[dict[str, Any]]:
    """Everybody aboard, app by app."""
    return [person for contribution in _contributions for person in contribution.manifest(event)]


def make_room(event: SailEvent, *, at: datetime) -> None:
    """Free the places of those whose time has run out, before somebody asks for one; the sail is held."""
    for contribution in _contributions:
        contribution.make_room(event, at)


def party_changed(booking: Booking, *, by: User, at: datetime) -> None:
    """Let every app above follow what was agreed with a party."""
    for contribution in _contributions:
        contribution.party_changed(booking, by, at)


def readiness(event: SailEvent, viewer: User, at: datetime) -> list[Half]:
    """All that must be in order before the lines are let go, as far as the apps above know."""
    return [half for contribution in _contributions for half in contribution.readiness(event, viewer, at)]


def panels(event: SailEvent, viewer: User, at: datetime, *, csrf_token: str = "") -> list[str]:
    """Rendered pieces of the event page, those that have something to show."""
    texts = (contribution.panel(event, viewer, at, csrf_token) for contribution in _contributions)
    return [text for text in texts if text]


def chapters() -> list[Chapter]:
    """The tables above that tell of a sail, app by app."""
    return [chapter for contribution in _contributions for chapter in contribution.chapters()]


def sheet(event: SailEvent, as_of: datetime | None = None) -> list[Part]:
    """What the apps above put on the run sheet, now or as it stood at an instant."""
    return [part for contribution in _contributions for part in contribution.sheet(event, as_of)]


def audience(event: SailEvent, *, by: User | None = None) -> list[str]:
    """Everybody who is told when `by` decides something about a sail: nobody hears of their own act."""
    return [name for contribution in _contributions for name in contribution.audience(event, by)]


def audiences(events: Sequence[SailEvent]) -> dict[int, list[str]]:
    """Everybody who is told when something is decided about each of many sails, by the sail's number."""
    found: dict[int, list[str]] = {event.pk: [] for event in events}
    for contribution in _contributions:
        for number, names in contribution.audiences(events).items():
            found[number] += names
    return found


def prospects(event: SailEvent, times: Times, *, by: User, at: datetime) -> list[Prospect]:
    """What other times would mean for everybody of a sail."""
    return [found for contribution in _contributions for found in contribution.prospects(event, times, by, at)]


def loosen(event: SailEvent, times: Times, *, by: User, at: datetime) -> None:
    """Let every app above make room before a sail takes other times."""
    for contribution in _contributions:
        contribution.loosen(event, times, by, at)


def decided(event: SailEvent, act: SailAct) -> list[str]:
    """Let every app above do what follows from an act on a sail; the names of those told."""
    return [name for contribution in _contributions for name in contribution.decided(event, act)]
