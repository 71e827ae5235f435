"""What clients bring and cost (pure): F73 to F76.

Source: design of the books, 3.5 “Clients”; the index of F76 as in the merger guidelines of the US Department of
Justice and the Federal Trade Commission. Money in cents; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.formulas.agency import CLIENTS, INVOICES, WORK, Agency, Client, Invoice, evidence, lacking
from reports.formulas.clients import invoiced
from reports.metrics import DOWN, Metric
from reports.periods import Period
from reports.values import (
    Level,
    Measure,
    Number,
    Value,
    derived,
    difference,
    no_data,
    ratio,
    recorded,
    total,
    undefined,
)

BILLED_DAYS, YEAR = 90, 12
WHOLE = 10_000  # the index of one client who is all there is

_OWN = ("clients",)
_AGENCY = ("agency",)
METRICS = (
    Metric("dso", "Days until invoices are paid", "F73", Measure.DAYS, (INVOICES,), _OWN, _AGENCY, DOWN),
    Metric("effective_rate", "Collected an hour", "F74", Measure.CENTS, (INVOICES, WORK), _OWN, _AGENCY),
    Metric("cost_to_serve", "Cost to serve clients", "F75", Measure.CENTS, (CLIENTS, WORK), _OWN, _AGENCY, DOWN),
    Metric("client_margin", "Invoiced less the cost to serve", "F75", Measure.CENTS, (CLIENTS, WORK, INVOICES), _OWN,
           _AGENCY),
    Metric("top_client", "Share of the greatest client", "F76", Measure.SHARE, (INVOICES,), _OWN, _AGENCY, DOWN),
)  # fmt: skip


class Served(NamedTuple):
    """F74 and F75 of one client over a period; `margin_share` is of what was invoiced."""

    client: Client
    collected: Value
    hours: Value
    rate: Value
    invoiced: Value
    cost: Value
    margin: Value
    margin_share: Value


class Concentration(NamedTuple):
    """F76: who was invoiced most, its share, and the sum of the squares of all shares, 10,000 for a single client."""

    client: Client | None
    top: Value
    hhi: Value


def receivable(inputs: Agency) -> Value:
    """What is open of all invoices on the day asked about, too much paid taken off; cents."""
    return _over(inputs, Period(date.min, _after(inputs)), lambda row: row.open_cents)


def days_outstanding(inputs: Agency) -> Value:
    """F73, DSO: receivable / billed in the last 90 days × 90; days. Billed 0: undefined."""
    start = date.fromordinal(inputs.as_of.toordinal() + 1 - BILLED_DAYS)
    billed = _over(inputs, Period(start, _after(inputs)), lambda row: row.cents)
    share = ratio(receivable(inputs), billed, Measure.DAYS, note="nothing was billed in 90 days")
    return derived(Measure.DAYS, [share], lambda part: part * BILLED_DAYS)


def _over(inputs: Agency, period: Period, cents: Callable[[Invoice], int]) -> Value:
    """Σ over all clients' invoices of a period. How much is recorded, is asked of the last complete month."""
    parts = []
    for unit in inputs.units:
        rows = [row for one in inputs.of_unit(unit) for row in one.invoices if period.start <= row.on < period.end]
        level = inputs.level(unit, INVOICES)
        every = sum(len(one.invoices) for one in inputs.of_unit(unit))
        parts.append(
            recorded(
                sum(map(cents, rows)), Measure.CENTS, coverage=level, n=len(rows) or every,
                evidence=evidence(INVOICES, rows), missing=lacking(unit, INVOICES, level),
            )
        )  # fmt: skip
    return total(Measure.CENTS, parts)


def _after(inputs: Agency) -> date:
    return date.fromordinal(inputs.as_of.toordinal() + 1)


def served(inputs: Agency, client: Client, period: Period | None = None) -> Served:
    """F74 and F75 of a client over whole months; the last complete one unless told.

    F74: collected in the period / hours worked in it, billable or not; cents an hour; no hours: undefined.
    F75: hosting by the month + hours × what an hour costs us; margin is what was invoiced in the period less that.
    """
    over = period or inputs.period
    got, hours = collected(inputs, client, over), worked(inputs, client, over)
    asked, cost = invoiced(inputs, client, over), cost_to_serve(inputs, client, over)
    margin = difference(asked, cost)
    return Served(
        client=client,
        collected=got,
        hours=hours,
        rate=ratio(got, hours, Measure.CENTS, note="no hours"),
        invoiced=asked,
        cost=cost,
        margin=margin,
        margin_share=ratio(margin, asked, note="nothing was invoiced"),
    )


def collected(inputs: Agency, client: Client, period: Period) -> Value:
    """Σ of payments that came in a period, whenever the invoice was made; cents."""
    rows = [(row, part) for row in client.invoices for part in row.paid if period.start <= part.on < period.end]
    level = inputs.level(client.unit, INVOICES, period)
    return recorded(
        sum(part.cents for _, part in rows), Measure.CENTS, coverage=level, n=len(rows) or len(client.invoices),
        evidence=evidence(INVOICES, dict.fromkeys(row for row, _ in rows)),
        missing=lacking(client.unit, INVOICES, level),
    )  # fmt: skip


def worked(inputs: Agency, client: Client, period: Period) -> Value:
    """Σ of hours worked in a period, billable or not; hours."""
    rows = [entry for entry in client.work if period.start <= entry.on < period.end]
    level = inputs.level(client.unit, WORK, period)
    return recorded(
        sum((entry.hours for entry in rows), Decimal(0)), Measure.HOURS, coverage=level, n=len(rows),
        evidence=evidence(WORK, rows), missing=lacking(client.unit, WORK, level),
    )  # fmt: skip


def cost_to_serve(inputs: Agency, client: Client, period: Period) -> Value:
    """F75: hosting × months + hours × what an hour costs us; cents. What nobody said is missing, and named."""
    level = inputs.level(client.unit, CLIENTS, period)
    months = len(period.months())
    hosting = (
        no_data(Measure.CENTS, f"hosting cost of {client.name}")
        if client.hosting_cents is None
        else _told(client, client.hosting_cents * months, level)
    )
    hours = worked(inputs, client, period)
    if hours.is_known and hours.number == 0:
        labour = derived(Measure.CENTS, [hours], lambda count: count)
    elif client.rate_cents is None:
        labour = no_data(Measure.CENTS, f"what an hour on {client.name} costs")
    else:
        labour = derived(Measure.CENTS, [hours, _told(client, client.rate_cents, level)], lambda a, b: a * b)
    return total(Measure.CENTS, [hosting, labour])


def _told(client: Client, cents: Decimal | int, level: Level) -> Value:
    return recorded(cents, Measure.CENTS, coverage=level, n=1, evidence=evidence(CLIENTS, [client]))


def all_served(inputs: Agency, period: Period | None = None) -> list[Served]:
    """F74 and F75 of every client that was one in the period or has work or invoices in it, by name."""
    over = period or inputs.period
    found = [served(inputs, client, over) for client in inputs.clients]
    kept = [
        one for one in found
        if one.client.is_client_on(over.last_day) or one.hours.n or one.invoiced.n or (one.collected.amount or 0)
    ]  # fmt: skip
    return sorted(kept, key=lambda one: one.client.name)


def effective_rate(inputs: Agency, period: Period | None = None) -> Value:
    """F74 over all clients: Σ collected / Σ hours; cents an hour."""
    rows = all_served(inputs, period)
    hours = total(Measure.HOURS, [row.hours for row in rows])
    return ratio(total(Measure.CENTS, [row.collected for row in rows]), hours, Measure.CENTS, note="no hours")


def margin(inputs: Agency, period: Period | None = None) -> Value:
    """F75 over all clients: Σ of what was invoiced less Σ of the cost to serve; cents."""
    rows = all_served(inputs, period)
    cost = total(Measure.CENTS, [row.cost for row in rows])
    return difference(total(Measure.CENTS, [row.invoiced for row in rows]), cost)


def concentration(inputs: Agency, period: Period | None = None) -> Concentration:
    """F76: by what was invoiced over the last twelve complete months, the greatest share, and HHI = Σ (share × 100)².

    Clients who got back more than they were asked for count as none. Nothing invoiced: undefined.
    """
    over = period or inputs.period.trailing(YEAR)
    asked = [(client, invoiced(inputs, client, over)) for client in inputs.clients]
    counted = [(client, value) for client, value in asked if value.is_known and value.number > 0]
    if not counted:
        return Concentration(None, *_nothing(inputs, [value for _, value in asked], over))
    whole = total(Measure.CENTS, [value for _, value in counted])
    top, most = max(counted, key=lambda row: (row[1].number, row[0].name))
    hhi = derived(Measure.NUMBER, [whole], lambda cents: _index([value.number for _, value in counted], cents))
    return Concentration(top, replace(ratio(most, whole), n=whole.n), hhi)


def _nothing(inputs: Agency, asked: Sequence[Value], period: Period) -> tuple[Value, Value]:
    """Share and index of no invoice: undefined where invoices are recorded in full, else no data."""
    levels = {inputs.level(unit, INVOICES, period) for unit in inputs.units}
    if levels == {Level.COMPLETE} or any(value.is_known for value in asked):
        words = "nothing was invoiced"
        return undefined(Measure.SHARE, words, *asked), undefined(Measure.NUMBER, words, *asked)
    return no_data(Measure.SHARE, INVOICES), no_data(Measure.NUMBER, INVOICES)


def _index(amounts: Sequence[Number], whole: Number) -> Decimal:
    return sum((Decimal(cents) ** 2 for cents in amounts), Decimal(0)) * WHOLE / Decimal(whole) ** 2
