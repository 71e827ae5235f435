"""What guests are written: invitation, end of the hold, their sail moved or off. Inside transactions only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from events.models import SailEvent
from scc_site.mail import outbox
from waivers import links
from waivers.models import Guest

LETTERS = ("guest_invitation", "guest_reminder", "guest_released", "guest_moved", "guest_cancelled")
ASKS = ("guest_invitation", "guest_reminder")


def invite(guest: Guest, *, at: datetime) -> None:
    """The guest's own link; every call is another letter."""
    _queue("guest_invitation", guest, f"{at.isoformat()}", at=at, expires_at=guest.event.returns_at)


def released(guest: Guest, *, at: datetime) -> None:
    """That the hold ran out and the place is free for others; once for each hold."""
    forget_reminders(guest, at=at)
    _queue("guest_released", guest, guest.hold_until.isoformat(), at=at, expires_at=guest.event.departs_at)


def forget_reminders(guest: Guest, *, at: datetime) -> None:
    """Keep reminders from leaving that the guest needs no more."""
    outbox.cancel(prefix=f"guest_reminder:{guest.pk}:", reason="The guest’s hold changed.", at=at)


def forget(guest: Guest, *, why: str, at: datetime) -> None:
    """Keep every letter to the guest from leaving."""
    outbox.cancel(prefix=[f"{letter}:{guest.pk}:" for letter in LETTERS], reason=why, at=at)


def forget_links(guest: Guest, *, at: datetime) -> bool:
    """Keep letters with a link from leaving that no longer opens anything; whether there was one."""
    prefixes = [f"{letter}:{guest.pk}:" for letter in ASKS]
    return bool(outbox.cancel(prefix=prefixes, reason="The guest’s link was made anew.", at=at))


def words_of(guest: Guest) -> dict[str, Any]:
    """What every letter to a guest prints: their first name, language, the sail on the house's clock, the hold."""
    event = guest.event
    return {"name": guest.first_name, "language": guest.language, "hold_until": _wall(guest.hold_until)} | _sail(event)


def _sail(event: SailEvent) -> dict[str, Any]:
    return {
        "vessel": event.vessel.name,
        "event_type": event.event_type.name,
        "dock": event.dock,
        "boards_at": _wall(event.boards_at),
        "departs_at": _wall(event.departs_at),
        "returns_at": _wall(event.returns_at),
    }


def _wall(instant: datetime) -> str:
    return instant.astimezone(settings.HOUSE_ZONE).isoformat()


def _queue(letter: str, guest: Guest, occurrence: str, *, at: datetime, expires_at: datetime, **more: Any) -> None:
    """One letter, where an address is known; the link is sealed."""
    if not guest.email:
        return
    outbox.queue(
        letter=letter,
        person=guest.email,
        dedupe_key=f"{letter}:{guest.pk}:{guest.link_number}:{occurrence}",
        at=at,
        context=words_of(guest) | more,
        secrets={"link": links.guest_url(guest)},
        expires_at=expires_at,
    )
