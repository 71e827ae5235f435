"""Contacts with their consent, and campaigns with what they came to.

Two spellings of an address are one contact, and the first row of a file that names it is the one that counts. Every
further row of it is a duplicate: not lost, but counted on the contact (`duplicate_count`, the most that one file had)
and named among the warnings. What is no address is kept as it was written, marked as not valid, and named too. An
import suppresses; only a person lifts that.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from reports.importing import cells
from reports.importing.cells import Hints, Unreadable
from reports.importing.engine import Record, Run
from reports.importing.kinds.market import count
from reports.importing.kinds.money import UNIT, cents, values_of
from reports.importing.shapes import Column, Kind, Row
from reports.models import Campaign, CampaignResult, Contact, ContactSuppression
from reports.models.contacts import LONGEST
from scc_site.addresses import InvalidAddress, canonical

NO_BASIS = {"", "-", "–", "—", "0", "n/a", "na", "no", "none", "null", "unknown", "?", "false"}
NAMED = 20  # so many warnings of a sort are written out; of more the number
REASON = "suppressed in an imported list"
RESULTS = ("sent", "delivered", "bounced", "complained", "clicked", "booked", "revenue")


def basis(written: str, hints: Hints) -> str:
    """What the consent rests on, in the list's own words; `none`, `no`, `unknown` and the like are no basis."""
    found = cells.text(120)(written, hints)
    return "" if found.strip().casefold() in NO_BASIS else found


def suppressed(written: str, hints: Hints) -> bool:
    """`yes` or `no`."""
    found = cells.answer(written, hints)
    if found == "unknown":
        raise Unreadable("is neither yes nor no")
    return found == "yes"


def spelled(address: str) -> tuple[str, bool]:
    """The form in which an address is one, and whether it is an address at all."""
    try:
        return canonical(address), True
    except InvalidAddress:
        return unicodedata.normalize("NFKC", address).strip().casefold()[:LONGEST], False


def write_contacts(run: Run, rows: Sequence[Row]) -> None:
    """Contacts by canonical address; duplicates counted, invalid ones marked, suppressed ones stopped."""
    first: dict[str, int] = run.notes.setdefault("first", {})
    extra: Counter[str] = run.notes.setdefault("extra", Counter())
    records: dict[str, Record] = {}
    again: dict[str, Row] = {}
    stopped: dict[str, Row] = {}
    for row in rows:
        address, is_valid = spelled(row["email"])
        if row["suppressed"]:
            stopped.setdefault(address, row)
        if first.setdefault(address, row.line) != row.line:
            extra[address] += 1
            again[address] = row
            _warn(run, "duplicate", f"line {row.line}: {row['email']} stands on line {first[address]} already")
            continue
        if not is_valid:
            _warn(run, "invalid", f"line {row.line}: {row['email']} is no address")
        values = values_of(row, run, Contact, email="", suppressed="")
        records[address] = Record(row, values | {"email_norm": address, "is_valid": is_valid})
    run.keep(Contact, list(records.values()), key=("email_norm",))
    _count_again(run, again, extra)
    _stop(run, stopped)


def _count_again(run: Run, again: dict[str, Row], extra: Counter[str]) -> None:
    """The duplicates so far, where no file had more of them before."""
    held = Contact.objects.duplicates_of(again)
    more = [
        Record(row, {"email_norm": address, "duplicate_count": extra[address]})
        for address, row in again.items()
        if extra[address] > held.get(address, 0)
    ]
    run.keep(Contact, more, key=("email_norm",))


def _stop(run: Run, stopped: dict[str, Row]) -> None:
    """Stops for addresses that none stands for."""
    standing = ContactSuppression.objects.standing_for(stopped)
    run.keep(
        ContactSuppression,
        [
            Record(row, {"email_norm": address, "scope": ContactSuppression.Scope.ALL, "reason": REASON,
                         "since": run.at, "lifted_at": None})
            for address, row in stopped.items()
            if address not in standing
        ],
        key=("email_norm", "scope", "lifted_at"),
    )  # fmt: skip


def _warn(run: Run, sort: str, words: str) -> None:
    """Say it with the batch; of more than a few of a sort, their number at the end."""
    said: Counter[str] = run.notes.setdefault("said", Counter())
    said[sort] += 1
    if said[sort] <= NAMED:
        run.batch.warnings.append(words)


def tell_the_rest(run: Run) -> None:
    """How many more there were than were named."""
    said: Counter[str] = run.notes.get("said", Counter())
    rest = {sort: number - NAMED for sort, number in said.items() if number > NAMED}
    words = {"duplicate": "duplicates, counted on their contacts", "invalid": "that are no addresses, kept and marked"}
    run.batch.warnings += [f"{number:,} more {words[sort]}" for sort, number in rest.items()]


def write_campaigns(run: Run, rows: Sequence[Row]) -> None:
    """Campaigns by unit and name, and their results where the file has any."""
    claims = {"claimed_revenue_low": "claimed_low_cents", "claimed_revenue_high": "claimed_high_cents"}
    nowhere = dict.fromkeys(RESULTS, "")
    for row in rows:
        _check(run, row)
    records = [Record(row, values_of(row, run, Campaign, **claims, **nowhere)) for row in rows]
    kept = run.keep(Campaign, records, key=("unit", "name"))
    results = []
    for row, campaign in zip(rows, kept, strict=False):
        if row["sent"] is not None:
            values: dict[str, Any] = {"campaign": campaign}
            for name in _among(row, RESULTS):
                values["revenue_cents" if name == "revenue" else name] = row[name]
            results.append(Record(row, values))
    run.keep(CampaignResult, results, key=("campaign",))


def _among(row: Row, names: Iterable[str]) -> list[str]:
    return [name for name in names if name in row.cells]


def _check(run: Run, row: Row) -> None:
    """Figures that cannot all be true are refused."""
    low, high, sent = row["claimed_revenue_low"], row["claimed_revenue_high"], row["sent"]
    if low is not None and high is not None and high < low:
        run.fault(row, "claimed_revenue_high", "is below the low claim")
    given = [name for name in RESULTS[1:] if row[name] is not None]
    if sent is None and given:
        run.fault(row, "sent", f"is missing: how many were sent, of which {given[0]} are told")
    for name in ("delivered", "bounced", "complained"):
        if sent is not None and row[name] is not None and row[name] > sent:
            run.fault(row, name, "is more than were sent")


KINDS = (
    Kind(
        "contacts",
        "Contacts",
        "Who may be written to. Two spellings of an address are one contact; duplicates are counted, not lost.",
        (
            Column("email", cells.text(LONGEST), required=True, is_key=True, also=("email_address", "e-mail")),
            Column("name", cells.text(120)),
            Column("source", cells.text(120)),
            Column("consent_basis", basis, says="in your words; empty, none or unknown: there is none"),
            Column("consent_on", cells.day),
            Column("last_activity_on", cells.day),
            Column("suppressed", suppressed, says="yes stops campaigns to it; no lifts nothing: a person does"),
        ),
        write_contacts,
        domain="contacts",
        finish=tell_the_rest,
    ),
    Kind(
        "campaigns",
        "Campaigns",
        "Letters to many: what each was said to bring, and what it came to.",
        (
            UNIT,
            Column("name", cells.text(120), required=True, is_key=True),
            Column("planned_on", cells.day),
            Column("audience", cells.text(120)),
            Column("claimed_revenue_low", cents),
            Column("claimed_revenue_high", cents),
            *(Column(name, cents if name == "revenue" else count) for name in RESULTS),
        ),
        write_campaigns,
        domain="campaigns",
        day_column="planned_on",
    ),
)
