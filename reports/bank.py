"""Bank statements held against the ledger: each line is matched, posted or set aside, and a day is proven whole."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from events import wording
from reports import covering, ledger
from reports.models import (
    Account,
    BankTransaction,
    BusinessUnit,
    FiscalPeriod,
    JournalEntry,
    JournalLine,
    LedgerMonth,
    Reconciliation,
)
from reports.periods import month_of
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal

SOURCE = "bank"
SUBTYPE = "cash"
PROVES = ("ledger", "bank")


class SettledAlready(Refusal):
    """Somebody settled it meanwhile."""


class NoMatch(Mistyped):
    """The ledger line is not what the bank tells of."""


class NoReason(Mistyped):
    """Setting a bank line aside wants a reason."""


class NotWhole(Mistyped):
    """The bank and the ledger differ, or bank lines wait."""


@transaction.atomic
def match(*, row: BankTransaction, line: JournalLine, by: User, at: datetime) -> BankTransaction:
    """Say that a bank line and a ledger line are the same money.

    Raises SettledAlready, NoMatch.
    """
    held = _open(row)
    if (line.account_id, line.unit_id, line.amount_cents) != (held.account_id, held.unit_id, held.amount_cents):
        raise NoMatch("That ledger line is of another account, unit or amount.", {"line": ["Choose one of these."]})
    try:
        with transaction.atomic():
            return _settled(held, BankTransaction.Status.MATCHED, by, at, line=line)
    except IntegrityError:
        raise NoMatch("That ledger line is matched with another bank line.", {"line": ["Choose another."]}) from None


@transaction.atomic
def post(*, row: BankTransaction, account: Account, memo: str, by: User, at: datetime) -> JournalEntry:
    """Post a bank line to an account, and match it with the entry's line on the bank's own.

    Raises SettledAlready, and what `ledger.post` raises.
    """
    held = _open(row)
    key = f"{SOURCE}:{held.pk}"
    times = JournalEntry.objects.from_source(kind=SOURCE, of=str(held.pk)).count()
    entry = ledger.post(
        unit=held.unit, on=held.on, source_kind=SOURCE, source_id=str(held.pk), source_key=f"{key}:v{times + 1}",
        memo=memo or held.text, author=by, at=at,
        lines=[ledger.Line(held.account, held.amount_cents), ledger.Line(account, -held.amount_cents)],
    )  # fmt: skip
    _settled(held, BankTransaction.Status.MATCHED, by, at, line=entry.lines.on(held.account).get())
    return entry


@transaction.atomic
def ignore(*, row: BankTransaction, why: str, by: User, at: datetime) -> BankTransaction:
    """Set a bank line aside: it belongs in no ledger. Raises SettledAlready, NoReason."""
    if not why.strip():
        raise NoReason("Say why it belongs in no ledger.", {"why": ["Say why."]})
    return _settled(_open(row), BankTransaction.Status.IGNORED, by, at, why=why.strip()[:200])


@transaction.atomic
def take_back(*, row: BankTransaction) -> BankTransaction:
    """Open a settled bank line again; what was posted for it stays posted. Days proven since stay proven."""
    held = BankTransaction.objects.held(row)
    return _settled(held, BankTransaction.Status.UNMATCHED, None, None)


@transaction.atomic
def reconcile(
    *, account: Account, unit: BusinessUnit, as_of: date, statement_balance_cents: int, by: User, at: datetime
) -> Reconciliation:
    """Prove an account whole at the end of a day: the bank's balance is the ledger's, and no bank line waits.

    Then `ledger` and `bank` of the unit are complete for the days that all its cash accounts are proven for.
    Raises NotWhole with the difference, SettledAlready for a day proven before.
    """
    FiscalPeriod.objects.hold_ledger()
    if account.subtype != SUBTYPE:
        raise NotWhole(f"{account} is no cash account.", {"account": ["Choose a cash account."]})
    if Reconciliation.objects.of_day(account=account, unit=unit, as_of=as_of):
        raise SettledAlready(f"{account} of {unit} is proven for the end of {as_of} already.")
    balance = balance_at(account=account, unit=unit, as_of=as_of)
    _refuse_difference(statement_balance_cents - balance, statement_balance_cents, balance, as_of)
    waiting = BankTransaction.objects.waiting(account=account, unit=unit, until=as_of).count()
    if waiting:
        lines = "1 bank line waits" if waiting == 1 else f"{waiting} bank lines wait"
        raise NotWhole(f"{lines} to be matched, posted or set aside up to {as_of}.")
    before = _proven_to(unit)
    made = Reconciliation.objects.create(
        account=account, unit=unit, as_of=as_of, statement_balance_cents=statement_balance_cents,
        ledger_balance_cents=balance, reconciled_at=at, reconciled_by=by,
    )  # fmt: skip
    after = _proven_to(unit)
    if before and after and after > before:
        for domain in PROVES:
            covering.reconciled(
                unit=unit, domain=domain, first=before + timedelta(days=1), last=after, at=at, author=by
            )  # fmt: skip
    return made


def balance_at(*, account: Account, unit: BusinessUnit, as_of: date) -> int:
    """What the ledger says an account of a unit holds at the end of a day, in cents."""
    start = month_of(as_of).start
    past = LedgerMonth.objects.balance(account=account, unit=unit, before=start)
    return past + JournalLine.objects.between(account=account, unit=unit, start=start, last=as_of)


def _refuse_difference(difference: int, statement: int, balance: int, as_of: date) -> None:
    if difference:
        raise NotWhole(
            f"The bank says {wording.dollars(statement)}, the ledger {wording.dollars(balance)} at the end of {as_of}: "
            f"the difference is {wording.dollars(difference)}."
        )


def _proven_to(unit: BusinessUnit) -> date | None:
    """The last day that every cash account of a unit is proven for; None for a unit without any.

    An account is proven for the days before its first line, too.
    """
    return min(Reconciliation.objects.proven(unit=unit).values(), default=None)


def _open(row: BankTransaction) -> BankTransaction:
    held = BankTransaction.objects.held(row)
    if held.status != BankTransaction.Status.UNMATCHED:
        raise SettledAlready(f"This bank line is {held.get_status_display()} already.")
    return held


def _settled(
    row: BankTransaction,
    status: str,
    by: User | None,
    at: datetime | None,
    *,
    line: JournalLine | None = None,
    why: str = "",
) -> BankTransaction:
    row.status, row.line, row.why, row.settled_at, row.settled_by = status, line, why, at, by
    row.save(update_fields=["status", "line", "why", "settled_at", "settled_by"])
    return row
