"""What is paid again and again (pure): recurring charges as figures, and those that pay for what is retired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.facts import Facts
from reports.formulas.capital import Recurring
from reports.telling import cents, figure, on_day
from reports.values import Evidence
from reports.words import Figure

MONTH = "month"
PAY = frozenset({"crew", "owner_pay"})  # subtypes of what people are paid
FEWEST_SIGNS = 3  # of a name that is looked for in another


def pay_label(facts: Facts, account: str) -> str:
    """The clearance that an account wants of a reader: that of pay, where people are paid on it."""
    return "payroll" if any(row.code == account and row.subtype in PAY for row in facts.books.accounts) else ""


def charge_of(facts: Facts, row: Recurring) -> Figure:
    """What a recurring charge takes each time."""
    rows, label = [Evidence("ledger", f"line:{line}") for line in row.lines], pay_label(facts, row.account)
    return figure(
        "recurring_charge", cents(row.cents, *rows), period=on_day(facts.as_of), unit=row.unit,
        subject=f"{row.party}:{row.account}", title="Recurring charge", formula="F17", label=label,
    )  # fmt: skip


def retired_charges(facts: Facts, rows: Sequence[Recurring]) -> Iterator[tuple[Recurring, str]]:
    """Recurring charges of a unit for a component that it retired, with its name.

    A charge is for a component whose own name it bears, or whose provider's where nothing else of that provider runs.
    """
    for row in rows:
        for gone in facts.tech.retired:
            if gone.unit == row.unit and _bears(row.party, gone.name):
                yield row, gone.name
                break
            runs = any(_bears(row.party, one.provider) for one in facts.tech.components if one.unit == row.unit)
            if gone.unit == row.unit and not runs and _bears(row.party, gone.provider):
                yield row, gone.name
                break


def _bears(party: str, named: str) -> bool:
    """Whether a payee bears a name, in any case."""
    return len(named.strip()) >= FEWEST_SIGNS and named.strip().casefold() in party.casefold()
