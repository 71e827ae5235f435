"""The demo house's list of addresses: 3,676 rows of nobody, the same for every day of loading (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

LISTED, DOUBLED, UNASKED, STOPPED = 3_676, 100, 900, 76
SOURCES = ("guest book", "website form", "boat show", "hotel desk")
CONSENTS = ("booked with us", "ticked the box", "signed at the show")
FIRST = ("Ada", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hana", "Ivan", "Jun", "Kim", "Lou", "Mia", "Nils", "Ona")
LAST = ("Abel", "Birch", "Cole", "Dunn", "Eden", "Frost", "Gale", "Hale", "Iverson", "Jarvis", "Kerr", "Lund", "Moss")


def rows(on: date) -> Iterator[dict[str, str]]:
    """The list as the office keeps it: without consent the first 900, stopped the last 76, and 100 rows again."""
    distinct = LISTED - DOUBLED
    made = [_row(number, on, distinct) for number in range(distinct)]
    yield from made
    yield from made[UNASKED : UNASKED + DOUBLED]


def _row(number: int, on: date, distinct: int) -> dict[str, str]:
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    is_asked = number >= UNASKED
    return {
        "email": f"{first}.{last}.{number:04}@example.com".lower(),
        "name": f"{first} {last}",
        "source": SOURCES[number % len(SOURCES)],
        "consent_basis": CONSENTS[number % len(CONSENTS)] if is_asked else "",
        "consent_on": (on - timedelta(days=200 + number % 700)).isoformat() if is_asked else "",
        "last_activity_on": (on - timedelta(days=30 + number % 500)).isoformat(),
        "suppressed": "yes" if number >= distinct - STOPPED else "no",
    }
