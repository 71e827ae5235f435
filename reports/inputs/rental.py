"""Property, read for formulas: thirteen queries, however many houses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from reports.formulas.houses import Charge, Cost, DepositCash, House, Houses, Loan, Paid, Room, Tenancy, Work
from reports.models import (
    Asset,
    AssetValuation,
    BusinessUnit,
    DataCoverage,
    Lease,
    LedgerMonth,
    OtherIncome,
    Property,
    PropertyCost,
    PropertyLoan,
    RentCharge,
    RentPayment,
    Space,
    WorkOrder,
)
from reports.periods import last_complete_month
from reports.spans import Statements

By = dict[int, list[Any]]  # rows by the number of their property


def read(*, units: Sequence[BusinessUnit], as_of: date, said: Statements | None = None) -> Houses:
    """All that formulas ask of property at the end of a day; what is recorded of later days counts for nothing."""
    period = last_complete_month(as_of)
    slugs = {unit.pk: unit.slug for unit in units}
    rooms, charges, works = _rooms(units), _charges(units, as_of), _works(units, as_of)
    costs, gains, loans = _costs(units, as_of), _gains(units, as_of), _loans(units, as_of)
    worth = Worths(units, as_of)
    houses = tuple(
        House(
            slug=house.slug,
            name=house.name,
            unit=slugs[house.unit_id],
            rooms=tuple(rooms[house.pk]),
            charges=tuple(charges[house.pk]),
            costs=tuple(costs[house.pk]),
            gains=tuple(gains[house.pk]),
            loans=tuple(loans[house.pk]),
            works=tuple(works[house.pk]),
            worth=worth.of(house),
            invested_cents=house.cash_invested_cents,
        )
        for house in Property.objects.of(units).order_by("slug")
    )
    return Houses(
        units=tuple(slugs.values()),
        as_of=as_of,
        period=period,
        houses=houses,
        said=said or DataCoverage.objects.statements(units=units),
        cash=_cash(units, period.end),
    )


def _rooms(units: Sequence[BusinessUnit]) -> By:
    """Spaces with their leases, those known by now that begin later too: they stand in the calendar."""
    leases, found = defaultdict(list), defaultdict(list)
    for row in Lease.objects.of(units).in_turn():
        parts = (row.tenant, row.starts_on, row.ends_on, row.rent_cents, row.due_day, row.deposit_held_cents)
        leases[row.space_id].append(Tenancy(str(row.pk), *parts))
    for space in Space.objects.of(units).order_by("name"):
        found[space.property_id].append(Room(space.name, space.market_rent_cents, tuple(leases[space.pk])))
    return found


def _charges(units: Sequence[BusinessUnit], as_of: date) -> By:
    paid, found = defaultdict(list), defaultdict(list)
    for part in RentPayment.objects.of(units).until(as_of).order_by("part"):
        paid[part.charge_id].append(Paid(part.amount_cents, part.paid_on))
    for row in RentCharge.objects.of(units).select_related("space", "lease").in_turn():
        if row.due <= as_of or paid[row.pk]:  # rent paid in advance has come in already
            tenant, parts = row.lease.tenant if row.lease else "", tuple(paid[row.pk])
            charge = Charge(str(row.pk), row.space.name, tenant, row.due, row.amount_cents, parts)
            found[row.space.property_id].append(charge)
    return found


def _costs(units: Sequence[BusinessUnit], as_of: date) -> By:
    found = defaultdict(list)
    for row in PropertyCost.objects.of(units).until(as_of).in_turn():
        found[row.property_id].append(Cost(str(row.pk), row.date, row.category, row.amount_cents, row.kind))
    return found


def _gains(units: Sequence[BusinessUnit], as_of: date) -> By:
    found = defaultdict(list)
    for row in OtherIncome.objects.of(units).until(as_of).in_turn():
        found[row.property_id].append(Cost(str(row.pk), row.date, row.category, row.amount_cents))
    return found


def _loans(units: Sequence[BusinessUnit], as_of: date) -> By:
    found = defaultdict(list)
    for row in PropertyLoan.objects.of(units).until(as_of).in_turn():
        terms = (row.principal_cents, row.annual_percent, row.months, row.first_due, row.payment_cents)
        found[row.property_id].append(Loan(str(row.pk), row.lender, *terms))
    return found


def _works(units: Sequence[BusinessUnit], as_of: date) -> By:
    found = defaultdict(list)
    for row in WorkOrder.objects.of(units).until(as_of).select_related("space").in_turn():
        done = row.done_on if row.done_on and row.done_on <= as_of else None
        room = row.space.name if row.space else ""
        found[row.property_id].append(Work(str(row.pk), row.title, room, row.opened_on, row.due, done, row.cost_cents))
    return found


def _cash(units: Sequence[BusinessUnit], before: date) -> dict[str, DepositCash]:
    """Cash, and what is owed tenants, by unit, of all that was posted before a day."""
    found: dict[str, DepositCash] = {}
    for unit, _, _, subtype, cents, n, _ in LedgerMonth.objects.balances(units=units, before=before):
        if subtype in {"cash", "security_deposits"}:
            sums = found.get(unit, DepositCash(0, 0, 0))
            is_cash = subtype == "cash"
            found[unit] = DepositCash(
                sums.cash_cents + (cents if is_cash else 0), sums.owed_cents - (0 if is_cash else cents), sums.n + n
            )
    return found


class Worths:
    """The latest valuations of assets, and which of them a property is."""

    def __init__(self, units: Sequence[BusinessUnit], as_of: date) -> None:
        """Two queries: the assets of the kind, and what they were worth."""
        self.own = defaultdict(list)
        for asset in Asset.objects.of(units).held_on(as_of).houses():
            self.own[asset.unit_id].append(asset.pk)
        self.latest: dict[int, tuple[date, int]] = {}
        for value in AssetValuation.objects.of(units).until(as_of).latest_first():
            self.latest.setdefault(value.asset_id, (value.on, value.amount_cents))

    def of(self, house: Property) -> tuple[date, int] | None:
        """A property's latest valuation: of its own asset, else of the only such asset of its unit."""
        own = self.own[house.unit_id]
        asset = house.asset_id or (own[0] if len(own) == 1 else 0)
        return self.latest.get(asset)
