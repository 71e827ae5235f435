"""How the parties of a sail are said in a line each, and the piece of the sail's page that lists them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from events import wording
from events.models import Booking, SailEvent
from events.parties.refunds import Step
from scc_site.models import User

Context = dict[str, Any]
Status = SailEvent.Status
MOST_NAMED = 12


def panel(event: SailEvent, viewer: User, at: datetime, *, works: bool) -> list[SafeString]:
    """The parties on the sail's page, in one query at most: with money for the office, names and sizes for its crew."""
    if not works or not (event.guests_booked or viewer.acts_as_admin):
        return []
    found = list(Booking.objects.standing_on(event)) if event.guests_booked else []
    today = house_day(at)
    context = {
        "is_office": viewer.acts_as_admin,
        "href": f"{event.get_absolute_url()}bookings/",
        "places": places(event),
        "is_cancelled": event.status == Status.CANCELLED,
        "lines": [line(each, event, today) for each in found[:MOST_NAMED]],
        "more": max(0, len(found) - MOST_NAMED),
        "may_book": event.is_editable and event.places_left > 0,
    }
    return [render_to_string("events/_bookings.html", context)]


def line(booking: Booking, event: SailEvent, today: date) -> Context:
    """One party in a list."""
    word, tone = state(booking, event, today)
    return {
        "href": f"{event.get_absolute_url()}bookings/{booking.reference}/",
        "name": booking.lead_name,
        "size": guests(booking.party_size),
        "phone": booking.lead_phone,
        "email": booking.lead_email,
        "channel": booking.channel.name,
        "reference": booking.reference,
        "word": word,
        "tone": tone,
    }


def state(booking: Booking, event: SailEvent, today: date) -> tuple[str, str]:
    """How a party's money stands, in words and a tone."""
    held, back = booking.totals.held_cents, booking.standing(today).back_cents
    if not booking.is_live:
        return (f"{wording.dollars(back)} to refund", "warn") if back else ("cancelled", "muted")
    if event.status == Status.CANCELLED:
        return (f"{wording.dollars(held)} paid: refund or move", "warn") if held else ("to be told", "warn")
    if booking.no_show_at:
        return "did not come", "muted"
    return _owes(booking, today)


def _owes(booking: Booking, today: date) -> tuple[str, str]:
    """What a party that stands has still to pay."""
    found = booking.standing(today)
    if booking.cash_holder == Booking.CashHolder.CHANNEL:
        return f"pays {booking.channel.name}", "muted"
    if found.back_cents:
        return f"{wording.dollars(found.back_cents)} paid too much", "warn"
    if not found.due_cents:
        return "paid", "ok"
    day = near(found.due_on, today) if found.due_on else ""
    if found.is_overdue:
        return f"{wording.dollars(found.due_cents)} overdue since {day}", "bad"
    return f"{wording.dollars(found.due_cents)} due {day}".strip(), "muted"


def near(on: date, today: date) -> str:
    """`today`, `tomorrow`, `yesterday`, else `Sat 5 Dec`, within a sentence."""
    words = wording.near_day(on, today)
    return words if " " in words else words.lower()


def places(event: SailEvent) -> str:
    """`18 of 20 places are taken; 2 are left.`"""
    if not event.capacity:
        return "This sail takes no guests."
    left = event.places_left
    rest = "1 is left" if left == 1 else f"{left or 'none'} are left"
    return f"{event.places_taken} of {event.capacity} places are taken; {rest}."


def guests(number: int) -> str:
    """`1 guest`, `4 guests`."""
    return "1 guest" if number == 1 else f"{number} guests"


def house_day(at: datetime) -> date:
    """The house's date."""
    return at.astimezone(settings.HOUSE_ZONE).date()


def said(instant: datetime) -> str:
    """`Sat 5 Dec 2026 15:10`, on the house's clock."""
    on = house_day(instant)
    return f"{wording.short_day(on)} {on.year} {wording.clock(instant, settings.HOUSE_ZONE)}"


def in_short(steps: Iterable[Step]) -> str:
    """`14 d 100 %, 2 d 50 %`; `no money back` where there is no step."""
    parts = [
        f"{hours // 24} d {percent} %" if hours % 24 == 0 else f"{hours} h {percent} %" for hours, percent in steps
    ]
    return ", ".join(parts) or "no money back"


def ended(booking: Booking) -> str:
    """Who cancelled, when and why; or what changed last."""
    if booking.cancelled_at and booking.cancelled_by:
        side = Booking.Side(booking.cancelled_side).label
        when = said(booking.cancelled_at)
        return f"Cancelled by {side} {when}, recorded by {booking.cancelled_by.name}: {booking.cancelled_why}"
    if booking.changed_at and booking.changed_by and booking.changed_why:
        return f"Changed {said(booking.changed_at)} by {booking.changed_by.name}: {booking.changed_why}"
    return ""
