"""Bank statements as banks export them: CSV under many heads, and OFX.

A line is known by the bank's own id (FITID) or, where the file has none, by a hash of its day, amount and words and
its place among lines that are the same in all three: the bank lists both of two equal payments in every export.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from reports.importing import cells, ofx
from reports.importing.engine import Record, Run
from reports.importing.shapes import Column, Kind, Layout, Row
from reports.models import BankTransaction

HASHED = "row:"
TEXT = 200


class Line(NamedTuple):
    """One transaction of the bank: cents above 0 came in, below 0 went out."""

    row: Row
    on: date
    cents: int
    words: str


def write_bank(run: Run, rows: Sequence[Row]) -> None:
    """Transactions of one account, by the bank's id or their own hash."""
    lines = [line for row in rows if (line := _line(run, row)) is not None]
    ids = _ids(run, lines)
    found = BankTransaction.objects.filter(account=run.account, fitid__in=ids).exclude(status="unmatched")
    settled: dict[str, int] = dict(found.values_list("fitid", "amount_cents"))
    records = []
    for line, fitid in zip(lines, ids, strict=True):
        if settled.get(fitid, line.cents) != line.cents:
            run.fault(line.row, "amount", "is another amount than the one settled with the ledger: open it there first")
        values = {
            "account": run.account, "unit": run.unit, "fitid": fitid, "on": line.on, "amount_cents": line.cents,
            "text": line.words,
        }  # fmt: skip
        if line.row["balance"] is not None:
            values["balance_cents"] = line.row["balance"]
        records.append(Record(line.row, values))
        run.cover(run.unit, line.on)
    run.keep(BankTransaction, records, key=("account", "fitid"))


def _line(run: Run, row: Row) -> Line | None:
    """A row as a transaction; None for a fault, and for a line that tells a balance and moves no money."""
    on, words = row["posted"] or row["date"], _words(row)
    given = [name for name in ("amount", "debit", "credit") if row[name] is not None]
    if not given and words.lower().startswith(("beginning balance", "ending balance", "opening balance")):
        run.told(row, "unchanged", None)
        return None
    if on is None:
        run.fault(row, "posted" if "posted" in row.cells else "date", "is missing")
    cents = _cents(run, row, given)
    return None if on is None or cents is None else Line(row, on, cents, words)


def _cents(run: Run, row: Row, given: list[str]) -> int | None:
    if row["amount"] is not None:
        return int(row["amount"])
    if not given:
        run.fault(row, "amount" if "amount" in row.cells else "debit", "is missing")
        return None
    debit, credit = abs(row["debit"] or 0), row["credit"] or 0
    if debit and credit:
        run.fault(row, "debit", "stands beside a credit: a row is one or the other")
        return None
    return int(credit - debit)


def _words(row: Row) -> str:
    """What the bank says it was, the memo behind it where that says more."""
    told = [row[name] for name in ("description", "memo") if row[name]]
    if len(told) > 1 and told[1] in told[0]:
        told.pop()
    return " · ".join(" ".join(part.split()) for part in told)[:TEXT]


def _ids(run: Run, lines: Sequence[Line]) -> list[str]:
    """Every line's id; a chunk that is asked again counts its equal lines anew."""
    counted: Counter[str] = run.notes.setdefault("counted", Counter())
    if lines and lines[0].row.line <= run.notes.get("upto", 0):
        counted.subtract(run.notes["added"])
    added: Counter[str] = Counter()
    ids = []
    for line in lines:
        if line.row["fitid"]:
            ids.append(line.row["fitid"])
            continue
        told = hashlib.sha256(f"{line.on}\0{line.cents}\0{line.words}".encode()).hexdigest()[:32]
        added[told] += 1
        ids.append(f"{HASHED}{told}:{counted[told] + added[told]}")
    counted.update(added)
    run.notes |= {"added": added, "upto": max((line.row.line for line in lines), default=run.notes.get("upto", 0))}
    return ids


KINDS = (
    Kind(
        "bank",
        "Bank statement",
        "Transactions of one account, as the bank exports them.",
        (
            Column("date", cells.day, also=("transaction_date", "trans_date", "trans__date", "value_date")),
            Column("posted", cells.day, also=("posted_date", "posting_date", "post_date", "posted_on", "booking_date"),
                   says="the day it counts, before the date where both are there"),
            Column("description", cells.text(500), required=True, may_be_blank=True,
                   also=("payee", "name", "transaction_description", "details_of_payment")),
            Column("memo", cells.text(500), also=("notes",)),
            Column("amount", cells.money, also=("transaction_amount",), says="in above 0, out below"),
            Column("debit", cells.money, also=("withdrawal", "withdrawals", "debit_amount"), says="money out"),
            Column("credit", cells.money, also=("deposit", "deposits", "credit_amount"), says="money in"),
            Column("balance", cells.money, also=("running_bal", "running_balance", "ledger_balance")),
            Column("fitid", cells.text(100), is_key=True, also=("transaction_id",),
                   says="the bank’s own id; without one a row is known by its day, amount and words"),
        ),
        write_bank,
        domain="bank",
        wants_unit=True,
        wants_account=True,
        one_of=(("posted", "date"), ("amount", "debit", "credit")),
        lead=10,
        layouts=(Layout("OFX 1.x and 2.x, QFX", ofx.knows, ofx.rows),),
    ),
)  # fmt: skip
