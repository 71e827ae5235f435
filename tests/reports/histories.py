"""Random lives of bookings as facts, and a ledger kept in memory: what ten thousand histories are judged by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from events.parties import refunds
from reports.formulas.deposits import Deposits, Place
from reports.periods import Period
from reports.postings import flows
from reports.postings.changes import Found, Lacking, Line, Months, changes
from reports.postings.facts import BookingFacts, Cancelled, Moved, Paid, Sail
from reports.postings.plan import days_earned, plan
from reports.values import Level
from tests.reports.told import noon

START = date(2026, 1, 10)
UNITS = ("jada", "queen")
SUBTYPES = (
    "cash", "payment_clearing", "receivable", "platform_receivable", "customer_deposits", "vouchers", "refunds_due",
    "tax_payable", "tips_payable", "payable", "service_income", "cancellation_income", "refunds_contra", "commission",
    "processing_fee",
)  # fmt: skip
ACCOUNTS = {Lacking(unit, subtype): number for number, subtype in enumerate(SUBTYPES) for unit in UNITS}


@dataclass
class Books:
    """Entries in memory, posted and undone as the plan of changes says."""

    entries: list[Found] = field(default_factory=list)
    closed: set[tuple[str, date]] = field(default_factory=set)

    def settle(self, facts: BookingFacts, today: date) -> int:
        """Post a booking; how many entries were posted and undone."""
        wanted = plan(facts, today).postings
        made = changes(wanted, self.open_rows(), months=Months(self.closed), accounts=ACCOUNTS, channel=1)
        for row, on in made.undo:
            self._undo(row, on)
        for row in made.post:
            self._add(row.posting.key, row.version, row.posting.unit, row.posting.partner, row.on, row.posting.lines)
        return len(made.undo) + len(made.post)

    def open_rows(self) -> list[Found]:
        """All entries but reversals, as the ledger's reader gives them."""
        return [row for row in self.entries if not row.key.endswith(":reversed")]

    def balance(self, subtype: str, until: date = date.max) -> dict[str, int]:
        """Of a kind of account by unit, debits above 0; those of 0 left out."""
        found: dict[str, int] = {}
        for row in self.entries:
            if row.on <= until:
                cents = sum(line.cents for line in row.lines if line.subtype == subtype)
                found[row.unit] = found.get(row.unit, 0) + cents
        return {unit: cents for unit, cents in found.items() if cents}

    def _add(self, key, version, unit, partner, on, lines) -> None:  # noqa: PLR0917 -- a row is as wide as it is
        kept = tuple(Line(ACCOUNTS[Lacking(unit, subtype)], subtype, cents, 1) for subtype, cents in lines)
        assert sum(cents for _, cents in lines) == 0, key
        assert all((row.key, row.version) != (key, version) for row in self.entries), key
        self.entries.append(Found(len(self.entries), key, version, unit, partner, on, False, kept))

    def _undo(self, row: Found, on: date) -> None:
        place = self.entries.index(row)
        self.entries[place] = replace(row, is_reversed=True)
        back = tuple(line._replace(cents=-line.cents) for line in row.lines)
        key = f"{row.key}:v{row.version}:reversed"
        self.entries.append(Found(len(self.entries), key, 1, row.unit, row.partner, on, True, back))


def life(random: Random) -> list[tuple[date, BookingFacts]]:
    """One booking as it stands at the end of each of a few days, ever later; what is past may have been corrected."""
    leaves = START + timedelta(days=random.randrange(20, 60))
    long = random.random() < 0.2
    planned = noon(leaves) + timedelta(days=random.randrange(2, 6) if long else 0, hours=3)
    price = random.choice((0, 1, 99, 60_000, 180_000, 333_333))
    facts = BookingFacts(
        reference="R1",
        unit="jada",
        price_cents=price,
        tax_cents=random.choice((0, 0, 4_650)),
        is_channels=random.random() < 0.2,
        commission=random.choice((None, Decimal("0.085"), Decimal("0.115"))),
        is_per_day=random.random() < 0.5,
        steps=((336, 100), (48, 50)),
        sail=Sail(departs_at=noon(leaves), returns_at=planned),
    )
    days = sorted(START + timedelta(days=random.randrange(0, 90)) for _ in range(random.randrange(3, 10)))
    told = []
    for today in days:
        facts = random.choice(STEPS)(random, facts, today)
        told.append((today, facts))
    return told


def _held(facts: BookingFacts) -> int:
    money = facts.standing_money()
    return sum({"payment": row.cents, "refund": -row.cents}.get(row.kind, 0) for row in money)


def _paid(random: Random, facts: BookingFacts, today: date, kind: str, most: int) -> BookingFacts:
    on = max(START, today - timedelta(days=random.choice((0, 0, 0, 3, 30))))
    method = random.choice(("card", "cash", "check", "payout", "voucher", "other"))
    owner = random.choice(UNITS) if method == "voucher" else ""
    if kind == "fee":
        method, owner = "card", ""
    row = Paid(len(facts.paid) + 1, kind, random.randint(1, max(1, most)), method, on, None, owner)
    return replace(facts, paid=(*facts.paid, row))


def _pay(random: Random, facts: BookingFacts, today: date) -> BookingFacts:
    return _paid(random, facts, today, "payment", random.choice((facts.price_cents, 2 * facts.price_cents)))


def _refund(random: Random, facts: BookingFacts, today: date) -> BookingFacts:
    held = _held(facts)
    return _paid(random, facts, today, "refund", held) if held > 0 else facts


def _extra(random: Random, facts: BookingFacts, today: date) -> BookingFacts:
    return _paid(random, facts, today, random.choice(("tip", "fee")), 9_000)


def _correct(random: Random, facts: BookingFacts, _: date) -> BookingFacts:
    money = facts.standing_money()
    if not money:
        return facts
    row = random.choice(money)
    taken = row._replace(number=len(facts.paid) + 1, corrects=row.number)
    made = replace(facts, paid=(*facts.paid, taken))
    return made if _held(made) >= 0 else facts


def _reprice(random: Random, facts: BookingFacts, _: date) -> BookingFacts:
    return replace(facts, price_cents=random.choice((50_000, 60_000, 180_001)))


def _move(random: Random, facts: BookingFacts, today: date) -> BookingFacts:
    if facts.cancelled or facts.sail.departed_on:
        return facts
    leaves = today + timedelta(days=random.randrange(0, 30))
    long = facts.sail.returns_at - facts.sail.departs_at
    moved = replace(facts, sail=replace(facts.sail, departs_at=noon(leaves), returns_at=noon(leaves) + long))
    target = random.choice(UNITS)
    if target == facts.unit:
        return moved
    return replace(moved, unit=target, moves=(*facts.moves, Moved(today, facts.unit, target)))


def _cancel(random: Random, facts: BookingFacts, today: date) -> BookingFacts:
    if facts.sail.departed_on:
        return facts
    if facts.cancelled:
        return replace(facts, cancelled=None)
    side, at = random.choice(("guest", "guest", "house", "weather")), noon(today)
    settled = refunds.outcome(
        side=side, steps=facts.steps, price_cents=facts.price_cents, held_cents=_held(facts),
        departs_at=facts.sail.departs_at, at=at,
    )  # fmt: skip
    return replace(facts, cancelled=Cancelled(at=at, on=today, side=side, kept_cents=settled.kept_cents))


def _sail(random: Random, facts: BookingFacts, today: date) -> BookingFacts:
    if facts.cancelled or facts.sail.returned_on:
        return replace(facts, is_no_show=not facts.is_no_show) if facts.sail.returned_on else facts
    if facts.sail.departed_on is None:
        left = max(START, today - timedelta(days=random.randrange(0, 3)))
        facts = replace(facts, sail=replace(facts.sail, departed_on=left))
        if random.random() < 0.4:
            return facts
    return replace(facts, sail=replace(facts.sail, returned_on=today))


STEPS = (_pay, _pay, _pay, _refund, _extra, _correct, _reprice, _move, _cancel, _sail, _sail)


def inputs(books: Books, facts: BookingFacts, today: date) -> Deposits:
    """What F20 compares at the end of a day."""
    found = plan(facts, today)
    earned = 0 if facts.cancelled else sum(cents for _, on, cents in days_earned(facts) if on <= today)
    held = {Place(flows.unit_on(facts, today), "R1"): flows.held(facts, today, earned)}
    ledger = {Place(unit, "R1"): -cents for unit, cents in books.balance("customer_deposits", today).items()}
    whole = dict.fromkeys(UNITS, Level.COMPLETE)
    period = Period(START + timedelta(days=15), today + timedelta(days=1))
    moved = tuple(flows.of_postings("R1", found.postings))
    return Deposits(
        UNITS, period, moved, {place: cents for place, cents in held.items() if cents}, ledger, whole, whole
    )
