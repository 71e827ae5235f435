"""The hinge: what the apps above the sail have to say about one.

An app registers one object in its AppConfig.ready(); the event page and its acts ask all of them, in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from events.models import SailEvent
from scc_site.models import User


class Contribution(Protocol):
    """What an app adds to a sail."""

    def blockers(self, event: SailEvent) -> list[str]:
        """Walls: why the sail cannot leave the dock, in words; empty when nothing stands in the way."""
        ...

    def cautions(self, event: SailEvent) -> list[str]:
        """What whoever casts off should know first, in words; the captain decides."""
        ...

    def panel(self, event: SailEvent, viewer: User, at: datetime, csrf_token: str = "") -> str:
        """A rendered piece of the event page, whole without JavaScript; empty when there is nothing to show.

        `csrf_token` goes into its forms.
        """
        ...

    def manifest(self, event: SailEvent) -> list[dict[str, Any]]:
        """The people this app puts aboard, for the frozen list."""
        ...

    def roles_of(self, person: User, event_ids: Sequence[str]) -> dict[str, str]:
        """What the person is on each of these sails, in a word, by event_id; sails without them are left out."""
        ...

    def hold(self, event: SailEvent) -> None:
        """Lock the people bound to the sail: people come before sails, always, so that nothing locks in a circle."""
        ...

    def moved(self, event: SailEvent, by: User, at: datetime) -> None:
        """The event's times have just changed, in this transaction: tell whom it concerns."""
        ...


_contributions: list[Contribution] = []


def register(contribution: Contribution) -> None:
    """Add an app's voice; registering the same object again changes nothing."""
    if contribution not in _contributions:
        _contributions.append(contribution)


def registered() -> tuple[Contribution, ...]:
    """All voices, in order of registration."""
    return tuple(_contributions)


def roles_of(person: User, event_ids: Sequence[str]) -> dict[str, str]:
    """What a person is on each of these sails, in a word."""
    found: dict[str, str] = {}
    for contribution in _contributions:
        found |= contribution.roles_of(person, event_ids)
    return found


def hold(event: SailEvent) -> None:
    """Lock the people bound to a sail, before the sail itself is locked."""
    for contribution in _contributions:
        contribution.hold(event)


def blockers(event: SailEvent) -> list[str]:
    """All reasons why the sail cannot leave the dock."""
    return [sentence for contribution in _contributions for sentence in contribution.blockers(event)]


def cautions(event: SailEvent) -> list[str]:
    """All that should be known before the lines are let go."""
    return [sentence for contribution in _contributions for sentence in contribution.cautions(event)]


def panels(event: SailEvent, viewer: User, at: datetime, *, csrf_token: str = "") -> list[str]:
    """Rendered pieces of the event page, those that have something to show."""
    texts = (contribution.panel(event, viewer, at, csrf_token) for contribution in _contributions)
    return [text for text in texts if text]


def moved(event: SailEvent, *, by: User, at: datetime) -> None:
    """Tell every app above that the sail's times have just changed."""
    for contribution in _contributions:
        contribution.moved(event, by, at)
