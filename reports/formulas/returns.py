"""What a house is worth its owner (pure): F87, F88, F92, and the tax line beside accrual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reports.formulas.houses import DEPRECIATION, LOAN, OPERATING, Cost, DepositCash, House, Houses, within
from reports.formulas.records import least, of_rows
from reports.formulas.rental import FRESH_DAYS, LEAST_MONTHS, MONTHS, View, due_on, result
from reports.periods import Period
from reports.values import (
    Evidence,
    Level,
    Measure,
    Value,
    derived,
    difference,
    no_data,
    not_applicable,
    ratio,
    recorded,
)

# Schedule E (Form 1040), Part I, lines 5 to 19: the words that landlords use for each.
SCHEDULE_E = (
    ("Advertising", ("advertising", "listing", "marketing")),
    ("Auto and travel", ("auto", "travel", "mileage")),
    ("Cleaning and maintenance", ("cleaning", "maintenance", "landscaping", "gardening", "pest")),
    ("Commissions", ("commission", "leasing fee")),
    ("Insurance", ("insurance",)),
    ("Legal and professional fees", ("legal", "accounting", "professional", "bookkeeping")),
    ("Management fees", ("management",)),
    ("Mortgage interest paid to banks", ("mortgage interest",)),
    ("Other interest", ("interest",)),
    ("Repairs", ("repair", "plumbing", "electrician", "roof")),
    ("Supplies", ("supplies", "supply")),
    ("Taxes", ("tax",)),
    ("Utilities", ("utilit", "water", "electricity", "gas", "trash", "sewer", "internet")),
    ("Depreciation", ("depreciation",)),
)
OTHER = "Other"


def recorded_months(house: House, period: Period) -> int:
    """Whole months of the year up to the period's end of which anything is recorded: 0 to 12.

    The first month counts as a whole one: a house is bought on any day of it.
    """
    first = house.first_day()
    if first is None or first >= period.end:
        return 0
    return min(MONTHS, (period.end.year - first.year) * MONTHS + period.end.month - first.month)


def cash_on_cash(inputs: Houses, house: House, view: View) -> Value:
    """F87: cash flow (F86) of the last twelve months by the cash invested; a share.

    Of fewer than twelve months but six at least the year is told from them, and the note says so; of fewer there is
    no data. Nothing known of the cash invested: no data, and named.
    """
    months = recorded_months(house, inputs.period)
    if months < LEAST_MONTHS:
        return no_data(Measure.SHARE, f"{LEAST_MONTHS} months of records (there are {months})")
    if house.invested_cents is None:
        return no_data(Measure.SHARE, f"cash invested in {house.name}")
    flow = result(inputs, house, inputs.period.trailing(months), view).cash_flow
    told = (Evidence("properties", house.slug),)
    invested = recorded(house.invested_cents, Measure.CENTS, coverage=Level.COMPLETE, n=1, evidence=told)
    note = f"annualised from {months} months" if months < MONTHS else ""
    year = derived(Measure.CENTS, (flow,), lambda cents: Decimal(cents) * MONTHS / months, note=note)
    found = ratio(year, invested, note="no cash invested")
    return replace(found, note=note) if note and found.is_known else found


def cap_rate(inputs: Houses, house: House, view: View) -> Value:
    """F88: net operating income (F83) of the last twelve months by the latest valuation; a share.

    The note says how old the valuation is; one older than a year makes the value stale.
    """
    if house.worth is None:
        return no_data(Measure.SHARE, f"a valuation of {house.name}")
    on, cents = house.worth
    age = (inputs.as_of - on).days
    worth = recorded(
        cents, Measure.CENTS, coverage=Level.COMPLETE, n=1, evidence=[Evidence("assets", f"{house.slug}:{on}")],
        is_stale=age > FRESH_DAYS,
    )  # fmt: skip
    net = result(inputs, house, inputs.period.trailing(MONTHS), view).net
    found = ratio(net, worth, note="valued at nothing")
    return replace(found, note=f"valued {age} days ago") if found.is_known else found


def deposits_held(inputs: Houses, houses: Sequence[House]) -> Value:
    """F92: Σ security deposits of the leases that run on the day asked about; cents. They are the tenants' money."""
    running = [
        (house, lease)
        for house in houses
        for room in house.rooms
        for lease in room.tenancies
        if lease.runs_on(inputs.as_of)
    ]
    return of_rows(
        sum(lease.deposit_cents for _, lease in running),
        Measure.CENTS,
        domain="leases",
        whose=", ".join(house.name for house in houses),
        level=least(inputs.level(house, "leases", inputs.period) for house in houses),
        n=len(running),
        evidence=[Evidence("leases", lease.key) for _, lease in running],
    )


def deposit_cover(inputs: Houses, unit: str) -> tuple[Value, Value, Value, Value]:
    """F92 of a unit: deposits held by its leases, cash, cash less deposits held, and what its ledger owes tenants.

    Cash and ledger as at the end of the period, in cents. Cash below the deposits is other people's money spent.
    """
    held = deposits_held(inputs, [house for house in inputs.houses if house.unit == unit])
    level = inputs.said.levels(inputs.period).of(unit, "ledger")
    found = inputs.cash.get(unit, DepositCash(0, 0, 0))
    told = [Evidence("ledger", f"{unit}:{inputs.period.last_day:%Y-%m}")]
    cash, owed = (
        of_rows(cents, Measure.CENTS, domain="ledger", whose=unit, level=level, n=found.n, evidence=told)
        for cents in (found.cash_cents, found.owed_cents)
    )
    return held, cash, difference(cash, held), owed


def schedule_e_line(category: str) -> str:
    """The line of Schedule E (Form 1040) that a category of costs goes to, by its words; “Other” for none."""
    plain = category.casefold().replace("_", " ")
    return next((line for line, words in SCHEDULE_E if any(word in plain for word in words)), OTHER)


def by_tax_line(inputs: Houses, house: House, period: Period) -> dict[str, Value]:
    """Deductible costs of a period by line of Schedule E; cents. Capital is depreciated, principal is no cost.

    Of a loan's payment only a category that names interest is a cost. Lines without a cost are left out.
    """
    found: dict[str, list[Cost]] = {}
    for cost in within(house.costs, period, OPERATING, DEPRECIATION, LOAN):
        if cost.kind != LOAN or "interest" in cost.category.casefold():
            found.setdefault(schedule_e_line(cost.category), []).append(cost)
    return {
        line: inputs.of_rows(
            house,
            "property_costs",
            period,
            sum(row.cents for row in rows),
            len(rows),
            evidence=[Evidence("property_costs", f"{house.slug}:{line}:{period.start}:{period.end}")],
        )
        for line, rows in sorted(found.items())
    }


def taxable_rent(inputs: Houses, house: House, period: Period) -> Value:
    """Rent as a cash-basis taxpayer reports it; cents: what came in, advance rent too when it came; no deposit.

    Source: IRS Publication 527, “Rental income”: advance rent is income when received; a security deposit that is to
    be returned is not. The house tells what is recorded, not what is owed in tax.
    """
    found = result(inputs, house, period, View.CASH)
    return derived(
        Measure.CENTS, (found.effective,), lambda cents: cents, note="advance rent counted when paid, no deposits"
    )


def balance_left(inputs: Houses, house: House) -> Value:
    """What is owed on a house's loans at the end of the day asked about, by their schedules; cents, to the cent.

    Not applicable without a loan. Interest a month is a twelfth of the year's on what is left.
    """
    if not house.loans:
        return not_applicable(Measure.CENTS, "no loan")
    left = Decimal(0)
    for loan in house.loans:
        owed = Decimal(loan.principal_cents)
        for place in range(loan.months):
            if due_on(loan.first_due, place) > inputs.as_of:
                break
            owed = max(Decimal(0), owed + owed * loan.annual_percent / 100 / MONTHS - loan.payment_cents)
        left += owed
    value = recorded(
        left, Measure.CENTS, coverage=Level.COMPLETE, n=len(house.loans),
        evidence=[Evidence("property_loans", loan.key) for loan in house.loans],
    )  # fmt: skip
    return derived(Measure.CENTS, (value,), lambda cents: cents, note="by the schedule of the loan")
