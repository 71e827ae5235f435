"""What the letters to guests may be given: each in both languages, as the code itself words it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from events.models import EventType, SailEvent, Vessel
from waivers import guest_words
from waivers.models import Guest

LINK = {"link": f"https://crew.example.com/guest/{'x' * 36}/"}
DEPARTS = datetime(2026, 6, 5, 0, 10, tzinfo=UTC)
LETTERS = {
    "guest_invitation": guest_words.invitation,
    "guest_reminder": guest_words.reminder,
    "guest_released": guest_words.released,
    "guest_moved": guest_words.moved,
    "guest_held": guest_words.held,
    "guest_resumed": guest_words.resumed,
    "guest_cancelled": guest_words.cancelled,
}
Samples = dict[str, list[tuple[dict[str, Any], dict[str, str]]]]


def guest(language: str, state: str = "invited") -> Guest:
    """Somebody with a name that must be escaped, on a sail that is nowhere stored."""
    sail = SailEvent(
        event_id="jada-2026-06-04", vessel=Vessel(name="JADA"), event_type=EventType(name="Sunset charter"),
        dock="Dock C", decide_by=DEPARTS - timedelta(hours=1),
        call_at=DEPARTS - timedelta(hours=1), departs_at=DEPARTS, returns_at=DEPARTS + timedelta(hours=2),
    )  # fmt: skip
    return Guest(
        event=sail, name="Ana <O'Neil>", language=language, state=state, hold_until=DEPARTS - timedelta(hours=24)
    )


def samples() -> Samples:
    """Each letter in each language; of a new time also to one who has signed."""
    found: Samples = {}
    for letter, write in LETTERS.items():
        for language in ("en", "es"):
            for one in (guest(language), guest(language, "cleared")):
                with guest_words.in_language(one):
                    context = guest_words.facts(one) | write(one)
                found.setdefault(letter, []).append((context, LINK))
    return {letter: rows if letter == "guest_moved" else rows[::2] for letter, rows in found.items()}


TO_GUESTS = samples()
