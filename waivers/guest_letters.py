"""What guests are written: invitation, reminders, the end of the hold, their sail moved, on hold for the weather, off.

Queued inside the transaction that is their reason, to an address alone; who gave none is told by whoever booked. The
key of a letter names the guest, the number of their link and the occasion: the same occasion is told once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from scc_site.mail import outbox
from waivers import guest_words, links
from waivers.models import Guest

OF_THE_WEATHER = ("guest_held", "guest_resumed")
LETTERS = (
    "guest_invitation", "guest_reminder", "guest_released", "guest_moved", *OF_THE_WEATHER, "guest_cancelled",
)  # fmt: skip
Words = dict[str, Any]


def invite(guest: Guest, *, at: datetime, once: str = "") -> None:
    """The guest's own link; every call is another letter, but for the same occasion `once`."""
    occurrence = once or at.isoformat()
    _queue("guest_invitation", guest, guest_words.invitation, occurrence, at=at, expires_at=guest.event.returns_at)


def remind(guest: Guest, step: str, *, at: datetime) -> None:
    """That the signature is missing; once for each hold and step, worthless once the hold is over."""
    _queue("guest_reminder", guest, guest_words.reminder, occasion(guest, step), at=at, expires_at=guest.hold_until)


def reminder_key(guest: Guest, step: str) -> str:
    """The key of a reminder."""
    return key("guest_reminder", guest, occasion(guest, step))


def released(guest: Guest, *, at: datetime) -> None:
    """That the hold ran out and the place is free for others; once for each hold."""
    forget_reminders(guest, at=at)
    _queue("guest_released", guest, guest_words.released, occasion(guest), at=at, expires_at=guest.event.departs_at)


def moved(guest: Guest, *, at: datetime) -> None:
    """New times, or another sail; what was said of the old ones stays here."""
    forget(guest, why="The sail was moved.", at=at)
    occurrence = f"{guest.event.event_id}:v{guest.event.version}:{at.isoformat()}"
    _queue("guest_moved", guest, guest_words.moved, occurrence, at=at, expires_at=guest.event.returns_at)


def held(guest: Guest, *, at: datetime) -> None:
    """The sail waits for the weather, until when; worthless once it is decided."""
    _of_the_weather("guest_held", guest, guest_words.held, at=at, expires_at=guest.event.decide_by)


def resumed(guest: Guest, *, at: datetime) -> None:
    """The sail leaves as planned; that it waits is no longer true."""
    _of_the_weather("guest_resumed", guest, guest_words.resumed, at=at, expires_at=guest.event.returns_at)


def cancelled(guest: Guest, *, at: datetime) -> None:
    """The sail is off; nothing else leaves for the guest any more."""
    forget(guest, why="The sail was cancelled.", at=at)
    occurrence = f"{guest.event.event_id}:v{guest.event.version}"
    _queue("guest_cancelled", guest, guest_words.cancelled, occurrence, at=at, expires_at=guest.event.returns_at)


def _of_the_weather(
    letter: str, guest: Guest, write: Callable[[Guest], Words], *, at: datetime, expires_at: datetime | None
) -> None:
    """Once for each decision; an older word of the weather that has not left stays here."""
    older = [f"{letter}:{guest.pk}:" for letter in OF_THE_WEATHER]
    outbox.cancel(prefix=older, reason="The weather was decided about anew.", at=at)
    occurrence = f"{guest.event.event_id}:v{guest.event.version}"
    _queue(letter, guest, write, occurrence, at=at, expires_at=expires_at or guest.event.returns_at)


def forget_reminders(guest: Guest, *, at: datetime) -> None:
    """Keep reminders from leaving that the guest needs no more."""
    outbox.cancel(prefix=f"guest_reminder:{guest.pk}:", reason="The guest’s hold changed.", at=at)


def forget(guest: Guest, *, why: str, at: datetime) -> None:
    """Keep every letter to the guest from leaving."""
    outbox.cancel(prefix=fronts(guest.pk), reason=why, at=at)


def forget_links(guest: Guest, *, at: datetime) -> bool:
    """Keep letters with a link from leaving that no longer opens anything; whether there was one."""
    return bool(outbox.cancel(prefix=fronts(guest.pk), reason="The guest’s link was made anew.", at=at))


def fronts(number: int) -> list[str]:
    """How the keys of all letters to a guest begin, by the guest's number."""
    return [f"{letter}:{number}:" for letter in LETTERS]


def occasion(guest: Guest, step: str = "") -> str:
    """A hold, and how near its end."""
    return f"{guest.hold_until.isoformat()}:{step}" if step else guest.hold_until.isoformat()


def key(letter: str, guest: Guest, occurrence: str) -> str:
    """kind:guest:link:occurrence."""
    return f"{letter}:{guest.pk}:{guest.link_number}:{occurrence}"


def _queue(
    letter: str,
    guest: Guest,
    write: Callable[[Guest], Words],
    occurrence: str,
    *,
    at: datetime,
    expires_at: datetime,
) -> None:
    """One letter, where an address is known; the link is sealed. Nothing that would be worthless on arrival."""
    if not guest.email or expires_at <= at:
        return
    with guest_words.in_language(guest):
        context = guest_words.facts(guest) | write(guest)
    outbox.queue(
        letter=letter,
        person=guest.email,
        dedupe_key=key(letter, guest, occurrence),
        at=at,
        context=context,
        secrets={"link": links.guest_url(guest)},
        expires_at=expires_at,
    )
