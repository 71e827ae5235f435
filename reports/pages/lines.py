"""Small words of the bridge's pages: months, instants, one line for each report."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from reports.models import BusinessUnit

SAYS = {
    "ceo": "What to decide this week, over every business.",
    "cto": "What runs, what is open to attack, what the cloud costs.",
    "cfo": "Free cash, burn, runway, break-even, and what is not yours.",
    "cmo": "Where guests find the boats, what a channel brings, what to list next.",
    "accounting": "Whether the books can be trusted, and how far it is to profit.",
    "rental": "Rent, costs and leases of the house, against its records.",
    "delivery": "Every delivery: quoted against actual, documents, what is owed.",
    "clients": "What each client pays, owes and costs, and what was never invoiced.",
}


def month_words(month: date) -> str:
    """`October 2026`."""
    return f"{month:%B %Y}"


def day_words(on: date) -> str:
    """`21 Nov 2026`."""
    return f"{on.day} {on:%b %Y}"


def moment(at: datetime, unit: BusinessUnit | None = None, zone: str = "") -> str:
    """`Sat 21 Nov 2026, 10:47 PST`, on the clock of a zone, a unit, or the house."""
    named = zone or (unit.timezone if unit else "")
    here = at.astimezone(ZoneInfo(named) if named else settings.HOUSE_ZONE)
    return f"{here:%a} {here.day} {here:%b %Y, %H:%M %Z}"


def period_words(period: str) -> str:
    """The period of a figure: `October 2026`, `21 Nov 2026`, `August 2026 to October 2026`; nothing for none."""
    return " to ".join(_one(part) for part in period.split("/") if part)


def _one(part: str) -> str:
    try:
        return (
            day_words(date.fromisoformat(part))
            if part.count("-") > 1
            else month_words(date.fromisoformat(f"{part}-01"))
        )
    except ValueError:
        return part
