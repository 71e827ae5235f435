"""Work done for clients, what they were billed, and what came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports.importing import cells
from reports.importing.engine import Record, Run
from reports.importing.kinds.clients import CLIENT, Clients, home
from reports.importing.kinds.tech import cents
from reports.importing.kinds.words import by_row, cover, fields, yes_no
from reports.importing.shapes import Column, Kind, Row
from reports.models import Invoice, InvoicePayment, WorkEntry

FROM_FILE = "import"
MOST_HOURS = 24


def hours(written: str, hints: cells.Hints) -> Decimal:
    """Hours of one day, more than none; `1:30` is one and a half."""
    whole, colon, minutes = written.partition(":")
    if colon and whole.isdecimal() and minutes.isdecimal() and int(minutes) < 60:  # noqa: PLR2004 - minutes
        found = cells.number(whole, hints) + cells.number(minutes, hints) / 60
    else:
        found = cells.number(written.lower().removesuffix("h").strip(), hints)
    if not 0 < found <= MOST_HOURS:
        raise cells.Unreadable("is no time of one day: more than 0 hours, 24 at most")
    return found.quantize(Decimal("0.01"))


def write_work(run: Run, rows: Sequence[Row]) -> None:
    """Work by client, day and hours: two pieces of the same length on one day are told in one row, added up."""
    clients, records = Clients(run), []
    for row in rows:
        client = clients.of(row)
        cover(run, home(client), row["date"])
        values = fields(row, {"rate": "rate_cents", "invoice": "invoice_number", "what": "what"})
        if "billable" in row.cells:
            values["is_billable"] = row["billable"] is not False
        key = {"client": client, "worked_on": row["date"], "hours": row["hours"]}
        records.append(Record(row, values | key))
    if not run.faults:
        run.keep(WorkEntry, records, key=("client", "worked_on", "hours"))


def write_invoices(run: Run, rows: Sequence[Row]) -> None:
    """Invoices by client and number, and what was paid of them by a day."""
    clients, records = Clients(run), []
    for row in rows:
        client = clients.of(row)
        cover(run, home(client), row["date"])
        if row["due"] < row["date"]:
            run.fault(row, "due", "is before the date of the invoice")
        names = {"number": "number", "date": "issued_on", "due": "due_on", "amount": "amount_cents",
                 "void_on": "voided_on"}  # fmt: skip
        records.append(Record(row, fields(row, names) | {"client": client}))
    kept = by_row(run, Invoice, records, ("client", "number"))
    _payments(run, [row for row in rows if row.line in kept and (row["paid"] or row["paid_on"])], kept)


def _payments(run: Run, rows: Sequence[Row], kept: dict[int, Invoice]) -> None:
    """A file says what was paid so far and when last: what came since the payments on record is one more."""
    standing = _standing(kept.values())
    records = []
    for row in rows:
        invoice, paid_on = kept[row.line], row["paid_on"]
        if paid_on is None:
            run.fault(row, "paid_on", "is missing: money came on some day")
            continue
        so_far = row["amount"] if row["paid"] is None else row["paid"]
        others = sum(
            payment.amount_cents for payment in standing.get(invoice.pk, [])
            if not (payment.paid_on == paid_on and payment.reference == FROM_FILE)
        )  # fmt: skip
        if so_far == others:
            continue
        if so_far < others:
            run.fault(row, "paid", "is less than the books hold for this invoice: put its payments right in the office")
        values = {"invoice": invoice, "paid_on": paid_on, "reference": FROM_FILE, "amount_cents": so_far - others}
        records.append(Record(row, values))
    if not run.faults:
        run.keep(InvoicePayment, records, key=("invoice", "paid_on", "reference"))


def _standing(invoices: Iterable[Invoice]) -> dict[int, list[InvoicePayment]]:
    """The payments of invoices, by invoice."""
    found: dict[int, list[InvoicePayment]] = {}
    for payment in InvoicePayment.objects.filter(invoice__in={invoice.pk for invoice in invoices}):
        found.setdefault(payment.invoice_id, []).append(payment)
    return found


KINDS = (
    Kind(
        "work",
        "Work for clients",
        "Hours by client and day. The client is known by its short name or its name; one that several units have needs "
        "the unit given with the file.",
        (
            CLIENT,
            Column("date", cells.day, required=True, is_key=True),
            Column("hours", hours, required=True, is_key=True, says="1.5 or 1:30"),
            Column("rate", cents, says="an hour; empty: the client’s hourly plan"),
            Column("billable", yes_no),
            Column("invoice", cells.text(40), says="the number of the invoice that asks for it"),
            Column("what", cells.text(200)),
        ),
        write_work,
        domain="work",
        day_column="date",
    ),
    Kind(
        "invoices",
        "Invoices",
        "What clients were asked to pay, and what they paid so far. The client is known as in work.",
        (
            CLIENT,
            Column("number", cells.text(40), required=True, is_key=True),
            Column("date", cells.day, required=True),
            Column("due", cells.day, required=True),
            Column("amount", cells.money, required=True, says="below 0 for a credit note"),
            Column("paid", cents, says="paid so far; empty with a day: all of it"),
            Column("paid_on", cells.day, says="the day of the last payment"),
            Column("void_on", cells.day, says="the day it was taken back"),
        ),
        write_invoices,
        domain="invoices",
        day_column="date",
    ),
)
