"""Who comes aboard for money: parties, the channels that bring them, terms, and money received and given back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, When
from django.urls import reverse

from events.models.channels import BookingChannel, CancellationTerms
from events.models.sails import SailEvent
from events.parties import dues, refunds
from scc_site.history import every_change
from scc_site.models.sign_in import both_or_neither

MOST_CENTS = 100_000_000  # a million dollars: more is a slip of the finger


class BookingQuerySet(models.QuerySet["Booking"]):
    """Named reads of bookings."""

    def live(self) -> BookingQuerySet:
        """Not cancelled: these take places."""
        return self.filter(cancelled_at__isnull=True)

    def in_state(self, state: str) -> BookingQuerySet:
        """Those `booked`, `no_show` or `cancelled`; none for another word."""
        wanted = {
            "booked": Q(cancelled_at__isnull=True, no_show_at__isnull=True),
            "no_show": Q(cancelled_at__isnull=True, no_show_at__isnull=False),
            "cancelled": Q(cancelled_at__isnull=False),
        }
        return self.filter(wanted[state]) if state in wanted else self.none()

    def with_totals(self) -> BookingQuerySet:
        """With channel and the sums of payments by kind, in one query: what `Booking.totals` reads."""
        rows = BookingPayment.objects.filter(booking=OuterRef("pk")).order_by().values("booking")
        net = Sum(Case(When(corrects__isnull=True, then="amount_cents"), default=-F("amount_cents")))
        sums = {
            f"{kind}_sum": Subquery(rows.filter(kind=kind).annotate(net=net).values("net"))
            for kind in BookingPayment.Kind.values
        }
        return self.select_related("channel").annotate(**sums)

    def standing_on(self, event: SailEvent) -> BookingQuerySet:
        """The live parties of a sail by name, with channel and money, in one query."""
        return self.filter(event=event).live().with_totals().order_by("lead_name", "pk")

    def all_on(self, event: SailEvent) -> BookingQuerySet:
        """All parties a sail has, the live ones first, with channel and money, in one query."""
        return (
            self.filter(event=event).with_totals().order_by(F("cancelled_at").asc(nulls_first=True), "lead_name", "pk")
        )

    def one_of(self, event: SailEvent, reference: str) -> Booking | None:
        """A booking of this very sail with its money, or nothing; it carries the sail that was given."""
        people = ("made_by", "changed_by", "cancelled_by")
        found = self.filter(event=event, reference=reference.upper()).with_totals().select_related(*people).first()
        if found:
            found.event = event
        return found

    def locked(self, booking: Booking) -> Booking:
        """The booking as it stands, held until the transaction ends; its sail must be held before."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=booking.pk)

    def for_export(self) -> Iterable[dict[str, Any]]:
        """One plain row per booking, by sail and the time it was made; money in cents."""
        rows = self.with_totals().select_related("event").order_by("event__departs_at", "event_id", "made_at", "pk")
        for row in rows.iterator(chunk_size=500):
            yield {name: getattr(row, name) for name in EXPORTED} | {
                "event_id": row.event.event_id,
                "channel": row.channel.slug,
                "paid_cents": row.totals.paid_cents,
                "refunded_cents": row.totals.refunded_cents,
                "tips_cents": row.totals.tips_cents,
                "held_cents": row.totals.held_cents,
            }


EXPORTED = (
    "reference", "state", "lead_name", "lead_email", "lead_phone", "party_size", "price_cents", "tax_cents",
    "deposit_cents", "deposit_due_on", "balance_due_on", "terms_name", "terms_steps", "cash_holder",
    "external_reference", "made_at", "cancelled_at", "cancelled_side", "kept_cents",
)  # fmt: skip


def cents(label: str, **options: Any) -> models.PositiveBigIntegerField[Any, Any]:
    """An amount of US dollars in whole cents, never below 0."""
    limits = [MinValueValidator(0), MaxValueValidator(MOST_CENTS)]
    return models.PositiveBigIntegerField(label, validators=limits, **options)


@pghistory.track(
    *every_change(),
    model_name="BookingHistory",
    meta={"indexes": [models.Index(fields=["event"], name="bookinghistory_by_event")]},
)
class Booking(models.Model):
    """One party on one sail. Money is integer cents of US dollars; the price is without tax.

    The terms are a copy, made with the booking: `[hours before departure, percent refundable]`, the farthest first.
    `kept_cents` is what the house keeps of the money held, settled when the booking is cancelled. Live parties take
    places: the database keeps their sum in SailEvent.guests_booked and refuses more than the sail's capacity.
    """

    class Side(models.TextChoices):
        GUEST = refunds.GUEST, "the guest"
        HOUSE = refunds.HOUSE, "the house"
        WEATHER = refunds.WEATHER, "the weather"

    class CashHolder(models.TextChoices):
        HOUSE = "house", "the house"
        CHANNEL = "channel", "the channel"

    event = models.ForeignKey(SailEvent, models.PROTECT, related_name="bookings")
    reference = models.CharField(max_length=12, unique=True)
    lead_name = models.CharField("party lead", max_length=120)
    lead_email = models.EmailField("email", blank=True)
    lead_phone = models.CharField("phone", max_length=40, blank=True)
    channel = models.ForeignKey(BookingChannel, models.PROTECT, related_name="bookings")
    external_reference = models.CharField("the channel's reference", max_length=80, blank=True)
    cash_holder = models.CharField("who holds the cash", max_length=10, choices=CashHolder, default=CashHolder.HOUSE)
    party_size = models.PositiveSmallIntegerField("guests", validators=[MinValueValidator(1)])
    price_cents = cents("price")
    tax_cents = cents("tax", default=0)
    deposit_cents = cents("deposit", default=0)
    deposit_due_on = models.DateField(null=True, blank=True)
    balance_due_on = models.DateField(null=True, blank=True)
    terms = models.ForeignKey(CancellationTerms, models.PROTECT, related_name="bookings")
    terms_name = models.CharField(max_length=80)
    terms_steps = models.JSONField(default=list)
    note = models.TextField(max_length=2000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    changed_why = models.CharField("reason of the change", max_length=200, blank=True)
    no_show_at = models.DateTimeField("marked as not come", null=True, blank=True)
    no_show_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_side = models.CharField("cancelled by", max_length=10, choices=Side, blank=True)
    cancelled_why = models.CharField("reason", max_length=200, blank=True)
    kept_cents = cents("kept", null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=["event", "cancelled_at"], name="booking_by_sail"),
            models.Index(fields=["-made_at"], name="booking_by_made"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(party_size__gte=1), name="booking_party"),
            models.CheckConstraint(
                condition=Q(deposit_cents__lte=F("price_cents") + F("tax_cents")), name="booking_deposit_within_total"
            ),
            models.CheckConstraint(
                condition=Q(deposit_cents=0) | Q(deposit_due_on__isnull=False), name="booking_deposit_dated"
            ),
            models.UniqueConstraint(
                fields=["channel", "external_reference"],
                condition=~Q(external_reference="") & Q(cancelled_at__isnull=True),
                name="booking_once_per_channel",
            ),
            both_or_neither("changed_at", "changed_by", "booking_changed_pair"),
            both_or_neither("no_show_at", "no_show_by", "booking_no_show_pair"),
            both_or_neither("cancelled_at", "cancelled_by", "booking_cancelled_pair"),
            both_or_neither("cancelled_at", "kept_cents", "booking_cancelled_settled"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_side="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_side="") & ~Q(cancelled_why="")),
                name="booking_cancelled_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.lead_name}"

    def get_absolute_url(self) -> str:
        """The booking's page."""
        return reverse("events:booking", args=[self.event.event_id, self.reference])

    @property
    def is_live(self) -> bool:
        """Whether the party still has its places."""
        return self.cancelled_at is None

    @property
    def state(self) -> str:
        """`booked`, `no_show` or `cancelled`."""
        if self.cancelled_at:
            return "cancelled"
        return "no_show" if self.no_show_at else "booked"

    @property
    def totals(self) -> dues.Totals:
        """The sums of its payments; only on a booking read by `with_totals`."""
        return dues.Totals(*(getattr(self, f"{kind}_sum") or 0 for kind in BookingPayment.Kind.values))

    def standing(self, today: date) -> dues.Standing:
        """What is due on a day of the house; only on a booking read by `with_totals`."""
        return dues.standing(
            price_cents=self.price_cents,
            tax_cents=self.tax_cents,
            deposit_cents=self.deposit_cents,
            deposit_due_on=self.deposit_due_on,
            balance_due_on=self.balance_due_on,
            held_cents=self.totals.held_cents,
            kept_cents=self.kept_cents,
            today=today,
        )


class BookingPaymentQuerySet(models.QuerySet["BookingPayment"]):
    """Named reads of payments."""

    def of(self, booking: Booking) -> BookingPaymentQuerySet:
        """A booking's payments as they were recorded, with who recorded them and what corrects them."""
        found = self.filter(booking=booking).select_related("recorded_by", "correction", "corrects")
        return found.order_by("recorded_at", "pk")

    def one_of(self, booking: Booking, number: int) -> BookingPayment | None:
        """A payment of this very booking, or nothing; it carries the booking that was given."""
        found = self.of(booking).filter(pk=number).first()
        if found:
            found.booking = booking
        return found


@pghistory.track(
    *every_change(),
    model_name="BookingPaymentHistory",
    meta={"indexes": [models.Index(fields=["booking"], name="paymenthistory_by_booking")]},
)
class BookingPayment(models.Model):
    """Money that changed hands for a booking, as it was recorded; rows are never changed nor deleted.

    The amount is above 0 whichever way it went: the kind says it. A row with `corrects` takes that one back whole.
    `received_on` is a day of the house. The database refuses refunds of more than is held. The reference of money paid
    by voucher is the voucher's code.
    """

    class Kind(models.TextChoices):
        PAYMENT = "payment", "payment"
        REFUND = "refund", "refund"
        TIP = "tip", "tip"
        FEE = "fee", "processor’s fee"

    class Method(models.TextChoices):
        CARD = "card", "card"
        CASH = "cash", "cash"
        TRANSFER = "transfer", "bank transfer"
        CHECK = "check", "check"
        PAYOUT = "payout", "payout of the channel"
        VOUCHER = "voucher", "voucher"
        OTHER = "other", "other"

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=10, choices=Kind)
    amount_cents = cents("amount")
    method = models.CharField(max_length=10, choices=Method)
    received_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="correction")

    objects = BookingPaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "payment"
        ordering = ("booking", "recorded_at", "pk")
        indexes: ClassVar = [
            models.Index(fields=["received_on"], name="bookingpayment_by_day"),
            models.Index(fields=["reference"], name="bookingpayment_by_voucher", condition=Q(method="voucher")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="bookingpayment_amount"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(note=""), name="bookingpayment_correction_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.amount_cents} cents"
