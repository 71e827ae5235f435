"""Named reads of the ledger: what its desks list, and what formulas are fed with.

Reads for formulas give rows in the order of the tuples in `formulas.books`, units by slug and accounts by code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Count, Exists, F, Func, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Extract

from reports.periods import Period, month_start

if TYPE_CHECKING:
    from reports.models.ledger import (  # noqa: F401 - mypy reads them in the classes' bases
        Account,
        FiscalPeriod,
        JournalEntry,
        JournalLine,
    )
    from reports.models.ledger_sums import LedgerMonth, PartyMonth  # noqa: F401 - the same
    from reports.models.units import BusinessUnit

LOCK = "SELECT pg_advisory_xact_lock(hashtext('reports.ledger'))"
FACTS = ("account__type", "account__subtype", "account__behaviour", "account__fixed_share")
WHERE = ("unit__slug", "account__code")
DEBITS = Coalesce(Sum("amount_cents", filter=Q(amount_cents__gt=0)), 0, output_field=models.BigIntegerField())
CREDITS = Coalesce(-Sum("amount_cents", filter=Q(amount_cents__lt=0)), 0, output_field=models.BigIntegerField())
WHOLE = models.BigIntegerField()
NEAR_DAYS = 5  # so long a payment may be on its way between the books and the bank


def _signed(only: Q | None = None) -> Any:
    return Sum(F("debit_cents") - F("credit_cents"), filter=only, output_field=WHOLE)


class AccountQuerySet(models.QuerySet["Account"]):
    """Named reads of accounts."""

    def known(self) -> dict[str, Account]:
        """Every account by code, retired ones too, in one query."""
        return {account.code: account for account in self.order_by("code")}

    def facts(self) -> Iterable[tuple[Any, ...]]:
        """Every account as `AccountFact` has it."""
        return self.order_by("code").values_list(
            "code", "name", "type", "subtype", "behaviour", "fixed_share", Coalesce("unit__slug", models.Value("")),
            "tax_line", "is_active",
        )  # fmt: skip

    def with_balances(self) -> AccountQuerySet:
        """Each with `balance_cents` of all that was ever posted and `last_on`, the day of its last line."""
        rows = (
            apps.get_model("reports", "LedgerMonth").objects.filter(account=OuterRef("pk")).order_by().values("account")
        )
        balance = Subquery(rows.values(found=_signed()))
        return self.annotate(
            balance_cents=Coalesce(balance, 0, output_field=WHOLE),
            last_on=Subquery(rows.values(found=Max("last_on"))),
        )

    def cash(self) -> AccountQuerySet:
        """What holds money, and is in use."""
        return self.filter(subtype="cash", is_active=True).order_by("code")

    def loans(self) -> AccountQuerySet:
        """What may be owed on: liabilities in use."""
        return self.filter(type="liability", is_active=True).order_by("code")

    def is_bare(self) -> bool:
        """Whether no account was ever opened."""
        return not self.exists()

    def in_use(self) -> AccountQuerySet:
        """What can be posted to."""
        return self.filter(is_active=True)


class FiscalPeriodQuerySet(models.QuerySet["FiscalPeriod"]):
    """Named reads of months, and the ledger's lock."""

    def closed(self) -> Iterable[tuple[str, date]]:
        """The months that are closed: units by slug, with first days."""
        return self.filter(closed_at__isnull=False).values_list("unit__slug", "starts_on")

    def hold_ledger(self) -> None:
        """Wait until nobody posts, and let nobody post, to the end of this transaction."""
        with connection.cursor() as cursor:
            cursor.execute(LOCK)


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    """Named reads of entries."""

    def with_amounts(self) -> JournalEntryQuerySet:
        """Each with `debit_cents`, the sum of its debits."""
        debits = (
            apps.get_model("reports", "JournalLine")
            .objects.filter(entry=OuterRef("pk"), amount_cents__gt=0)
            .order_by()
            .values("entry")
        )
        return self.annotate(debit_cents=Subquery(debits.values(found=Sum("amount_cents")), output_field=WHOLE))

    def touching(self, account: str) -> JournalEntryQuerySet:
        """Those with a line on an account, by code."""
        lines = apps.get_model("reports", "JournalLine").objects
        return self.filter(Exists(lines.filter(entry=OuterRef("pk"), account__code=account)))

    def last_postings(self, *, kind: str, units: Iterable[int], sources: Iterable[str]) -> JournalEntryQuerySet:
        """What was posted for some sources, reversals not counted, with their fate."""
        found = self.filter(source_kind=kind, source_id__in=sources, unit__in=units, reversal_of__isnull=True)
        return found.with_fate()

    def keyed(self, keys: Iterable[str]) -> JournalEntryQuerySet:
        """Those of some keys."""
        return self.filter(source_key__in=list(keys))

    def with_fate(self) -> JournalEntryQuerySet:
        """Each with `was_reversed` and `was_matched`: whether it was taken back, and whether the bank knows a line."""
        undone = self.model._default_manager.filter(reversal_of=OuterRef("pk"))
        matched = apps.get_model("reports", "BankTransaction").objects.filter(line__entry=OuterRef("pk"))
        return self.annotate(was_reversed=Exists(undone), was_matched=Exists(matched))

    def from_source(self, *, kind: str, of: str) -> JournalEntryQuerySet:
        """What was posted for one source, reversals not counted."""
        return self.filter(source_kind=kind, source_id=of, reversal_of__isnull=True)


class JournalLineQuerySet(models.QuerySet["JournalLine"]):
    """Named reads of lines."""

    def said_by(self, entries: Sequence[int]) -> Iterable[tuple[Any, ...]]:
        """What the lines of entries say, the entry first."""
        return self.filter(entry__in=entries).values_list(
            "entry_id", "account_id", "amount_cents", "unit_id", "party", "document", "booking_id", "channel_id",
            "property_id", "job_id", "client_id",
        )  # fmt: skip

    def late(self, *, since: datetime, until: date, most: int = 2000) -> dict[str, tuple[int, ...]]:
        """Entries posted after an instant that are dated until a day, by account and month (`jada:4000:2026-10`).

        One query; of very many the latest.
        """
        rows = self.filter(entry__posted_at__gt=since, date__lte=until).order_by("-entry_id")
        found: dict[str, dict[int, None]] = {}
        for unit, account, on, entry in rows.values_list("unit__slug", "account__code", "date", "entry_id")[:most]:
            found.setdefault(f"{unit}:{account}:{on:%Y-%m}", {})[entry] = None
        return {key: tuple(sorted(entries)) for key, entries in found.items()}

    def on(self, account: Account) -> JournalLineQuerySet:
        """The lines on an account, the first first."""
        return self.filter(account=account).order_by("pk")

    def between(self, *, account: Account, unit: BusinessUnit, start: date, last: date) -> int:
        """What the lines of some days, both within, add up to on an account of a unit, in cents."""
        rows = self.filter(account=account, unit=unit, date__gte=start, date__lte=last)
        return int(rows.aggregate(found=Sum("amount_cents"))["found"] or 0)

    def unmatched(self, *, account: Account, unit: BusinessUnit, cents: int, around: date) -> JournalLineQuerySet:
        """Lines of an amount near a day that no bank line answers to yet, of entries that stand; the nearest first."""
        near = timedelta(days=NEAR_DAYS)
        rows = self.filter(account=account, unit=unit, amount_cents=cents, bank_transaction__isnull=True)
        rows = rows.filter(date__gte=around - near, date__lte=around + near)
        stands = rows.filter(entry__reversal__isnull=True, entry__reversal_of__isnull=True)
        apart = models.ExpressionWrapper(F("date") - models.Value(around), output_field=models.DurationField())
        away = Func(Extract(apart, "epoch"), function="abs", output_field=models.FloatField())
        return stands.select_related("entry").order_by(away, "pk")

    def for_export(self) -> Iterable[dict[str, Any]]:
        """One row per line by day, a server-side cursor: nothing is held in memory."""
        return (
            self.order_by("date", "entry_id", "pk")
            .values(
                "date", "amount_cents", "party", "document", entry_no=F("entry_id"), unit_slug=F("unit__slug"),
                account_code=F("account__code"), account_name=F("account__name"), source_key=F("entry__source_key"),
                source_kind=F("entry__source_kind"), memo=F("entry__memo"), reference=F("entry__reference"),
                posted_at=F("entry__posted_at"), booking_reference=F("booking__reference"),
                source_id=F("entry__source_id"), reversal_no=F("entry__reversal__pk"),
                reversed_no=F("entry__reversal_of_id"), other_slug=F("entry__intercompany_with__slug"),
                channel_slug=F("channel__slug"), property_slug=F("property__slug"), job_key=F("job__key"),
                client_slug=F("client__slug"),
            )
            .iterator(2000)
        )  # fmt: skip

    def of_entries(self, entries: JournalEntryQuerySet) -> JournalLineQuerySet:
        """The lines of entries."""
        return self.filter(entry__in=entries.order_by().values("pk"))

    def since(self, day: date | None) -> JournalLineQuerySet:
        """Lines of a day or later; all for None."""
        return self.filter(date__gte=day) if day else self

    def sums(self, *, units: Sequence[BusinessUnit], period: Period) -> Iterable[tuple[Any, ...]]:
        """The lines of a period's days as one month, as `MonthSum` has it, its month the period's first day.

        One more column: the last day.
        """
        first = models.Value(period.start, models.DateField())
        return (
            self.filter(unit__in=units, date__gte=period.start, date__lt=period.end)
            .order_by(*WHERE)
            .values_list(*WHERE, *FACTS, first)
            .annotate(debits=DEBITS, credits=CREDITS, n=Count("pk"), last=Max("date"))
        )

    def owed_on(self, *, accounts: Sequence[int], day: date) -> dict[int, tuple[int, int]]:
        """Of accounts by number: credits less debits up to the end of a day, and how many lines they are of."""
        rows = self.filter(account__in=accounts, date__lte=day).order_by().values_list("account")
        return {account: (-cents, n) for account, cents, n in rows.annotate(cents=Sum("amount_cents"), n=Count("pk"))}


class LedgerMonthQuerySet(models.QuerySet["LedgerMonth"]):
    """Named reads of monthly sums."""

    def sums(self, *, units: Sequence[BusinessUnit], period: Period) -> Iterable[tuple[Any, ...]]:
        """The sums of a period's whole months, as `MonthSum` has it."""
        return (
            self.filter(unit__in=units, month__gte=period.start, month__lt=period.end)
            .order_by("month", *WHERE)
            .values_list(*WHERE, *FACTS, "month", "debit_cents", "credit_cents", "line_count")
        )

    def balances(self, *, units: Sequence[BusinessUnit], before: date) -> Iterable[tuple[Any, ...]]:
        """All that was posted in months before a month's first day, as `Balance` has it."""
        return (
            self.filter(unit__in=units, month__lt=before)
            .order_by(*WHERE)
            .values_list(*WHERE, "account__type", "account__subtype")
            .annotate(cents=_signed(), n=Sum("line_count"), last=Max("last_on"))
        )

    def balance(self, *, account: Account, unit: BusinessUnit, before: date) -> int:
        """What the months before a month's first day add up to on an account of a unit, in cents."""
        rows = self.filter(account=account, unit=unit, month__lt=before)
        return int(rows.aggregate(found=_signed())["found"] or 0)

    def trial(self, *, unit: BusinessUnit, month: date) -> Iterable[dict[str, Any]]:
        """One row per account: `opening`, `debits` and `credits` of the month, `closing`, by code."""
        now, zero = Q(month=month), {"output_field": WHOLE}
        rows = self.filter(unit=unit, month__lte=month).order_by("account__code")
        return rows.values("account__code", "account__name", "account__type").annotate(
            opening=Coalesce(Sum(F("debit_cents") - F("credit_cents"), filter=~now), 0, **zero),
            debits=Coalesce(Sum("debit_cents", filter=now), 0, **zero),
            credits=Coalesce(Sum("credit_cents", filter=now), 0, **zero),
            closing=_signed(),
        )


class PartyMonthQuerySet(models.QuerySet["PartyMonth"]):
    """Named reads of what parties were paid."""

    def paid(self, *, units: Sequence[BusinessUnit], period: Period) -> Iterable[tuple[Any, ...]]:
        """What each party was paid on expense accounts over whole months, as `VendorSum` has it, the most first."""
        ends = (month_start(period.end, -back) for back in (1, 2))
        last_month, month_before = (Coalesce(_signed(Q(month=start)), 0, output_field=WHOLE) for start in ends)
        return (
            self.filter(unit__in=units, account__type="expense", month__gte=period.start, month__lt=period.end)
            .values_list("unit__slug", "party", "account__code", "account__subtype")
            .annotate(cents=_signed(), n=Sum("line_count"), last=Max("last_on"), now=last_month, before=month_before)
            .order_by("-cents", "unit__slug", "party")
        )
