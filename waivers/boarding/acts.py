"""What one tap on the board does about a guest, by the last word of its address: one verb each, and what to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from scc_site.models import User
from waivers import guests, holds
from waivers.boarding import checking
from waivers.models import Guest


@dataclass(frozen=True)
class Tap:
    """Who is meant, who taps, when, and the reason typed, if one was asked for."""

    guest: Guest
    by: User
    at: datetime
    why: str = ""


def check_in(tap: Tap) -> str:
    """Aboard."""
    return checking.check_in(guest=tap.guest, by=tap.by, at=tap.at).words


def undo(tap: Tap) -> str:
    """Not aboard after all."""
    checking.undo(guest=tap.guest, why=tap.why, at=tap.at)
    return f"{tap.guest.name} is not aboard any more."


def send(tap: Tap) -> str:
    """The link by mail again."""
    guests.invite(guest=tap.guest, at=tap.at)
    return f"The link is on its way to {tap.guest.email}."


def accept(tap: Tap) -> str:
    """Somebody who added themself stays."""
    guests.accept(guest=tap.guest, by=tap.by, at=tap.at)
    return f"{tap.guest.name} is accepted."


def rehold(tap: Tap) -> str:
    """A place again, with new time."""
    held = holds.rehold(guest=tap.guest, at=tap.at)
    return f"{held.name} has a place, and time to sign."


def restore(tap: Tap) -> str:
    """A revocation or a refusal undone."""
    guests.restore(guest=tap.guest, why=tap.why, by=tap.by, at=tap.at)
    return f"{tap.guest.name} is taken up again."


def give_back(tap: Tap) -> str:
    """Not coming: the place is free."""
    why = checking.reason(tap.why, "The place was not given back.")
    guests.decline(guest=tap.guest, why=why, at=tap.at)
    return f"{tap.guest.name} is not coming; the place is free."


ACTS: dict[str, Callable[[Tap], str]] = {
    "check-in": check_in,
    "undo": undo,
    "send": send,
    "accept": accept,
    "rehold": rehold,
    "restore": restore,
    "give-back": give_back,
}
