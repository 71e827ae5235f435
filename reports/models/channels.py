"""Where guests find a unit: channels, its listings on them, their terms, and what each brought by month."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from events.models import SLUG, BookingChannel
from reports.models.tech import Answer
from reports.models.units import BusinessUnit
from reports.periods import Period

MOST_STARS = 5
WHOLE = 100  # percent
COUNTED = ("impressions", "clicks", "inquiries", "bookings", "gross_cents", "commission_cents", "spend_cents")


class ChannelQuerySet(models.QuerySet["Channel"]):
    """Named reads of channels."""

    def known(self) -> dict[str, Channel]:
        """Every channel by slug, in one query."""
        return {channel.slug: channel for channel in self.order_by("slug")}

    def with_terms(self) -> ChannelQuerySet:
        """With their terms, the earliest first, in two queries."""
        return self.prefetch_related("terms")


class Channel(models.Model):
    """A place where guests find a unit, or book it. `booking_channel` is the dock's own of the same slug, if any."""

    class Kind(models.TextChoices):
        OTA = "ota", "booking site"
        SEARCH = "search", "search"
        SOCIAL = "social", "social media"
        EMAIL = "email", "email"
        REFERRAL = "referral", "referral"
        DIRECT = "direct", "direct"

    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    booking_channel = models.OneToOneField(
        BookingChannel, models.SET_NULL, null=True, blank=True, related_name="market", verbose_name="at the dock"
    )

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Rates:
    """The terms of every channel on any day, read once."""

    def __init__(self, terms: Iterable[ChannelTerms]) -> None:
        """Terms in any order."""
        self._by_slug: dict[str, list[ChannelTerms]] = {}
        for row in sorted(terms, key=lambda row: row.effective_from or date.min):
            for slug in {row.channel.slug, row.booking_slug}:
                self._by_slug.setdefault(slug, []).append(row)

    def of(self, slug: str, on: date) -> ChannelTerms | None:
        """The terms on a day of the channel (the dock's slug, or the market's); None where none are recorded."""
        held = [row for row in self._by_slug.get(slug, ()) if row.effective_from is None or row.effective_from <= on]
        return held[-1] if held else None


class ChannelTermsQuerySet(models.QuerySet["ChannelTerms"]):
    """Named reads of terms."""

    def rates(self) -> Rates:
        """The terms of all channels on all days, in one query: for many bookings at once."""
        return Rates(self.select_related("channel__booking_channel"))

    def of(self, channel: BookingChannel, on: date) -> ChannelTerms | None:
        """The terms of one of the dock's channels on a day, in one query; None where none are recorded."""
        same = Q(channel__booking_channel=channel) | Q(channel__booking_channel=None, channel__slug=channel.slug)
        held = self.filter(same).filter(Q(effective_from=None) | Q(effective_from__lte=on))
        return held.order_by(F("effective_from").desc(nulls_last=True)).first()


class ChannelTerms(models.Model):
    """What a channel takes of each booking, from a day on; without a day: as far back as anybody knows."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="terms")
    commission_percent = models.DecimalField(
        max_digits=6, decimal_places=3, validators=[MinValueValidator(0), MaxValueValidator(WHOLE)]
    )
    payout_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Business days from the sail to the money; empty: not known."
    )
    effective_from = models.DateField(null=True, blank=True, help_text="Empty: as far back as anybody knows.")
    source = models.CharField(max_length=200, blank=True, help_text="Where this was read.")

    objects = ChannelTermsQuerySet.as_manager()

    class Meta:
        verbose_name = "terms"
        verbose_name_plural = "terms"
        ordering = ("channel", F("effective_from").asc(nulls_first=True))
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel", "effective_from"], name="channelterms_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(commission_percent__gte=0, commission_percent__lte=WHOLE), name="channelterms_percent"
            ),
        ]

    def __str__(self) -> str:
        since = f" from {self.effective_from}" if self.effective_from else ""
        return f"{self.channel}: {self.commission_percent.normalize():f} %{since}"

    @property
    def booking_slug(self) -> str:
        """What the dock calls the channel; its own name where the dock has none."""
        return self.channel.booking_channel.slug if self.channel.booking_channel else self.channel.slug


class ListingQuerySet(models.QuerySet["Listing"]):
    """Named reads of listings."""

    def as_of(self, units: Iterable[BusinessUnit], day: date) -> ListingQuerySet:
        """Those of the units, checked by the end of a day or never, with channel, unit and vessel, in one query.

        With `step_count` prerequisites, and `open_titles` of those that were not done by then.
        """
        dated = Q(checked_on=None) | Q(checked_on__lte=day)
        is_open = Q(steps__isnull=False) & (Q(steps__done_on=None) | Q(steps__done_on__gt=day))
        found = self.filter(dated, unit__in=list(units)).select_related("unit", "channel", "vessel")
        titles = ArrayAgg("steps__title", filter=is_open, order_by="steps__pk", default=[])
        counted = found.annotate(step_count=models.Count("steps"), open_titles=titles)
        return counted.order_by("unit__slug", F("declared_rank").asc(nulls_last=True), "channel__slug")

    def numbered(self, number: int, day: date) -> Listing | None:
        """One as of a day, by its number, in two queries; None where it was looked at later."""
        return self.as_of(BusinessUnit.objects.filter(listings=number), day).filter(pk=number).first()


class Listing(models.Model):
    """How a unit stands on a channel. `declared_rank` is the place the owner gave it among those to open first.

    `vessel` is the one it sells; empty: whatever the unit has. `effort_hours` and `estimate_cents` (contribution a
    month, with its source) are a person's estimates of opening it.
    """

    class Status(models.TextChoices):
        NONE = "none", "no listing"
        DRAFT = "draft", "draft"
        SUBMITTED = "submitted", "submitted"
        LIVE = "live", "live"
        PAUSED = "paused", "paused"
        REJECTED = "rejected", "rejected"

    class Sync(models.TextChoices):
        ICAL = "ical", "calendar feed"
        API = "api", "direct connection"
        NONE = "none", "none"

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="listings")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="listings")
    vessel = models.ForeignKey("events.Vessel", models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.NONE)
    url = models.URLField("address", max_length=300, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    rating = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    reviews = models.PositiveIntegerField(null=True, blank=True)
    sync = models.CharField(
        "availability sync", max_length=10, choices=Sync, blank=True, help_text="Empty: nobody has looked."
    )
    booking_path_tested = models.CharField(max_length=10, choices=Answer, default=Answer.UNKNOWN)
    price_parity = models.CharField("same price as direct", max_length=10, choices=Answer, default=Answer.UNKNOWN)
    copy_reviewed_on = models.DateField("text reviewed on", null=True, blank=True)
    declared_rank = models.PositiveSmallIntegerField("the owner’s order", null=True, blank=True)
    effort_hours = models.DecimalField("hours to open it", max_digits=6, decimal_places=1, null=True, blank=True)
    estimate_cents = models.BigIntegerField("contribution a month, estimated", null=True, blank=True)
    estimate_source = models.CharField(max_length=200, blank=True)

    step_count: int  # these two where formulas read it
    open_titles: list[str]

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ("unit", F("declared_rank").asc(nulls_last=True), "channel")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "channel"], name="listing_once"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=0, rating__lte=MOST_STARS), name="listing_stars"
            ),
            models.CheckConstraint(
                condition=Q(estimate_cents__isnull=True) | ~Q(estimate_source=""), name="listing_estimate_has_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} on {self.channel}"


class ListingStep(models.Model):
    """What must be done before a listing can open: photographs, insurance, a price list. Done on a day, or not yet."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="steps")
    title = models.CharField(max_length=120)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "prerequisite"
        ordering = ("listing", "pk")
        constraints: ClassVar = [models.UniqueConstraint(fields=["listing", "title"], name="listingstep_once")]

    def __str__(self) -> str:
        return self.title


class ChannelStatQuerySet(models.QuerySet["ChannelStat"]):
    """Named reads of the figures of channels."""

    def months(self, units: Collection[BusinessUnit], period: Period) -> Iterable[tuple[Any, ...]]:
        """Those of a period: unit, channel, first day, and each figure as it was recorded, in one query."""
        found = self.filter(unit__in=units, month__gte=period.start, month__lt=period.end)
        rows = found.order_by("unit__slug", "channel__slug", "month")
        return rows.values_list("unit__slug", "channel__slug", "month", *COUNTED)


class ChannelStat(models.Model):
    """What a channel counted for a unit in a month, by its first day. Empty is not recorded, 0 is none."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="channel_stats")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="stats")
    month = models.DateField()
    impressions = models.PositiveBigIntegerField(null=True, blank=True)
    clicks = models.PositiveBigIntegerField(null=True, blank=True)
    inquiries = models.PositiveIntegerField(null=True, blank=True)
    bookings = models.PositiveIntegerField(null=True, blank=True)
    gross_cents = models.PositiveBigIntegerField("gross", null=True, blank=True)
    commission_cents = models.PositiveBigIntegerField("commission", null=True, blank=True)
    spend_cents = models.PositiveBigIntegerField("spend", null=True, blank=True)

    objects = ChannelStatQuerySet.as_manager()

    class Meta:
        verbose_name = "month of a channel"
        verbose_name_plural = "months of channels"
        ordering = ("-month", "unit", "channel")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "channel", "month"], name="channelstat_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="channelstat_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} on {self.channel}, {self.month:%B %Y}"
