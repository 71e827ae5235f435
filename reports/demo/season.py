"""The demo house's older season: a year of sails that went, and their parties, as rows of the dock's own files.

The live season (crew.demo) begins six weeks before the day of loading; all before it is made here, and the parties of
those of its sails that nobody booked. Everybody is invented, at example.com.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any, NamedTuple

from events import planning, timing
from events.models import SailEvent

Row = dict[str, Any]
DAY = timedelta(days=1)
SATURDAY, FIRST_WEEK = 5, 7
LEADS = (
    "Amara Nwosu", "Bruno Keller", "Celia Ortiz", "Dmitri Volk", "Edith Lowe", "Farid Aziz", "Gwen Tanaka",
    "Henrik Dahl", "Ines Moreau", "Jorge Pinto", "Kaia Berg", "Leo Marchetti", "Maren Voss", "Nadia Rahimi",
)  # fmt: skip
PRICES = (215_000, 235_000, 225_000, 245_000, 205_000, 230_000)  # cents: JADA for an evening, by the party's turn
EVENING, SEAT = 195_000, 9_500  # cents: an evening and a seat of the live season
AFTERNOON = 145_000
TAX, TIP = 8, 20_000  # percent; cents
GIVEN_UP, GIVEN_BACK = 17, 31  # by turn, one party that gave up its evening late, one in good time
TERMS = {"Charter": "[[336, 100], [168, 50]]", "Tickets": "[[48, 100]]"}


class Season(NamedTuple):
    """Rows by kind of file."""

    events: list[Row]
    bookings: list[Row]
    payments: list[Row]


def past(first: date, until: date, launches: Iterable[date]) -> Season:
    """JADA's charters from `first` to the day before `until`, and the launch's sails on their days, unbooked."""
    season, turn = Season([], [], []), count()
    for on in _evenings(first, until):
        departs_at, returns_at = timing.prefill(on, sunset_minutes=90, duration_minutes=150, place=planning.house())
        event_id = f"{on.isoformat()}-jada-sunset-charter"
        season.events.append(_went(event_id, "jada", "sunset-charter", (departs_at, returns_at), 25))
        _charter(season, event_id, departs_at, next(turn))
    for on in launches:
        departs_at = datetime.combine(on, time(10), planning.house().zone)
        event_id = f"{on.isoformat()}-sparrow-ticketed-sail"
        returns_at = departs_at + timedelta(minutes=150)
        season.events.append(_went(event_id, "sparrow", "ticketed-sail", (departs_at, returns_at), 6))
    return season


def unbooked(sails: Iterable[SailEvent]) -> Season:
    """The parties of sails that went and that nobody booked: their own evening each, or two parties with tickets."""
    season = Season([], [], [])
    for number, sail in enumerate(sails):
        mark = f"{sail.vessel.mark}{sail.sails_on:%y%m%d}{sail.event_type.slug[0].upper()}"
        if "charter" in sail.event_type.slug:
            price = AFTERNOON if sail.vessel.slug == "marisol" else EVENING
            parties = [(sail.capacity - number % 3, price, "Charter")]
        else:
            parties = [
                (4, 4 * SEAT, "Tickets"),
                (min(6, sail.capacity - 4), min(6, sail.capacity - 4) * SEAT, "Tickets"),
            ]
        for turn, (size, price, terms) in enumerate(parties, start=number):
            row = _party(f"{mark}{turn - number}", sail.event_id, turn, size, price, terms, sail.departs_at - 24 * DAY)
            season.bookings.append(row)
            _paid(season, row, sail.departs_at, is_charter=terms == "Charter")
            if terms == "Charter":
                season.payments.append(_money(row, "tip", TIP, sail.departs_at, "cash"))
    return season


def _evenings(first: date, until: date) -> Iterator[date]:
    """Every Saturday, and the first Friday of a month."""
    for number in range((until - first).days):
        on = first + number * DAY
        if on.weekday() == SATURDAY or (on.weekday() == SATURDAY - 1 and on.day <= FIRST_WEEK):
            yield on


def _went(event_id: str, boat: str, kind: str, times: tuple[datetime, datetime], capacity: int) -> Row:
    departs_at, returns_at = times
    late = timedelta(minutes=departs_at.day % 4 * 3)
    return {
        "event_id": event_id, "status": "closed", "vessel": boat, "event_type": kind, "capacity": capacity,
        "departs_at": _utc(departs_at), "returns_at": _utc(returns_at),
        "departed_at": _utc(departs_at + late), "returned_at": _utc(returns_at + 2 * late),
    }  # fmt: skip


def _charter(season: Season, event_id: str, departs_at: datetime, turn: int) -> None:
    """One party for the whole boat; twice a year another had the evening before it and gave it up."""
    on, price = departs_at.date(), PRICES[turn % len(PRICES)]
    if turn in {GIVEN_UP, GIVEN_BACK}:
        kept = price // 3 if turn == GIVEN_UP else 0
        gone = departs_at - (9 if kept else 25) * DAY
        row = _party(f"J{on:%y%m%d}X", event_id, turn + 5, 20, price, "Charter", departs_at - 60 * DAY)
        ended = {"state": "cancelled", "cancelled_at": _utc(gone), "cancelled_side": "guest", "kept_cents": kept}
        season.bookings.append(row | ended)
        season.payments.append(_money(row, "payment", price // 3, departs_at - 59 * DAY, "card"))
        if not kept:
            season.payments.append(_money(row, "refund", price // 3, gone + 2 * DAY, "card"))
    row = _party(f"J{on:%y%m%d}", event_id, turn, 18 + turn % 7, price, "Charter", departs_at - (21 + turn % 9) * DAY)
    if turn in {GIVEN_UP, GIVEN_BACK}:
        row["made_at"] = _utc(departs_at - 8 * DAY)
    season.bookings.append(row)
    _paid(season, row, departs_at, is_charter=True)


def _party(reference: str, event_id: str, turn: int, size: int, price: int, terms: str, made_at: datetime) -> Row:  # noqa: PLR0917 - a row
    lead = LEADS[turn % len(LEADS)]
    deposit = price // 3 if terms == "Charter" else 0
    return {
        "reference": reference, "event_id": event_id, "state": "booked", "lead_name": lead,
        "lead_email": f"{lead.lower().replace(' ', '.')}@example.com", "party_size": size, "price_cents": price,
        "tax_cents": price * TAX // 100, "deposit_cents": deposit,
        "deposit_due_on": (made_at + 10 * DAY).date().isoformat() if deposit else "",
        "channel": "concierge" if turn % 5 == 0 else "telephone" if deposit else "website",
        "terms_name": terms, "terms_steps": TERMS[terms], "made_at": _utc(made_at),
    }  # fmt: skip


def _paid(season: Season, row: Row, departs_at: datetime, *, is_charter: bool) -> None:
    """Tickets by card at once; a charter's deposit by card, the rest by transfer before it leaves."""
    total, made_at = row["price_cents"] + row["tax_cents"], datetime.fromisoformat(row["made_at"])
    first = row["deposit_cents"] or total
    season.payments.append(_money(row, "payment", first, made_at + DAY / 2, "card"))
    if is_charter:
        season.payments.append(_money(row, "payment", total - first, departs_at - DAY, "transfer"))


def _money(row: Row, kind: str, cents: int, when: datetime, method: str) -> Row:
    on = when.astimezone(planning.house().zone).date()
    note = "Given back as agreed." if kind == "refund" else ""
    return {"booking": row["reference"], "kind": kind, "received_on": on.isoformat(), "amount": f"{cents / 100:.2f}",
            "method": method, "note": note}  # fmt: skip


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
