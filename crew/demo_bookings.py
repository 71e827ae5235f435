"""The demo season's guests: invented parties at example.com, their deposits, and all that happens to a booking."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import cycle
from typing import NamedTuple

from django.conf import settings

from events.models import Booking, BookingChannel, CancellationStep, CancellationTerms, SailEvent
from events.parties import bookings, payments
from scc_site.models import User

DAY = timedelta(days=1)
AHEAD, BEHIND = timedelta(days=40), timedelta(days=21)  # sails further away have no guests yet, or none any more
LEADS = (
    "Mia Torres", "Walter Quist", "Noor Haddad", "Priya Raman", "Sam Oyelaran", "Lucia Ferro", "Tom Adair",
    "Hana Sato", "Victor Lund", "Bea Calloway", "Omar Farouk", "Greta Holm", "Diego Salas", "June Whitaker",
    "Ivo Marek", "Carmen Ruiz", "Peter Nakamura", "Ada Brandt", "Louis Okafor", "Rosa Engel",
)  # fmt: skip
TICKET, CHARTER, PRIVATE = 9_500, 195_000, 145_000  # cents: a seat, JADA for an evening, Marisol for an afternoon
TAX_PERCENT = 8
TICKETS = [4, 2, 6, 3]  # parties of a ticketed sail, in order of their booking; all fit JADA, the first Marisol
LATE, FLOWERS = 4, 11  # one party in so many


class Trade(NamedTuple):
    """Where bookings come from and on what terms."""

    channels: dict[str, BookingChannel]
    charter: CancellationTerms
    tickets: CancellationTerms


def trade() -> Trade:
    """Four channels, two kinds of terms."""
    kinds = {
        "telephone": ("Telephone", "direct", False),
        "website": ("Website", "direct", False),
        "harbor-desk": ("Harbor desk", "marketplace", True),
        "concierge": ("Hotel concierge", "referral", False),
    }
    channels = {
        slug: BookingChannel.objects.create(slug=slug, name=name, kind=kind, holds_cash=holds)
        for slug, (name, kind, holds) in kinds.items()
    }
    return Trade(channels, _terms("Charter", (336, 100), (168, 50)), _terms("Tickets", (48, 100)))


def _terms(name: str, *steps: tuple[int, int]) -> CancellationTerms:
    made = CancellationTerms.objects.create(name=name)
    CancellationStep.objects.bulk_create(
        CancellationStep(terms=made, hours=hours, percent=percent) for hours, percent in steps
    )
    return made


def fill(season: list[SailEvent], by: User, at: datetime) -> None:
    """Book parties on the sails around an instant, before they leave; what each pays follows from its turn."""
    found, leads = trade(), cycle(enumerate(LEADS))
    for number, sail in enumerate(season):
        if not sail.capacity or not at - BEHIND < sail.departs_at < at + AHEAD:
            continue
        is_charter = "charter" in sail.event_type.slug
        sizes = [sail.capacity - number % 3] if is_charter else TICKETS[: 2 + number % (sail.capacity // 8)]
        for turn, size in enumerate(sizes):
            place, lead = next(leads)
            _book(sail, found, lead, place, size, turn=number + turn, by=by, at=at)


def _book(
    sail: SailEvent, found: Trade, lead: str, place: int, size: int, *, turn: int, by: User, at: datetime
) -> None:
    """One party, booked weeks ahead, and what it has paid by now."""
    is_charter = "charter" in sail.event_type.slug
    channel = found.channels["concierge" if turn % 5 == 0 else "telephone"]
    if not is_charter:
        channel = found.channels["harbor-desk" if turn % 4 == 1 else "website"]
    price = (PRIVATE if sail.vessel.slug == "marisol" else CHARTER) if is_charter else TICKET * size
    made_at = min(at, sail.departs_at) - (20 + turn % 17) * DAY
    word = lead.lower().replace(" ", ".")
    party = bookings.Party(
        lead_name=lead,
        lead_email=f"{word}@example.com",
        lead_phone=f"+1 619 555 01{40 + place:02d}",  # kept for fiction
        party_size=size,
        price_cents=price,
        tax_cents=price * TAX_PERCENT // 100,
        deposit_cents=price // 3 if is_charter else 0,
        deposit_due_on=made_at.date() + 10 * DAY if is_charter else None,
        channel=channel,
        external_reference=f"HD-{20_000 + sail.pk * 10 + turn % 10}" if channel.holds_cash else "",
        note="Anniversary: flowers come to the dock at call." if turn % FLOWERS == 0 else "",
    )
    terms = found.charter if is_charter else found.tickets
    made = bookings.book(event=sail, party=party, terms=terms, by=by, at=made_at)
    _pay(made, sail, turn, by, at)


def _pay(made: Booking, sail: SailEvent, turn: int, by: User, at: datetime) -> None:
    """Tickets are paid at once; of charters the deposit, and the rest once the sail is over; one in four is late."""
    if made.cash_holder == Booking.CashHolder.CHANNEL:
        return
    total = made.price_cents + made.tax_cents
    is_over, is_late = sail.departs_at < at, turn % LATE == 0
    if not made.deposit_cents:
        _record(made, total, "payment", made.made_at, by)
        return
    if is_late and not is_over:
        return
    _record(made, made.deposit_cents, "payment", made.made_at + DAY, by)
    if is_over:
        _record(made, total - made.deposit_cents, "payment", sail.departs_at - DAY, by)
        _record(made, 20_000, "tip", sail.departs_at - DAY / 2, by)


def _record(made: Booking, cents: int, kind: str, when: datetime, by: User) -> None:
    on = when.astimezone(settings.HOUSE_ZONE).date()
    method = "transfer" if cents > TICKET * 10 else "card"
    money = payments.Money(kind=kind, amount_cents=cents, method=method, received_on=on)
    payments.record(booking=made, money=money, by=by, at=when)


def stage(by: User, at: datetime) -> None:
    """What a season is never without: a guest who cancelled, a slip put right, a party that never came."""
    ahead = Booking.objects.live().filter(event__departs_at__gt=at + 5 * DAY, event__status="scheduled")
    ill, slip = ahead.filter(cash_holder="house", deposit_cents=0).order_by("event__departs_at", "pk")[:2]
    bookings.cancel(booking=ill, side="guest", why="Down with the flu.", by=by, at=at - DAY)
    first = slip.payments.order_by("pk")[0]
    payments.correct(
        payment=first, amount_cents=first.amount_cents - 900, why="Digits turned round.", by=by, at=at - DAY
    )
    gone = (
        Booking.objects.live().filter(event__status="closed", deposit_cents=0).order_by("-event__departs_at", "pk")[0]
    )
    bookings.mark_no_show(booking=gone, is_missing=True, by=by, at=at - DAY)
