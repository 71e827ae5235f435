"""Who lives where and who owes (pure): the rent roll, the calendar of leases, and F91, arrears by age."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from reports.formulas.houses import Charge, House, Houses, Tenancy
from reports.formulas.records import looked_at
from reports.values import Evidence, Value

AGES = ((30, "0–30 days"), (60, "31–60 days"), (90, "61–90 days"), (None, "over 90 days"))
SOON_DAYS = 90  # a lease that ends by then stands in the calendar


class RollLine(NamedTuple):
    """One space on a day. `tenants` is empty for a vacant one, then since `vacant_since`, None if ever.

    Amounts in cents: `rent_cents` what leases bring a month, `market_cents` None where nobody said, `open_cents` what
    fell due of this space and is not paid.
    """

    room: str
    tenants: tuple[str, ...]
    rent_cents: int
    market_cents: int | None
    ends_on: date | None
    deposit_cents: int
    open_cents: int
    vacant_since: date | None
    key: str


class LeaseDate(NamedTuple):
    """A day in the calendar of leases, and how many days are left until it."""

    on: date
    days: int
    room: str
    tenant: str
    what: str
    key: str


def rent_roll(inputs: Houses, house: House) -> list[RollLine]:
    """Every space of a house on the day asked about, by name."""
    lines = []
    for room in sorted(house.rooms, key=lambda room: room.name):
        now = [lease for lease in room.tenancies if lease.runs_on(inputs.as_of)]
        ended = [lease.ends_on for lease in room.tenancies if lease.ends_on < inputs.as_of]
        since = date.fromordinal(max(ended).toordinal() + 1) if ended and not now else None
        owed = [charge for charge in overdue(inputs, house) if charge.room == room.name]
        lines.append(
            RollLine(
                room=room.name,
                tenants=tuple(lease.tenant for lease in now),
                rent_cents=sum(lease.rent_cents for lease in now),
                market_cents=room.market_cents,
                ends_on=max((lease.ends_on for lease in now), default=None),
                deposit_cents=sum(lease.deposit_cents for lease in now),
                open_cents=sum(charge.open_cents for charge in owed),
                vacant_since=since,
                key=now[0].key if now else "",
            )
        )
    return lines


def lease_calendar(inputs: Houses, house: House, days: int = SOON_DAYS) -> list[LeaseDate]:
    """What leases begin and end from the day asked about on, for so many days, the soonest first.

    The end of a lease that its tenant's next one follows by the next day is a renewal.
    """
    found = []
    for room in house.rooms:
        for lease in room.tenancies:
            ending = "is renewed" if _is_followed(room.tenancies, lease) else "ends"
            for what, on in (("begins", lease.starts_on), (ending, lease.ends_on)):
                left = (on - inputs.as_of).days
                if 0 <= left <= days:
                    found.append(LeaseDate(on, left, room.name, lease.tenant, what, lease.key))
    return sorted(found)


def _is_followed(tenancies: tuple[Tenancy, ...], lease: Tenancy) -> bool:
    """Whether the same tenant stays by another lease."""
    others = [other for other in tenancies if other.tenant == lease.tenant and other.ends_on > lease.ends_on]
    return any(other.starts_on.toordinal() <= lease.ends_on.toordinal() + 1 for other in others)


def overdue(inputs: Houses, house: House) -> list[Charge]:
    """Rent that fell due by the day asked about and is not paid in full, the oldest first."""
    owed = [charge for charge in house.charges if charge.due <= inputs.as_of and charge.open_cents > 0]
    return sorted(owed, key=lambda charge: (charge.due, charge.room))


def arrears(inputs: Houses, house: House) -> dict[str, Value]:
    """F91: what is owed by how long it is past due, and `total`; cents. Due today is 0 days past."""
    fell_due = [charge for charge in house.charges if charge.due <= inputs.as_of]
    latest_first = sorted(fell_due, key=lambda charge: charge.due, reverse=True)

    def value(rows: list[Charge]) -> Value:
        """What is owed of some rents; none owed is zero where rent is recorded."""
        told = [Evidence("rent", charge.key) for charge in rows]
        amount = sum(charge.open_cents for charge in rows)
        owed = inputs.of_rows(house, "rent", inputs.period, amount, len(fell_due), evidence=told)
        return looked_at(owed, (Evidence("rent", charge.key) for charge in latest_first))

    owed, found, least = overdue(inputs, house), {}, 0
    for most, words in AGES:
        aged = [charge for charge in owed if least <= (inputs.as_of - charge.due).days <= (most or 10**6)]
        found[words] = value(aged)
        least = (most or 0) + 1
    return found | {"total": value(owed)}
