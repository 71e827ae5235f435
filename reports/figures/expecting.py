"""What should come in and go out (pure): the rows of F6, of all that has a day or an amount recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from reports.facts import Facts
from reports.figures.ways import DAY
from reports.formulas import capital, rental
from reports.formulas.capital import Recurring
from reports.formulas.cash import WEEK, WEEKS, Expected
from reports.formulas.clients import owed as owed_by_clients
from reports.formulas.houses import House, Tenancy
from reports.formulas.rent_roll import overdue
from reports.formulas.sailing import owed
from reports.periods import MONTHS, month_start
from reports.values import Evidence

WHOLE = Decimal(1)


def expected(facts: Facts) -> list[Expected]:
    """Guests' balances, invoices and rent by the chance that they are paid; payables, obligations, what comes again.

    A payable has no day: the ledger knows an amount only. Inputs of F6; source: reports.md 3.5.
    """
    return [*_from_guests(facts), *_from_clients(facts), *_from_tenants(facts), *_to_pay(facts)]


def regular(facts: Facts) -> list[Recurring]:
    """F17 of the scope: what is charged again and again."""
    return facts.once(lambda: capital.recurring(facts.books.charges, facts.as_of), "regular")


def paid_share(facts: Facts) -> Decimal:
    """Of what clients were asked for and fell due in the last twelve months, the part that was paid; else all."""
    year = facts.period.trailing(MONTHS)
    rows = [row for one in facts.agency.clients for row in one.invoices if year.start <= row.due < year.end]
    asked = sum(row.cents for row in rows)
    paid = asked - sum(max(0, row.open_cents) for row in rows)
    return max(Decimal(0), Decimal(paid) / asked) if asked > 0 else WHOLE


def _from_guests(facts: Facts) -> Iterator[Expected]:
    for item in owed(facts.sailing):
        key = Evidence("bookings", f"{item.unit}:{item.who}")
        yield Expected(item.due, item.cents, f"balance of {item.who}", row=key)


def _from_clients(facts: Facts) -> Iterator[Expected]:
    chance = paid_share(facts)
    for row in owed_by_clients(facts.agency):
        key = Evidence("invoices", row.invoice.key)
        yield Expected(row.invoice.due, row.invoice.open_cents, f"invoice {row.invoice.number}", chance, key)


def _from_tenants(facts: Facts) -> Iterator[Expected]:
    until = facts.as_of + WEEKS * WEEK
    for house in facts.houses.houses:
        share = rental.collection_rate(facts.houses, house, facts.period.trailing(MONTHS))
        chance = min(WHOLE, Decimal(share.number)) if share.is_known else WHOLE
        for charge in overdue(facts.houses, house):
            key = Evidence("rent", charge.key)
            yield Expected(None, charge.open_cents, f"rent overdue of {charge.room}", chance, key)
        yield from _rent_ahead(facts, house, until, chance)


def _rent_ahead(facts: Facts, house: House, until: date, chance: Decimal) -> Iterator[Expected]:
    """Rent of leases that falls due by a day and was not paid in advance."""
    paid = {(charge.room, charge.due) for charge in house.charges if charge.open_cents <= 0}
    for room in house.rooms:
        for lease in room.tenancies:
            for on in _due_days(lease, facts.as_of, until):
                if (room.name, on) not in paid:
                    key = Evidence("leases", lease.key)
                    yield Expected(on, lease.rent_cents, f"rent of {room.name}", chance, key)


def _due_days(lease: Tenancy, after: date, until: date) -> Iterator[date]:
    """The days after one, up to another, on which a lease's rent falls due."""
    month = month_start(after)
    while month <= until:
        following = month_start(month, 1)
        on = min(month + (lease.due_day - 1) * DAY, following - DAY)
        if after < on <= until and lease.runs_on(on):
            yield on
        month = following


def _to_pay(facts: Facts) -> Iterator[Expected]:
    for row in facts.books.balances:
        if row.subtype == "payable" and row.cents < 0:
            key = Evidence("ledger", f"{row.unit}:{row.account}:{facts.as_of}")
            yield Expected(None, row.cents, f"owed by {facts.name(row.unit)}", row=key)
    for thing in facts.holdings.things:
        for due in thing.due:
            if due.cents:
                key = Evidence("asset_obligations", due.key)
                yield Expected(due.on, -due.cents, f"{due.kind} of {thing.name}", row=key)
    until = facts.as_of + WEEKS * WEEK
    for on, cents, party, line in capital.charges_ahead(regular(facts), until):
        yield Expected(on, -cents, party, row=Evidence("ledger", f"line:{line}"))
