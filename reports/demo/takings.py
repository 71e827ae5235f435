"""What follows from the demo's takings, as rows of a ledger file: payouts, taxes, tips, crews, and the yard's debt.

The dock posts what guests pay; this is what a bookkeeper adds. It is fitted to what the owner says of the house: a
sail contributes $1,400 in the mean, and the portfolio burns the amounts of `BURN` in its last twelve months, as the
yard's old bill is paid off with whatever is left above that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import F, Q, QuerySet, Sum

from reports.demo.relative import running_month
from reports.models import JournalLine, LedgerMonth
from reports.periods import MONTHS, Period, month_of, month_start
from reports.values import split

CHARTERS = "queen-of-san-diego"
CONTRIBUTION = 140_000  # cents a sail, in the mean
BURN = (702_000, 800_000, 898_000)  # cents a month, in turn; the last three months show all of them
FREE_CASH = 3_600_000  # cents, at the end of the last month
CARD_FEE = 29  # thousandths
OURS = ("cash", "customer_deposits", "refunds_due", "security_deposits", "tax_payable", "tips_payable")
OWNERS = ("owner_draw", "owner_equity", "loan", "fixed_asset")
PARTS = (("5100", 13, "Day crew"), ("5200", 2, "Shelter Island Fuel"), ("5300", 5, "Galley Market"))
WIGGLE = 15  # thousandths a step, so that no two sails cost the same

Row = dict[str, str]


class Sailed(NamedTuple):
    """A sail with income."""

    event_id: str
    on: date


@dataclass(frozen=True)
class Month:
    """What guests' money came to in a month of the charter unit, in cents."""

    period: Period
    clearing: int
    fees: int
    tips: int
    tax: int


def rows(on: date) -> list[Row]:
    """The rows for a day of loading; the dock's entries and those of the other files are in the ledger by then."""
    month = running_month(on)
    year = Period(month_start(month, -MONTHS), month)
    months = [_month(period) for period in year.months()]
    sails = _sails(year.start, on)
    costs = _costs(sails, year, fees=sum(month.fees for month in months))
    made = [row for month in months for row in _settled(month, is_last=month is months[-1])]
    made += [row for sail in sails for row in _sail(sail, costs[sail])]
    made += _debt(year, months, costs)
    return made + _opening(year, made)


def _month(period: Period) -> Month:
    dock = _dock().filter(date__gte=period.start, date__lt=period.end)
    sums = dict(dock.values_list("account__subtype").annotate(Sum("amount_cents")).order_by())
    by_card = Q(account__subtype="payment_clearing", amount_cents__gt=0)
    taken = dock.filter(by_card).aggregate(cents=Sum("amount_cents"))["cents"] or 0
    return Month(
        period,
        clearing=sums.get("payment_clearing", 0),
        fees=taken * CARD_FEE // 1000,
        tips=-sums.get("tips_payable", 0),
        tax=-sums.get("tax_payable", 0),
    )


def _dock() -> QuerySet[JournalLine]:
    """The charter unit's lines that the dock posted."""
    return JournalLine.objects.filter(unit__slug=CHARTERS, entry__source_kind="booking")


def _sails(start: date, until: date) -> list[Sailed]:
    """The sails with income before a day, in order."""
    earned = _dock().filter(account__subtype="service_income", booking__event__sails_on__gte=start)
    found = earned.filter(booking__event__sails_on__lt=until).values_list(
        "booking__event__event_id", "booking__event__sails_on"
    )
    return [Sailed(*row) for row in sorted(set(found.order_by()), key=lambda row: (row[1], row[0]))]


def _costs(sails: list[Sailed], year: Period, *, fees: int) -> dict[Sailed, int]:
    """What each sail cost, so that the year's contribute CONTRIBUTION in the mean; those since cost the same."""
    direct = ("service_income", "commission", "processing_fee")
    lines = _dock().filter(account__subtype__in=direct, booking__event__sails_on__gte=year.start)
    net = lines.filter(booking__event__sails_on__lt=year.end).aggregate(cents=Sum("amount_cents"))["cents"] or 0
    within = [sail for sail in sails if sail.on < year.end]
    total = -net - fees - CONTRIBUTION * len(within)
    weights = [1000 + (number % 7 - 3) * WIGGLE for number in range(len(within))]
    costs = dict(zip(within, split(total, weights), strict=True))
    mean = total // max(1, len(within))
    since = [sail for sail in sails if sail.on >= year.end]
    return costs | {sail: mean + number * 100 for number, sail in enumerate(since)}


def _settled(month: Month, *, is_last: bool) -> Iterator[Row]:
    """On its last day the processor pays out, and crews get their tips; taxes go out on the 20th of the next month."""
    last = month.period.last_day
    name = f"{last:%Y-%m}"
    yield from _entry(
        f"payout-{name}", last, "Card payments paid out", "Harbor Card Services",
        [("1000", month.clearing - month.fees), ("5050", month.fees), ("1050", -month.clearing)],
    )  # fmt: skip
    yield from _entry(
        f"tips-{name}", last, "Tips to the crews", "Day crew", [("2150", month.tips), ("1000", -month.tips)]
    )
    if not is_last:
        due = month_start(last, 1).replace(day=20)
        yield from _entry(
            f"tax-{name}", due, "Sales tax", "State tax office", [("2100", month.tax), ("1000", -month.tax)]
        )


def _sail(sail: Sailed, cents: int) -> Iterator[Row]:
    shares = split(cents, [weight for _, weight, _ in PARTS])
    lines = [(code, share, party) for (code, _, party), share in zip(PARTS, shares, strict=True)]
    yield from _entry(f"sail-{sail.event_id}", sail.on, "Crew, fuel, galley", "", [*lines, ("1000", -cents, "")])


def _debt(year: Period, months: list[Month], costs: dict[Sailed, int]) -> list[Row]:
    """What the yard gets of its bill each month: all that the month leaves above its burn."""
    found = []
    for number, month in enumerate(months):
        spent = sum(cents for sail, cents in costs.items() if month_of(sail.on) == month.period)
        left = _fall(month.period) + spent - (month.clearing - month.fees)
        cents = BURN[number % len(BURN)] - left
        if cents > 0:
            on, name = month.period.start.replace(day=26), f"yard-{month.period.start:%Y-%m}"
            found += _entry(name, on, "Refit paid off", "Bayfront Yard", [("2200", cents), ("1000", -cents)])
    return found


def _fall(period: Period) -> int:
    """By how much all units' free cash fell in a month, owners, loans and purchases aside; by the ledger so far."""
    kept = LedgerMonth.objects.filter(month=period.start, account__subtype__in=(*OURS, *OWNERS))
    return -(kept.aggregate(cents=Sum(F("debit_cents") - F("credit_cents")))["cents"] or 0)


def _opening(year: Period, made: list[Row]) -> list[Row]:
    """The charter unit's cash before the year, by which FREE_CASH is free at its end."""
    kept = LedgerMonth.objects.filter(month__lt=year.end, account__subtype__in=OURS)
    stands = kept.aggregate(cents=Sum(F("debit_cents") - F("credit_cents")))["cents"] or 0
    ours = {"1000", "2100", "2150"}
    for row in made:
        if row["account"] in ours and date.fromisoformat(row["date"]) < year.end:
            stands += round(float(row["debit"] or 0) * 100) - round(float(row["credit"] or 0) * 100)
    early = _dock().filter(date__lt=year.start, account__subtype="payment_clearing")
    cleared = early.aggregate(cents=Sum("amount_cents"))["cents"] or 0
    on, cents = year.start - timedelta(days=1), FREE_CASH - stands
    return _entry(
        "open-cash", on, "Balance brought forward", "", [("1000", cents), ("1050", -cleared), ("3000", cleared - cents)]
    )


def _entry(key: str, on: date, memo: str, party: str, lines: list[tuple[str, int] | tuple[str, int, str]]) -> list[Row]:
    """An entry's rows, those of nothing left out."""
    made = []
    for code, cents, *own in lines:
        side = {"debit": _dollars(cents), "credit": ""} if cents > 0 else {"debit": "", "credit": _dollars(-cents)}
        if cents:
            made.append({"entry": key, "date": on.isoformat(), "unit": CHARTERS, "account": code, **side, "memo": memo,
                         "party": own[0] if own else party, "document": key if cents > 0 else ""})  # fmt: skip
    return made


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
