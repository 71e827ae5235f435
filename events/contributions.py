"""The hinge: what the apps above the sail have to say about one.

An app registers one object in its AppConfig.ready(); the event page and its acts ask all of them, in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from events.log.chapters import Chapter
from events.models import SailAct, SailEvent
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


class Contribution(Protocol):
    """What an app adds to a sail."""

    def blockers(self, event: SailEvent) -> list[str]:
        """Walls: why the sail cannot leave the dock, in words; empty when nothing stands in the way."""
        ...

    def readiness(self, event: SailEvent, viewer: User, at: datetime) -> list[Half]:
        """What must be in order before the lines are let go, line by line, each with what this viewer may mend.

        The captain decides: no line keeps the sail at the dock.
        """
        ...

    def panel(self, event: SailEvent, viewer: User, at: datetime, csrf_token: str = "") -> str:
        """A rendered piece of the event page, whole without JavaScript; empty when there is nothing to show.

        `csrf_token` goes into its forms.
        """
        ...

    def sheet(self, event: SailEvent, as_of: datetime | None) -> list[Part]:
        """What this app puts on the run sheet; `as_of`: as it stood at that instant."""
        ...

    def manifest(self, event: SailEvent) -> list[dict[str, Any]]:
        """The people this app puts aboard, for the frozen list."""
        ...

    def roles_of(self, person: User, event_ids: Sequence[str]) -> dict[str, str]:
        """What the person is on each of these sails, in a word, by event_id; sails without them are left out."""
        ...

    def binds(self, event_ids: Sequence[str]) -> dict[str, str]:
        """Which of these sails somebody counts on, or once did, and why in words; such a sail may not vanish."""
        ...

    def owners(self, event: SailEvent) -> dict[str, list[User]]:
        """Who answers for the tasks of each role on the sail; roles nobody has are left out."""
        ...

    def hold(self, event: SailEvent) -> None:
        """Lock the people bound to the sail: people come before sails, always, so that nothing locks in a circle."""
        ...

    def audience(self, event: SailEvent, by: User | None = None) -> list[str]:
        """Who is told when `by` decides something about the sail: names, in the order of the roster."""
        ...

    def audiences(self, events: Sequence[SailEvent]) -> dict[int, list[str]]:
        """The same for many sails at once, by the sail's number; sails with nobody to tell may be left out."""
        ...

    def prospects(self, event: SailEvent, times: Times, by: User, at: datetime) -> list[Prospect]:
        """What `loosen` would do if `by` gave the sail these times, person by person; nothing is changed."""
        ...

    def loosen(self, event: SailEvent, times: Times, by: User, at: datetime) -> None:
        """The event is about to take other times, in this transaction; it still carries the old ones.

        Whoever can not be taken for granted at the new ones no longer stands firmly when this returns.
        """
        ...

    def chapters(self) -> list[Chapter]:
        """The tables of this app whose changes belong into a sail's history, each with its words."""
        ...

    def decided(self, event: SailEvent, act: SailAct) -> list[str]:
        """An act on the sail has just been done, in this transaction: do what follows from it. Names of those told."""
        ...


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


def blockers(event: SailEvent) -> list[str]:
    """All reasons why the sail cannot leave the dock."""
    return [sentence for contribution in _contributions for sentence in contribution.blockers(event)]


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
