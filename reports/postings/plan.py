"""What the ledger should say of one booking (pure): its life told day by day, each step an entry that balances.

Money before the sail is a debt to the guest, never income. The sail's actual return earns the price; a guest's
cancellation earns what the house keeps, on its own day and as far as money is held. Told anew from the facts at every
run: what was corrected since simply reads as if it had always been so.

Source: the table of charter revenue postings, deposits being unearned until the trip, tax and tips never income.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from events.parties import refunds
from reports import values
from reports.postings import facts as of
from reports.postings import faults
from reports.postings.facts import BookingFacts, Moved, Paid, Plan, Posting, posting

Lines = list[tuple[str, int]]
LONG = timedelta(hours=24)  # a job is a long one from here on
RECEIVED, MOVED, DAY, END, GIVEN_BACK = range(5)  # what comes first of one day


@dataclass
class Ledger:
    """A booking's balances while its life is told: what is held, owed by whom, due back, given back too much, earned.

    `spare` is what the house may still keep of money that comes after the cancellation.
    """

    facts: BookingFacts
    unit: str
    deposit: int = 0
    owed: int = 0
    due: int = 0
    contra: int = 0
    earned: int = 0
    spare: int = 0
    state: str = "open"
    lowest: tuple[int, date | None] = (0, None)
    written: list[Posting] = field(default_factory=list)

    def take(self, name: str, most: int) -> int:
        """Up to `most` off a balance, never below 0; how much it was."""
        cents = max(0, min(most, getattr(self, name)))
        setattr(self, name, getattr(self, name) - cents)
        return cents

    def write(self, what: str, on: date, lines: Lines, memo: str, *, partner: str = "", unit: str = "") -> None:
        """Put down an entry, unless it moves nothing."""
        facts = self.facts
        made = posting(f"booking:{facts.reference}:{what}", unit or self.unit, on, lines, f"{facts.reference}: {memo}")
        if made.lines:
            self.written.append(replace(made, partner=partner) if partner else made)


Act = Callable[[Ledger, date], None]
Step = tuple[date, int, int, Act]


def plan(facts: BookingFacts, as_of: date) -> Plan:
    """The entries that should stand at the end of a day, and what a person must look at."""
    ledger = told(facts, as_of)
    return Plan(tuple(ledger.written), tuple(faults.of(ledger, as_of)), ledger.deposit)


def told(facts: BookingFacts, as_of: date) -> Ledger:
    """A booking's balances at the end of a day, with every entry that led there."""
    ledger = Ledger(facts, facts.moves[0].source if facts.moves else facts.unit)
    steps = [step for step in _life(facts) if step[0] <= as_of]
    for on, _, _, act in sorted(steps, key=lambda step: step[:3]):
        act(ledger, on)
        if ledger.deposit < ledger.lowest[0]:
            ledger.lowest = ledger.deposit, on
    return ledger


def commission_cents(facts: BookingFacts) -> int:
    """What the channel takes: its share of the price without tax, rounded once, half up; 0 without terms."""
    return int(values.rounded(facts.price_cents * (facts.commission or Decimal(0))))


def refundable_at(facts: BookingFacts, on: date) -> int:
    """How much of the deposit held at the end of a day would go back, if the guest cancelled then; cents.

    Whether a deposit is a debt of service or of money is read from this share: the guest's terms at midnight decide.
    """
    midnight = datetime.combine(on + timedelta(days=1), time.min, facts.sail.departs_at.tzinfo)
    return refunds.outcome(
        side=refunds.GUEST, steps=facts.steps, price_cents=facts.price_cents, held_cents=told(facts, on).deposit,
        departs_at=facts.sail.departs_at, at=midnight,
    ).refund_cents  # fmt: skip


def days_earned(facts: BookingFacts) -> list[tuple[int, date, int]]:
    """Of a long job under way in a unit that earns day by day: number, day and cents of each day before its return.

    The price is spread evenly over the planned days, to the cent. The last day's share, and all of a job that comes
    back early, waits for the return.
    """
    sail = facts.sail
    if not facts.is_per_day or sail.departed_on is None or sail.returns_at - sail.departs_at < LONG:
        return []
    count = (sail.returns_at.date() - sail.departs_at.date()).days + 1
    shares = values.split(facts.price_cents, [1] * count)[:-1]
    days = [(number, sail.departed_on + timedelta(days=number - 1), cents) for number, cents in enumerate(shares, 1)]
    return [day for day in days if sail.returned_on is None or day[1] < sail.returned_on]


def _life(facts: BookingFacts) -> Iterator[Step]:
    """Everything that happened, each with its place within its day."""
    for row in facts.standing_money():
        yield row.on, GIVEN_BACK if row.kind == "refund" else RECEIVED, row.number, _money(row)
    for number, moved in enumerate(facts.moves, start=1):
        yield moved.on, MOVED, number, _move(moved, number)
    if facts.cancelled:
        yield facts.cancelled.on, END, 0, _cancel
        return
    for number, on, cents in days_earned(facts):
        yield on, DAY, number, _day(number, cents)
    if facts.sail.returned_on:
        yield facts.sail.returned_on, END, 0, _sailed


def _money(row: Paid) -> Act:
    """What one payment does; the unit that sold its voucher owes its worth to the unit that sails."""

    def act(ledger: Ledger, on: date) -> None:
        place, sign = of.PLACES[row.method], -1 if row.kind in {"refund", "fee"} else 1
        if row.owner and row.owner != ledger.unit:
            lines = [(of.VOUCHERS, sign * row.cents), (of.PAYABLE, -sign * row.cents)]
            memo = f"voucher redeemed with {ledger.unit}"
            ledger.write(f"voucher-{row.number}", on, lines, memo, partner=ledger.unit, unit=row.owner)
            place = of.RECEIVABLE
        others, memo = OTHER_SIDE[row.kind](ledger, row.cents)
        ledger.write(f"{row.kind}-{row.number}", on, [(place, sign * row.cents), *others], memo)

    return act


def _received(ledger: Ledger, cents: int) -> tuple[Lines, str]:
    """Where money received goes: to what is owed, then to what was given back too much.

    Before the sail the rest is the deposit's; later it fills what the house may keep, and what remains is due back.
    """
    if ledger.state == "sailed" and ledger.facts.is_channels:
        ledger.owed -= cents  # a payout of another amount leaves its difference to be seen
        return [(of.PLATFORM, -cents)], "paid out by the channel"
    owed = ledger.take("owed", cents)
    back = ledger.take("contra", cents - owed)
    kept = ledger.take("spare", cents - owed - back)
    rest = cents - owed - back - kept
    target = of.DEPOSITS if ledger.state == "open" else of.DUE
    if target == of.DEPOSITS:
        ledger.deposit += rest
    else:
        ledger.due += rest
    return [(_owing(ledger), -owed), (of.CONTRA, -back), (of.KEPT, -kept), (target, -rest)], "received"


def _given_back(ledger: Ledger, cents: int) -> tuple[Lines, str]:
    """Out of what money given back is paid: before the sail the deposit; later what is due back, then our income."""
    memo = "given back to the guest"
    if ledger.state == "open":
        held = min(cents, max(0, ledger.deposit)) if ledger.earned else cents
        ledger.deposit -= held
        ledger.contra += cents - held
        return [(of.DEPOSITS, held), (of.CONTRA, cents - held)], memo
    due = ledger.take("due", cents)
    ledger.contra += cents - due
    return [(of.DUE, due), (of.CONTRA, cents - due)], memo


def _tip(_: Ledger, cents: int) -> tuple[Lines, str]:
    """A tip is the crew's from the first."""
    return [(of.TIPS, -cents)], "tip for the crew"


def _fee(_: Ledger, cents: int) -> tuple[Lines, str]:
    """The processor keeps it of what it pays."""
    return [(of.FEE, cents)], "processor’s fee"


OTHER_SIDE = {"payment": _received, "refund": _given_back, "tip": _tip, "fee": _fee}


def _move(moved: Moved, number: int) -> Act:
    """A deposit goes over to the unit of the new sail, which the old one owes it from then on."""

    def act(ledger: Ledger, on: date) -> None:
        held, memo = ledger.deposit, f"deposit moved from {moved.source} to {moved.target}"
        going, coming = [(of.DEPOSITS, held), (of.PAYABLE, -held)], [(of.RECEIVABLE, held), (of.DEPOSITS, -held)]
        ledger.write(f"moved-{number}-out", on, going, memo, unit=moved.source, partner=moved.target)
        ledger.write(f"moved-{number}-in", on, coming, memo, unit=moved.target, partner=moved.source)
        ledger.unit = moved.target

    return act


def _day(number: int, cents: int) -> Act:
    """One day of a long job is earned: from the deposit as far as it goes, the rest is owed."""

    def act(ledger: Ledger, on: date) -> None:
        held = ledger.take("deposit", cents)
        ledger.owed += cents - held
        ledger.earned += cents
        lines = [(of.DEPOSITS, held), (_owing(ledger), cents - held), (of.INCOME, -cents)]
        ledger.write(f"day-{number}", on, lines, f"day {number} of the job")

    return act


def _sailed(ledger: Ledger, on: date) -> None:
    """The sail is back: the rest of the price is earned; who did not come is charged as if they had."""
    facts, held = ledger.facts, ledger.deposit
    rest, fee = facts.price_cents - ledger.earned, commission_cents(facts) if facts.is_channels else 0
    unpaid = rest + facts.tax_cents - fee - held
    too_much = 0 if facts.is_channels else max(0, -unpaid)
    lines = [
        (of.DEPOSITS, held), (_owing(ledger), unpaid + too_much), (of.COMMISSION, fee), (of.DUE, -too_much),
        (of.INCOME, -rest), (of.TAX, -facts.tax_cents),
    ]  # fmt: skip
    ledger.owed += unpaid + too_much
    ledger.due += too_much
    ledger.deposit, ledger.earned, ledger.state = 0, facts.price_cents, "sailed"
    ledger.write("sailed", on, lines, "did not come; the sail took place" if facts.is_no_show else "sailed")


def _cancel(ledger: Ledger, on: date) -> None:
    """Called off: what the house keeps of the money held is income from this day on, the rest is due back."""
    ended, held = ledger.facts.cancelled, ledger.deposit
    assert ended is not None  # noqa: S101 -- the step comes from it
    may_keep = ended.kept_cents if ended.side == refunds.GUEST else 0
    kept = max(0, min(may_keep, held))
    ledger.due, ledger.spare = held - kept, may_keep - kept
    ledger.deposit, ledger.state = 0, "cancelled"
    lines = [(of.DEPOSITS, held), (of.KEPT, -kept), (of.DUE, kept - held)]
    ledger.write("cancelled", on, lines, f"cancelled by the {ended.side}")


def _owing(ledger: Ledger) -> str:
    return of.PLATFORM if ledger.facts.is_channels else of.RECEIVABLE
