"""Assets and how much vessels sail, read for formulas: seven queries, however many rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from reports.formulas.holdings import Debt, Due, Holdings, Sailing, Thing, Worth
from reports.models import (
    Asset,
    AssetDebt,
    AssetObligation,
    AssetValuation,
    BusinessUnit,
    DataCoverage,
    JournalLine,
    UnitVessel,
)
from reports.periods import Period, last_complete_month
from reports.spans import Statements

SECONDS = 3600


def read(*, units: Sequence[BusinessUnit], as_of: date, said: Statements | None = None) -> Holdings:
    """All that formulas ask of assets at the end of a day; what is recorded of later days counts for nothing."""
    period = last_complete_month(as_of)
    return Holdings(
        units=tuple(unit.slug for unit in units),
        as_of=as_of,
        period=period,
        things=_things(units, as_of),
        sailings=_sailings(units, period),
        said=said or DataCoverage.objects.statements(units=units),
    )


def _things(units: Sequence[BusinessUnit], as_of: date) -> tuple[Thing, ...]:
    worth, due = defaultdict(list), defaultdict(list)
    for value in AssetValuation.objects.of(units).until(as_of).latest_first():
        worth[value.asset_id].append(Worth(value.on, value.amount_cents, value.basis))
    for each in AssetObligation.objects.of(units).open_on(as_of):
        due[each.asset_id].append(Due(str(each.pk), each.kind, each.due, each.amount_cents))
    debts = _debts(units, as_of)
    return tuple(
        Thing(
            key=str(asset.pk),
            unit=asset.unit.slug,
            kind=asset.kind,
            name=asset.name,
            cost_cents=asset.cost_cents,
            owner=asset.owner_of_record,
            custodian=asset.custodian,
            location=asset.location,
            status=asset.status,
            worth=tuple(worth[asset.pk]),
            due=tuple(due[asset.pk]),
            debts=tuple(debts[asset.pk]),
        )
        for asset in Asset.objects.of(units).held_on(as_of).by_unit()
    )


def _debts(units: Sequence[BusinessUnit], as_of: date) -> dict[int, list[Debt]]:
    """The debts of assets, by asset: what the ledger owes on their accounts, a credit."""
    rows = list(AssetDebt.objects.of(units).select_related("account"))
    owed = JournalLine.objects.owed_on(accounts=[row.account_id for row in rows], day=as_of)
    found = defaultdict(list)
    for row in rows:
        cents, n = owed.get(row.account_id, (0, 0))
        found[row.asset_id].append(Debt(row.account.code, cents, n))
    return found


def _sailings(units: Sequence[BusinessUnit], period: Period) -> tuple[Sailing, ...]:
    """What each vessel of the units sailed; none is left out."""
    return tuple(
        Sailing(unit, vessel, Decimal(int(seconds)) / SECONDS, n)
        for unit, vessel, seconds, n in UnitVessel.objects.sailed(units=units, period=period)
    )
