"""The ledger: accounts, entries that balance and never change, months that close.

Amounts are integer cents of US dollars, signed: a debit is above 0, a credit below. The database itself refuses an
entry that does not balance or has fewer than two lines, a change of what was posted, and a day in a closed month.
"""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from events.models import Booking, BookingChannel
from reports.models.clients import Client
from reports.models.deliveries import DeliveryJob
from reports.models.ledger_reads import (
    AccountQuerySet,
    FiscalPeriodQuerySet,
    JournalEntryQuerySet,
    JournalLineQuerySet,
)
from reports.models.property import Property
from reports.models.units import BusinessUnit
from scc_site.history import every_change
from scc_site.models.sign_in import both_or_neither


class Subtype(models.TextChoices):
    """What formulas know an account by."""

    CASH = "cash", "cash"
    PAYMENT_CLEARING = "payment_clearing", "payments on their way"
    RECEIVABLE = "receivable", "receivable"
    PLATFORM_RECEIVABLE = "platform_receivable", "receivable from platforms"
    FIXED_ASSET = "fixed_asset", "fixed assets"
    CUSTOMER_DEPOSITS = "customer_deposits", "customers’ deposits"
    VOUCHERS = "vouchers", "vouchers outstanding"
    REFUNDS_DUE = "refunds_due", "refunds due"
    SECURITY_DEPOSITS = "security_deposits", "security deposits"
    TAX_PAYABLE = "tax_payable", "tax payable"
    TIPS_PAYABLE = "tips_payable", "tips payable"
    PAYABLE = "payable", "payable"
    LOAN = "loan", "loans"
    OWNER_EQUITY = "owner_equity", "owners’ equity"
    OWNER_DRAW = "owner_draw", "owners’ draws"
    SERVICE_INCOME = "service_income", "service income"
    CANCELLATION_INCOME = "cancellation_income", "cancellation income"
    BREAKAGE_INCOME = "breakage_income", "vouchers never redeemed"
    OTHER_INCOME = "other_income", "other income"
    REFUNDS_CONTRA = "refunds_contra", "refunds after the sail"
    COMMISSION = "commission", "commissions"
    PROCESSING_FEE = "processing_fee", "processing fees"
    CREW = "crew", "crew"
    FUEL = "fuel", "fuel"
    DIRECT_OTHER = "direct_other", "other direct costs"
    OVERHEAD = "overhead", "overhead"
    OWNER_PAY = "owner_pay", "owners’ pay"
    DEPRECIATION = "depreciation", "depreciation"
    INTEREST = "interest", "interest"
    SUSPENSE = "suspense", "not yet categorised"


@pghistory.track(*every_change(), model_name="AccountHistory")
class Account(models.Model):
    """One account of the chart. An account without a unit serves them all."""

    class Type(models.TextChoices):
        ASSET = "asset", "asset"
        LIABILITY = "liability", "liability"
        EQUITY = "equity", "equity"
        INCOME = "income", "income"
        EXPENSE = "expense", "expense"

    class Behaviour(models.TextChoices):
        FIXED = "fixed", "fixed"
        VARIABLE = "variable", "variable"
        SEMI = "semi", "in part fixed"
        NONE = "none", "not set"

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    type = models.CharField(max_length=10, choices=Type)
    subtype = models.CharField(max_length=20, choices=Subtype, blank=True)
    behaviour = models.CharField(max_length=10, choices=Behaviour, default=Behaviour.NONE)
    fixed_share = models.DecimalField(
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="Of an account in part fixed: the fixed share, 0 to 1.",
    )
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="accounts")
    tax_line = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField("in use", default=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(fixed_share__isnull=True) | Q(fixed_share__gte=0, fixed_share__lte=1),
                name="account_fixed_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@pghistory.track(*every_change(), model_name="FiscalPeriodHistory")
class FiscalPeriod(models.Model):
    """One month of one unit's books, once somebody spoke of it; `starts_on` is its first day.

    Closed or not says `closed_at`; `opened_*` tell who opened it again last, and why.
    """

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="fiscal_periods")
    starts_on = models.DateField("month")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField("opened again", null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_why = models.CharField("why it was opened", max_length=200, blank=True)

    objects = FiscalPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "month"
        ordering = ("-starts_on", "unit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "starts_on"], name="fiscalperiod_once"),
            models.CheckConstraint(condition=Q(starts_on__day=1), name="fiscalperiod_first_day"),
            both_or_neither("closed_at", "closed_by", "fiscalperiod_closed_pair"),
            both_or_neither("opened_at", "opened_by", "fiscalperiod_opened_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.starts_on:%B %Y}"


class JournalEntry(models.Model):
    """What happened, once, in lines that balance; it is put right by its reversal and a new entry, never changed.

    `source_key` makes an automatic posting happen once: it ends in its version (`…:v1`), so that a corrected source is
    posted anew. `born_in` is the transaction that wrote it, set by the database: lines come in with their entry, and
    nothing is added later. `author` is empty where the house posted by itself.
    """

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="journal_entries")
    date = models.DateField()
    memo = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=80, blank=True, db_index=True)
    source_kind = models.CharField(max_length=30)
    source_id = models.CharField(max_length=80, blank=True)
    source_key = models.CharField(max_length=160, unique=True)
    posted_at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reversal_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")
    intercompany_with = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="+")
    born_in = models.BigIntegerField(editable=False)

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entry"
        verbose_name_plural = "entries"
        ordering = ("-date", "-pk")
        indexes: ClassVar = [
            models.Index(fields=["unit", "date"], name="journalentry_by_unit"),
            models.Index(fields=["-date", "-id"], name="journalentry_newest"),
            models.Index(fields=["source_kind", "source_id"], name="journalentry_by_source"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.memo or self.source_key}"

    @property
    def is_reversed(self) -> bool:
        """Whether its opposite was posted."""
        return hasattr(self, "reversal")


class JournalLine(models.Model):
    """One account's part of an entry: `amount_cents` above 0 is a debit, below 0 a credit, never 0.

    `date` is the entry's, written by the database, so that sums over days need no join. `party` is who was paid or
    who paid; `document` names the receipt.
    """

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines")
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="journal_lines")
    date = models.DateField(editable=False)
    amount_cents = models.BigIntegerField("amount")
    party = models.CharField(max_length=120, blank=True)
    document = models.CharField(max_length=120, blank=True)
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    channel = models.ForeignKey(BookingChannel, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    property = models.ForeignKey(Property, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    job = models.ForeignKey(DeliveryJob, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    objects = JournalLineQuerySet.as_manager()

    class Meta:
        verbose_name = "line"
        ordering = ("entry", "pk")
        indexes: ClassVar = [
            models.Index(fields=["account", "date"], include=["entry"], name="journalline_by_account"),
            models.Index(
                fields=["unit", "date"], include=["entry", "account", "amount_cents"], name="journalline_by_unit"
            ),
            models.Index(fields=["booking"], name="journalline_by_booking", condition=Q(booking__isnull=False)),
            models.Index(fields=["property"], name="journalline_by_property", condition=Q(property__isnull=False)),
            models.Index(fields=["job"], name="journalline_by_job", condition=Q(job__isnull=False)),
            models.Index(fields=["client"], name="journalline_by_client", condition=Q(client__isnull=False)),
            models.Index(
                fields=["party", "unit", "account", "date"], name="journalline_by_party", condition=~Q(party="")
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(amount_cents=0), name="journalline_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_cents}"
