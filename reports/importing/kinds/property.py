"""Leases, rent, and what a property costs; the properties and spaces they name are made by leases alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.text import slugify

from reports.importing import cells
from reports.importing.engine import Record, Run
from reports.importing.kinds.words import by_row, cover, fields, home, several, stands, word
from reports.importing.shapes import Column, Kind, Row
from reports.models import (
    BusinessUnit,
    Lease,
    OtherIncome,
    Property,
    PropertyCost,
    PropertyLoan,
    RentCharge,
    RentPayment,
    Space,
    WorkOrder,
)

LOANS = {"mortgage", "mortgage payment", "loan", "loan payment", "debt service", "principal", "mortgage interest"}
LARGE = {"capital", "capex", "improvement", "improvements", "capital improvement", "capital improvements"}
KINDS_OF_COST = {"operating": "opex", "opx": "opex", "capital": "capex", "loan": "debt", "mortgage": "debt"}
DAYS = {"date": "date", "category": "category", "amount": "amount_cents"}


class Houses:
    """The properties there are, by short name and by name, and their spaces: read once a chunk."""

    def __init__(self) -> None:
        """Read them all: there are few."""
        self.known = {house.slug: house for house in Property.objects.select_related("unit")}
        self.spaces = {
            (space.property_id, space.name.casefold()): space
            for space in Space.objects.select_related("property__unit")
        }

    def find(self, written: str) -> Property | None:
        """A property by its short name or its name, in any case."""
        by_name = (house for house in self.known.values() if house.name.casefold() == written.casefold())
        return self.known.get(slugify(written)) or next(by_name, None)

    def of(self, run: Run, row: Row) -> Property | None:
        """The property that a row names; a fault for none, with what there is."""
        house = self.find(row["property"] or "")
        if house is None:
            run.fault(row, "property", f"names no property: there is {several(self.known)}")
        return house

    def space(self, run: Run, row: Row) -> Space | None:
        """The space that a row names; a fault for none, with what there is."""
        if (house := self.of(run, row)) is None:
            return None
        found = self.spaces.get((house.pk, (row["space"] or "").casefold()))
        if found is None:
            there = several(space.name for (owner, _), space in self.spaces.items() if owner == house.pk)
            run.fault(row, "space", f"names no space of {house.slug}: there is {there}")
        return found


def write_spaces(run: Run, rows: Sequence[Row]) -> None:
    """Spaces by property and name; the property is made on the way."""
    _spaces(run, rows, {"market_rent": "market_rent_cents"})


def write_leases(run: Run, rows: Sequence[Row]) -> None:
    """Leases by space, tenant and first day; property and space are made on the way."""
    spaces = _spaces(run, rows, {})
    names = {"tenant": "tenant", "start": "starts_on", "end": "ends_on", "rent": "rent_cents",
             "due_day": "due_day", "deposit_held": "deposit_held_cents"}  # fmt: skip
    records = []
    for row in rows:
        if row["start"] and row["end"] and row["end"] < row["start"]:
            run.fault(row, "end", f"is before the lease begins, {row['start']}")
        records.append(Record(row, fields(row, names) | {"space": spaces.get(row.line)}))
    if not run.faults:
        run.keep(Lease, records, key=("space", "tenant", "starts_on"))


def _spaces(run: Run, rows: Sequence[Row], names: dict[str, str]) -> dict[int, Space]:
    """The spaces of rows, by line, made with their properties where there are none."""
    houses = Houses()
    fresh: dict[str, Record] = {}
    for row in rows:
        written = row["property"] or ""
        if houses.find(written) or not written:
            continue
        slug, unit = slugify(written), home(run, row, BusinessUnit.Kind.PROPERTY)
        if not slug or len(slug) > 40:  # noqa: PLR2004 - as the model keeps
            run.fault(row, "property", "gives no short name: use letters and digits, 40 at most")
        fresh.setdefault(slug, Record(row, {"slug": slug, "name": written, "unit": unit}))
    if run.faults:
        return {}
    run.keep(Property, list(fresh.values()), key=("slug",))
    houses, records = Houses(), []
    for row in rows:
        house = houses.of(run, row)
        known = houses.spaces.get((house.pk, row["space"].casefold())) if house else None
        found = {"property": house, "name": known.name if known else row["space"]}
        records.append(Record(row, found | fields(row, names)))
        if house and row["start"]:
            stands(run, house.unit, row["start"], row["end"])
    return by_row(run, Space, records, ("property", "name"))


def write_rent(run: Run, rows: Sequence[Row]) -> None:
    """Rent by space and the day it is due, and the payment of it."""
    houses = Houses()
    found = [(row, space) for row in rows if (space := houses.space(run, row))]
    for row in rows:
        if row["paid_on"] and not row["paid"]:
            run.fault(row, "paid", "is missing: paid_on is given")
    if run.faults:
        return
    leases = _leases([space for _, space in found])
    records = []
    for row, space in found:
        lease = next((each for each in leases if each.space_id == space.pk and each.runs_on(row["due"])), None)
        values = {"space": space, "due": row["due"], "amount_cents": row["charged"], "lease": lease}
        records.append(Record(row, values))
        cover(run, space.property.unit, row["due"])
    _pay(run, by_row(run, RentCharge, records, ("space", "due")), rows)


def _pay(run: Run, charges: dict[int, RentCharge], rows: Sequence[Row]) -> None:
    """What was paid of the charges, by line: a file tells the first part, and may take it back."""
    paid = set(RentPayment.objects.filter(charge__in=charges.values(), part=1).values_list("charge_id", flat=True))
    payments = []
    for row in rows:
        charge = charges.get(row.line)
        if charge and "paid" in row.cells and (row["paid"] or charge.pk in paid):
            values = {"charge": charge, "part": 1, "amount_cents": row["paid"] or 0}
            payments.append(Record(row, values | fields(row, {"paid_on": "paid_on"})))
    run.keep(RentPayment, payments, key=("charge", "part"))


def _leases(spaces: Sequence[Space]) -> list[Lease]:
    """The leases of spaces, the latest first."""
    return list(Lease.objects.filter(space__in=spaces).order_by("-starts_on", "-pk"))


def write_costs(run: Run, rows: Sequence[Row]) -> None:
    """Costs by property, day and category."""
    houses, records = Houses(), []
    for row in rows:
        house = houses.of(run, row)
        kind = row["kind"] or kind_of(row["category"] or "")
        records.append(Record(row, fields(row, DAYS) | {"property": house, "kind": kind}))
        cover(run, house.unit if house else None, row["date"])
    if not run.faults:
        run.keep(PropertyCost, records, key=("property", "date", "category"))


def kind_of(category: str) -> str:
    """What kind of cost a category is by its name: a loan's payment, a purchase, depreciation; else operating."""
    plain = " ".join(category.casefold().replace("_", " ").split())
    if plain == "depreciation":
        return "depreciation"
    return "debt" if plain in LOANS else "capex" if plain in LARGE else "opex"


def _plain(model: type[Any], names: dict[str, str], key: tuple[str, ...]) -> Any:
    """A writer of rows that hang on a property alone."""

    def write(run: Run, rows: Sequence[Row]) -> None:
        """Rows by property and the rest of the key."""
        houses = Houses()
        records = [Record(row, fields(row, names) | {"property": houses.of(run, row)}) for row in rows]
        if not run.faults:
            run.keep(model, records, key=("property", *key))

    return write


PROPERTY = Column("property", cells.text(120), required=True, is_key=True, says="its short name or its name")
SPACE = Column("space", cells.text(80), required=True, is_key=True)
CATEGORY = Column("category", cells.text(60), required=True, is_key=True)
DATE = Column("date", cells.day, required=True, is_key=True)
AMOUNT = Column("amount", cells.money, required=True)
OF_LOANS = {"lender": "lender", "principal": "principal_cents", "annual_percent": "annual_percent",
            "months": "months", "first_due": "first_due", "payment": "payment_cents"}  # fmt: skip
OF_WORK = {"title": "title", "opened_on": "opened_on", "due": "due", "done_on": "done_on", "cost": "cost_cents"}
NEW = "Property and space are made on the way, for the unit given with the file, else for the only unit that lets."

KINDS = (
    Kind(
        "leases",
        "Leases",
        f"Who rents which space. {NEW} A tenant’s next lease is a row with another start.",
        (
            PROPERTY,
            SPACE,
            Column("tenant", cells.text(120), required=True, is_key=True),
            Column("start", cells.day, required=True),
            Column("end", cells.day, required=True, says="the last day"),
            Column("rent", cells.money, required=True, says="a month"),
            Column("due_day", cells.whole, says="of the month"),
            Column("deposit_held", cells.money),
        ),
        write_leases,
        domain="leases",
    ),
    Kind(
        "spaces",
        "Spaces",
        f"What can be let, and for how much. {NEW}",
        (PROPERTY, SPACE, Column("market_rent", cells.money, says="a month")),
        write_spaces,
    ),
    Kind(
        "rent",
        "Rent",
        "Rent that fell due, and what was paid of it. Paid without a day counts as collected, but in no month.",
        (
            PROPERTY,
            SPACE,
            Column("due", cells.day, required=True, is_key=True),
            Column("charged", cells.money, required=True),
            Column("paid", cells.money),
            Column("paid_on", cells.day),
        ),
        write_rent,
        domain="rent",
    ),
    Kind(
        "property_costs",
        "Costs of property",
        "What a property cost. Without a kind the category says it: mortgage is a loan’s payment, improvements are "
        "capital, depreciation is depreciation, all else is operating.",
        (PROPERTY, DATE, CATEGORY, AMOUNT,
         Column("kind", word(PropertyCost.Kind.values, KINDS_OF_COST), says="opex, capex, debt, depreciation")),
        write_costs,
        domain="property_costs",
    ),
    Kind(
        "other_income",
        "Other income of property",
        "What a property brings besides rent.",
        (PROPERTY, DATE, CATEGORY, AMOUNT),
        _plain(OtherIncome, DAYS, ("date", "category")),
    ),
    Kind(
        "property_loans",
        "Loans on property",
        "Loans and their schedules.",
        (
            PROPERTY,
            Column("lender", cells.text(120), required=True, is_key=True),
            Column("principal", cells.money, required=True),
            Column("annual_percent", cells.percent, required=True),
            Column("months", cells.whole, required=True),
            Column("first_due", cells.day, required=True, is_key=True),
            Column("payment", cells.money, required=True, says="a month"),
        ),
        _plain(PropertyLoan, OF_LOANS, ("lender", "first_due")),
    ),
    Kind(
        "work_orders",
        "Work orders",
        "Work on a property.",
        (
            PROPERTY,
            Column("title", cells.text(160), required=True, is_key=True),
            Column("opened_on", cells.day, required=True, is_key=True),
            Column("due", cells.day),
            Column("done_on", cells.day),
            Column("cost", cells.money),
        ),
        _plain(WorkOrder, OF_WORK, ("title", "opened_on")),
    ),
)  # fmt: skip
