"""Vouchers: money taken for a sail yet to be chosen, and what the house does with those nobody redeems.

A voucher is redeemed by a payment of a booking whose method is `voucher` and whose reference is the voucher's code. The
database refuses codes it does not know, days on which the voucher did not count, and more than is left of it.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q

from events.models import BookingPayment
from events.models.bookings import MOST_CENTS
from reports.models.units import BusinessUnit
from scc_site.history import every_change

CODE = RegexValidator(r"\A[A-Z0-9][A-Z0-9-]{2,39}\Z", "Write 3 to 40 capital letters, digits and hyphens.")
MOST_MONTHS = 120
METHODS = [(kind.value, kind.label) for kind in BookingPayment.Method if kind != BookingPayment.Method.VOUCHER]


class VoucherQuerySet(models.QuerySet["Voucher"]):
    """Named reads of vouchers."""

    def with_use(self) -> VoucherQuerySet:
        """With unit and what was redeemed so far (`used_cents`), in one query."""
        used = Func("code", function="reports_voucher_used", output_field=models.BigIntegerField())
        return self.select_related("unit").annotate(used_cents=used, paid_cents=F("amount_cents"))


@pghistory.track(*every_change(), model_name="VoucherHistory")
class Voucher(models.Model):
    """Money received for no sail yet: a debt until redeemed. Money is integer cents of US dollars.

    `expires_on` is the last day it counts; `refunded_on` the day on which all that was left went back to the buyer.
    """

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="vouchers")
    code = models.CharField(max_length=40, unique=True, validators=[CODE])
    amount_cents = models.PositiveBigIntegerField(
        "amount", validators=[MinValueValidator(1), MaxValueValidator(MOST_CENTS)]
    )
    sold_on = models.DateField()
    buyer = models.CharField(max_length=120, blank=True)
    method = models.CharField("paid by", max_length=10, choices=METHODS)
    expires_on = models.DateField("last day", null=True, blank=True, help_text="Blank: it never expires.")
    refunded_on = models.DateField(null=True, blank=True, help_text="When what was left went back to the buyer.")
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = VoucherQuerySet.as_manager()

    class Meta:
        ordering = ("-sold_on", "code")
        indexes: ClassVar = [models.Index(fields=["unit", "sold_on"], name="voucher_by_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="voucher_amount"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("sold_on")),
                name="voucher_forward",
                violation_error_message="The last day lies before the day it was sold.",
            ),
            models.CheckConstraint(
                condition=Q(refunded_on__isnull=True) | Q(refunded_on__gte=F("sold_on")),
                name="voucher_refunded_later",
                violation_error_message="It was not sold yet when it was given back.",
            ),
            models.CheckConstraint(
                condition=~Q(method="voucher"),
                name="voucher_paid_in_money",
                violation_error_message="A voucher is paid for in money.",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def left_cents(self) -> int:
        """What may still be redeemed; only on a voucher read by `with_use`."""
        read: Any = self  # as stored: a form may hold another amount
        return 0 if self.refunded_on else int(read.paid_cents) - int(read.used_cents)


@pghistory.track(*every_change(), model_name="VoucherPolicyHistory")
class VoucherPolicy(models.Model):
    """What a unit does from a day on with vouchers that expired: without such a word they stay a debt.

    `months_after` is how many months after its last day what is left of a voucher becomes income.
    """

    class Breakage(models.TextChoices):
        NEVER = "never", "stays a debt"
        AFTER_EXPIRY = "after_expiry", "becomes income once expired"

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="voucher_policies")
    starts_on = models.DateField("from")
    breakage = models.CharField("what is left", max_length=12, choices=Breakage)
    months_after = models.PositiveSmallIntegerField(
        "months after its last day", default=0, validators=[MaxValueValidator(MOST_MONTHS)]
    )
    note = models.CharField("on what ground", max_length=200)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "voucher policy"
        verbose_name_plural = "voucher policies"
        ordering = ("unit", "-starts_on")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "starts_on"],
                name="voucherpolicy_once",
                violation_error_message="This unit has a policy from that day on already: change that one.",
            ),
            models.CheckConstraint(
                condition=~Q(note=""),
                name="voucherpolicy_ground",
                violation_error_message="Say on what ground, such as the terms it is printed in.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} from {self.starts_on}: {self.get_breakage_display()}"
