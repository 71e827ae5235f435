"""The hinge: what the apps above the sail have to say about one.

An app registers one object in its AppConfig.ready(); the event page and its acts ask all of them, in that order.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from events.models import SailEvent
from scc_site.models import User


class Contribution(Protocol):
    """What an app adds to a sail."""

    def blockers(self, event: SailEvent) -> list[str]:
        """Why the sail cannot leave the dock, in words; empty when nothing stands in the way."""
        ...

    def panel(self, event: SailEvent, viewer: User, at: datetime) -> str:
        """A rendered piece of the event page, whole without JavaScript; empty when there is nothing to show."""
        ...

    def manifest(self, event: SailEvent) -> list[dict[str, Any]]:
        """The people this app puts aboard, for the frozen list."""
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
