"""Houses that are let (pure): RP-01 to RP-05. Source: design of the books, 3.6.

Who lives where, and what they pay, is in the details alone, which are for readers who may see tenants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any
from urllib.parse import quote

from reports.facts import Facts
from reports.findings import Action, Certainty, Fired, Limit, Limits, Severity, rule
from reports.formulas import rent_roll, rental, returns
from reports.formulas.houses import Charge, House, Room
from reports.formulas.rent_roll import LeaseDate
from reports.formulas.rental import View
from reports.periods import Period
from reports.telling import certainty, desk, evidence, figure, on_day, over, threshold
from reports.values import Evidence, Level, Measure, Value, derived, recorded
from reports.words import Text, day, name, text

ROLES = ("rental",)
TENANTS = "tenants"
YEAR = 12
GRACE = Limit("grace", "Days of grace before rent is overdue", Decimal(5), Measure.DAYS)
SOON = Limit("days", "A lease ends within", Decimal(90), Measure.DAYS)
LEAST = Limit("least", "Debt service coverage is below", Decimal("1.2"), Measure.NUMBER)
VACANT = Limit("days", "A space is vacant longer than", Decimal(30), Measure.DAYS)


@rule("RP-01", title="Rent is unpaid after its days of grace", area="property", roles=ROLES, limits=(GRACE,))
def rent_unpaid(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Rent that fell due more than the days of grace ago and is not paid in full; one finding a space."""
    for house in facts.houses.houses:
        late = [row for row in rent_roll.overdue(facts.houses, house)
                if (facts.as_of - row.due).days > limits["grace"]]  # fmt: skip
        for room, rows in groupby(sorted(late, key=lambda row: (row.room, row.due)), key=lambda row: row.room):
            yield _unpaid(facts, house, room, list(rows))


def _unpaid(facts: Facts, house: House, room: str, rows: Sequence[Charge]) -> Fired:
    subject = f"{house.slug}:{room}"
    told = tuple(Evidence("rent", row.key) for row in rows[:20])
    owed = _of_rows(sum(row.open_cents for row in rows), Measure.CENTS, told, len(rows))
    asked: dict[str, Any] = {"period": on_day(facts.as_of), "unit": house.unit, "subject": subject, "label": TENANTS}
    months = _of_rows(len({(row.due.year, row.due.month) for row in rows}), Measure.MONTHS, told, len(rows))
    who = rows[-1].tenant
    return Fired(
        house.unit, subject, Severity.HIGH,
        text("Rent of ", name(room), ", ", name(house.name), ", is not paid"),
        Action(text("Ask for the rent of ", name(room)), 1, href=f"{desk('rentcharge')}{rows[0].key}/change/",
               outcome="rent_arrears"),
        text(*([name(who), " owes "] if who else ["Owed: "]), figure("rent_arrears", owed, **asked),
             " for ", figure("rents_unpaid", months, title="Months unpaid", formula="F91", places=0, **asked),
             ", the oldest due on ", day(rows[0].due), "."),
        told, derived(Measure.CENTS, (owed, months), lambda cents, count: Decimal(cents) / count),
        _worth(facts, house, "rent"), detail_label=TENANTS,
    )  # fmt: skip


@rule("RP-02", title="A lease ends soon", area="property", roles=ROLES, limits=(SOON,))
def lease_ends(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Leases that end within the limit and that no other lease of their tenant follows; one finding a space and day."""
    for house in facts.houses.houses:
        ending = [row for row in rent_roll.lease_calendar(facts.houses, house, int(limits["days"]))
                  if row.what == "ends"]  # fmt: skip
        ending.sort(key=lambda row: (row.room, row.on, row.tenant))
        for (room, on), rows in groupby(ending, key=lambda row: (row.room, row.on)):
            yield _ending(facts, house, room, on, list(rows))


def _ending(facts: Facts, house: House, room: str, on: date, rows: Sequence[LeaseDate]) -> Fired:
    subject = f"{house.slug}:{room}:{on}"
    told = tuple(Evidence("leases", row.key) for row in rows[:20])
    rents = [lease.rent_cents for of in house.rooms for lease in of.tenancies if lease.key in {row.key for row in rows}]
    rent = _of_rows(sum(rents), Measure.CENTS, told, len(rows))
    asked: dict[str, Any] = {"period": on_day(facts.as_of), "unit": house.unit, "subject": subject, "label": TENANTS}
    tenants = [part for row in rows for part in (", ", name(row.tenant))][1:]
    return Fired(
        house.unit, subject, Severity.MEDIUM,
        text("The lease of ", name(room), ", ", name(house.name), ", ends on ", day(on)),
        Action(text("Renew the lease of ", name(room), " or find the next tenant"), 4, due=on,
               href=f"{desk('lease')}{rows[0].key}/change/", outcome="occupancy"),
        text("Of ", *tenants, ", at ", figure("lease_rent", rent, title="Rent of a lease", formula="F80", **asked),
             " a month; no other lease follows."),
        told, rent, _worth(facts, house, "leases"), detail_label=TENANTS,
    )  # fmt: skip


@rule("RP-03", title="Net income hardly covers the debt", area="property", roles=ROLES, limits=(LEAST,))
def thin_coverage(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F85 below the limit, in the view of cash, over the recorded months of the last twelve; one finding a house."""
    for house in facts.houses.houses:
        months = returns.recorded_months(house, facts.period)
        period = facts.period.trailing(max(1, months))
        found = rental.result(facts.houses, house, period, View.CASH)
        if months and found.coverage.is_known and found.coverage.number < limits["least"]:
            yield _thin(house, period, found, limits["least"])


def _thin(house: House, period: Period, found: rental.Result, least: Decimal) -> Fired:
    asked: dict[str, Any] = {"period": over(period), "unit": house.unit, "subject": f"{house.slug}:cash"}
    short = derived(
        Measure.CENTS, (found.debt_service, found.net),
        lambda debt, net: (Decimal(debt) * least - net) / len(period.months()),
    )  # fmt: skip
    return Fired(
        house.unit, house.slug, Severity.HIGH,
        text(name(house.name), " earns too little for its debt"),
        Action(text("Raise the income of ", name(house.name), " or refinance its loan"), 8, href=_page(house),
               outcome="dscr"),
        text("Net operating income ", figure("noi", found.net, **asked), " covers payments on loans of ",
             figure("debt_service", found.debt_service, title="Debt service", formula="F85", **asked), " ",
             figure("dscr", found.coverage, **asked), " times, below ", threshold("RP-03:least", least, Measure.NUMBER),
             "."),
        evidence(found.net, found.debt_service), short, certainty(found.coverage),
    )  # fmt: skip


@rule("RP-04", title="Cash does not cover the tenants’ deposits", area="property", roles=ROLES)
def deposits_spent(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """F92: security deposits held by leases above the unit’s cash at the end of the month; one finding a unit."""
    for unit in dict.fromkeys(house.unit for house in facts.houses.houses):
        _, _, left, _ = returns.deposit_cover(facts.houses, unit)
        if left.is_known and left.number < 0:
            yield _uncovered(facts, unit)


def _uncovered(facts: Facts, unit: str) -> Fired:
    held, cash, left, owed = returns.deposit_cover(facts.houses, unit)
    short = derived(Measure.CENTS, (left,), lambda cents: -cents)
    of: dict[str, Any] = {"unit": unit, "subject": "deposits"}
    end: dict[str, Any] = of | {"period": on_day(facts.period.last_day), "formula": "F92"}
    return Fired(
        unit, "deposits", Severity.CRITICAL,
        text("Deposits of tenants of ", name(facts.name(unit)), " are not covered by cash"),
        Action(text("Put the deposits of ", name(facts.name(unit)), " back into its account"), 2,
               href=desk("journalentry"), outcome="tenant_deposits"),
        text("Held for tenants: ", figure("tenant_deposits", held, period=on_day(facts.as_of), **of),
             "; cash: ", figure("unit_cash", cash, title="Cash of the unit", **end),
             "; not covered: ", figure("deposits_short", short, title="Deposits not covered", **end),
             "; owed to tenants by the ledger: ",
             figure("deposits_owed", owed, title="Security deposits by the ledger", **end), "."),
        evidence(held, cash), certainty=certainty(held, cash),
    )  # fmt: skip


@rule("RP-05", title="A space stands vacant", area="property", roles=ROLES, limits=(VACANT,))
def vacant(facts: Facts, limits: Limits) -> Iterator[Fired]:
    """Spaces without a lease for longer than the limit.

    Of a space that never had one it is only told where leases were recorded in full for as long.
    """
    most = int(limits["days"])
    for house in facts.houses.houses:
        rooms = {room.name: room for room in house.rooms}
        for line in rent_roll.rent_roll(facts.houses, house):
            since = line.vacant_since
            days = (facts.as_of - since).days if since else 0
            if not line.tenants and (days > most or (since is None and _is_known_vacant(facts, house, most))):
                yield _vacant(facts, house, rooms[line.room], since, days)


def _is_known_vacant(facts: Facts, house: House, days: int) -> bool:
    period = Period(facts.as_of - timedelta(days=days), facts.as_of + timedelta(days=1))
    return facts.houses.level(house, "leases", period) == Level.COMPLETE


def _vacant(facts: Facts, house: House, room: Room, since: date | None, days: int) -> Fired:
    subject = f"{house.slug}:{room.name}"
    told = (Evidence("spaces", subject),)
    asked: dict[str, Any] = {"period": on_day(facts.as_of), "unit": house.unit, "subject": subject}
    market = None if room.market_cents is None else _of_rows(room.market_cents, Measure.CENTS, told, 1)
    words: list[Text] = [text("No lease of it is recorded.")]
    if since:
        gone = _of_rows(days, Measure.DAYS, told, 1)
        words = [text("Vacant since ", day(since), ": ", figure("days_vacant", gone, title="Days vacant", formula="F81",
                                                                **asked), ".")]  # fmt: skip
    if market:
        pays = figure("market_rent", market, title="Market rent", formula="F80", **asked)
        words.append(text(" The market pays ", pays, " a month."))
    ahead = sorted((lease.starts_on, lease.key) for lease in room.tenancies if lease.starts_on > facts.as_of)
    if ahead:
        words.append(text(" The next lease begins on ", day(ahead[0][0]), "."))
    return Fired(
        house.unit, subject, Severity.MEDIUM,
        text(name(room.name), ", ", name(house.name), ", stands vacant"),
        Action(text("Let ", name(room.name)), 8, href=desk("lease", add=True), outcome="vacancy_loss"),
        text(*words), told, market, _worth(facts, house, "leases"),
    )  # fmt: skip


def _of_rows(amount: int, measure: Measure, told: tuple[Evidence, ...], n: int) -> Value:
    return recorded(amount, measure, coverage=Level.COMPLETE, n=n, evidence=told)


def _worth(facts: Facts, house: House, domain: str) -> Certainty:
    level = facts.houses.level(house, domain, facts.period)
    return Certainty.COMPLETE if level == Level.COMPLETE else Certainty.PARTIAL


def _page(house: House) -> str:
    """The office's page of a house."""
    return f"{desk('property')}?q={quote(house.name)}"
