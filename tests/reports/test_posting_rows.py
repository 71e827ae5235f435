"""Every row of the table of charter postings on parties and money of the dock itself, posted in one run."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from events.parties import bookings
from reports.models import BusinessUnit, Channel, ChannelTerms, JournalEntry, JournalLine
from reports.postings import posting
from tests import factories
from tests.factories import NOW
from tests.reports import books

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=200)
AFTER = date(2026, 6, 20)
# What each row leaves in the ledger, in dollars, debits above 0.
LEFT = {
    "deposit": {"payment_clearing": 200, "customer_deposits": -200},
    "processor's fee": {"payment_clearing": 194, "customer_deposits": -200, "processing_fee": 6},
    "sailed": {"payment_clearing": 200, "receivable": 446, "service_income": -600, "tax_payable": -46},
    "long, day by day": {"payment_clearing": 200, "receivable": 400, "service_income": -600},
    "long, at the end": {"payment_clearing": 200, "receivable": 400, "service_income": -600},
    "guest cancels": {"payment_clearing": 400, "cancellation_income": -300, "refunds_due": -100},
    "guest cancels, little held": {"payment_clearing": 200, "cancellation_income": -200},
    "house cancels": {"payment_clearing": 200, "refunds_due": -200},
    "weather": {"payment_clearing": 200, "refunds_due": -200},
    "rescheduled": {"payment_clearing": 200, "customer_deposits": -200},
    "no-show": {"payment_clearing": 200, "receivable": 400, "service_income": -600},
    "tip": {"cash": 40, "tips_payable": -40},
    "voucher": {"vouchers": 60, "customer_deposits": -60},
    "marketplace": {"platform_receivable": 531, "commission": 69, "service_income": -600},
    "marketplace, before the trip": {},
    "payout": {"cash": 531, "commission": 69, "service_income": -600},
    "refund after the sail": {"payment_clearing": 550, "refunds_contra": 50, "service_income": -600},
    "never completed": {"payment_clearing": 200, "customer_deposits": -200},
}  # fmt: skip


class Dock:
    """JADA waits for the end of long jobs, Queen earns day by day; GetMyBoat keeps 11.5 %."""

    def __init__(self):
        self.olga = factories.admin("Olga")
        for slug in ("jada", "queen"):
            books.unit(slug)
        BusinessUnit.objects.filter(slug="queen").update(recognition_policy="per_day")
        books.chart()
        self.boats = {slug: factories.vessel(slug=slug) for slug in ("jada", "queen")}
        self.ota = factories.channel(slug="getmyboat", kind="marketplace", holds_cash=True)
        market = Channel.objects.create(slug="getmyboat", name="GetMyBoat", booking_channel=self.ota)
        ChannelTerms.objects.create(channel=market, commission_percent="11.5", effective_from=None)
        books.voucher("GIFT-1", by=self.olga)
        self.days = iter(range(3, 60))

    def party(self, paid=200, *, back=True, boat="jada", hours=2.5, **fields):
        """$600, on a sail of its own, with a deposit by card."""
        sail = factories.event(vessel=self.boats[boat], departs_at=NOW + timedelta(days=next(self.days)), hours=hours)
        if back:
            sail.status, sail.departed_by, sail.returned_by = "returned", sail.created_by, sail.created_by
            sail.departed_at, sail.returned_at = sail.departs_at, sail.returns_at
            sail.save()
        booking = factories.booking(sail, **fields)
        if paid:
            factories.payment(booking, paid * 100)
        return booking

    def cancelled(self, side, paid=200):
        party = self.party(paid, back=False)
        at = party.event.departs_at - timedelta(days=3)
        return bookings.cancel(booking=party, side=side, why="it blew", by=self.olga, at=at)

    def rescheduled(self):
        party = self.party(back=False)
        other = factories.event(vessel=self.boats["jada"], departs_at=NOW + timedelta(days=300))
        return bookings.move(booking=party, to=other, why="fog", by=self.olga, at=NOW)

    def and_money(self, party, cents, kind="payment", **fields):
        factories.payment(party, cents, kind, **fields)
        return party

    def rows(self):
        sold = {"channel": self.ota, "cash_holder": "channel"}
        missing = {"no_show_at": NOW, "no_show_by": self.olga}
        return {
            "deposit": self.party(back=False),
            "processor's fee": self.and_money(self.party(back=False), 600, "fee"),
            "sailed": self.party(tax_cents=4_600),
            "long, day by day": self.party(boat="queen", hours=60),
            "long, at the end": self.party(hours=60),
            "guest cancels": self.cancelled("guest", 400),
            "guest cancels, little held": self.cancelled("guest"),
            "house cancels": self.cancelled("house"),
            "weather": self.cancelled("weather"),
            "rescheduled": self.rescheduled(),
            "no-show": self.party(**missing),
            "tip": self.and_money(self.party(0, back=False), 4_000, "tip", method="cash"),
            "voucher": self.and_money(self.party(0, back=False), 6_000, method="voucher", reference="GIFT-1"),
            "marketplace": self.party(0, **sold),
            "marketplace, before the trip": self.party(0, back=False, **sold),
            "payout": self.and_money(self.party(0, **sold), 53_100, method="payout", received_on=AFTER),
            "refund after the sail": self.and_money(self.party(600), 5_000, "refund", received_on=date(2026, 9, 1)),
            "never completed": self.party(back=False),
        }


def left(booking):
    """What the ledger says of a booking, by subtype, in dollars."""
    found = {}
    for kind, cents in JournalLine.objects.filter(booking=booking).values_list("account__subtype", "amount_cents"):
        found[kind] = found.get(kind, 0) + cents
    return {kind: cents // 100 for kind, cents in found.items() if cents}


def days(booking):
    """The days of its entries but the money's, in order."""
    rows = JournalEntry.objects.filter(source_id=booking.reference).exclude(source_key__contains=":payment-")
    return [(key.split(":")[2], on) for key, on in rows.order_by("date").values_list("source_key", "date")]


def test_every_row_of_the_table_is_posted_once():
    rows = Dock().rows()

    first, second = posting.post_all(at=LATER), posting.post_all(at=LATER)

    assert {name: left(booking) for name, booking in rows.items()} == LEFT
    assert (second.posted, second.undone, JournalEntry.objects.count()) == (0, 0, first.posted)
    assert {fault.reference for fault in first.faults if fault.kind == "not_completed"} == {
        booking.reference
        for name, booking in rows.items()
        if name in {"deposit", "processor's fee", "tip", "voucher", "marketplace, before the trip", "never completed"}
    }
    gone, long = rows["guest cancels"], rows["long, day by day"]
    start = long.event.sails_on
    assert days(gone) == [("cancelled", gone.cancelled_at.astimezone(factories.HOUSE).date())]
    assert days(long) == [
        (step, start + timedelta(days=number)) for number, step in enumerate(("day-1", "day-2", "sailed"))
    ]
    assert days(rows["rescheduled"]) == []
