"""What is sent of a report: to whom, the very bytes, which links were followed, and who read it."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from reports.models.runs import ReportRun
from reports.models.units import BusinessUnit
from scc_site.models import OutgoingMail

Letters = OutgoingMail.State
PLANNED = "schedule:"  # how the triggers of what comes by itself begin
OPEN = frozenset({Letters.QUEUED, Letters.SENDING, Letters.UNCERTAIN, Letters.FROZEN})
TAKEN = frozenset({Letters.SENT, Letters.DELIVERED})
LOST = frozenset({Letters.BOUNCED, Letters.FAILED, Letters.EXPIRED, Letters.SUPPRESSED, Letters.CANCELLED})


def opaque() -> str:
    """What stands in a reader's links: nothing can be told from it, and it signs nobody in."""
    return secrets.token_urlsafe(16)


def issue_of(run: ReportRun) -> str:
    """What a reader gets once: `2026-10` for its month, `2026-W47` where a weekly schedule built it.

    A correction is of the issue that it corrects.
    """
    if run.corrects is not None:
        return issue_of(run.corrects)
    asked, at, issue = run.trigger.rpartition("@")
    return issue if at and asked.startswith(PLANNED) else f"{run.period:%Y-%m}"


class DeliveryQuerySet(models.QuerySet["ReportDelivery"]):
    """Named reads of deliveries."""

    def of_issue(self, run: ReportRun) -> DeliveryQuerySet:
        """All of a run's report, scope and issue, whichever run they were made from."""
        return self.filter(slug=run.slug, unit=run.unit_id, issue=issue_of(run))

    def told(self) -> DeliveryQuerySet:
        """With reader and letter, in a fixed order: readers by address, the archive last."""
        return self.select_related("reader", "mail").order_by("correction", "is_archive", "address", "pk")

    def of_scope(self, units: Collection[BusinessUnit], *, is_whole: bool) -> DeliveryQuerySet:
        """Those of reports over some units; over the whole portfolio too, where that is asked for."""
        mine = Q(unit__in=units)
        return self.filter(mine | Q(unit__isnull=True) if is_whole else mine)

    def made_between(self, since: datetime, until: datetime) -> DeliveryQuerySet:
        """Those made from an instant on until before another."""
        return self.filter(made_at__gte=since, made_at__lt=until)

    def linked(self, link: str) -> ReportDelivery | None:
        """The one whose links begin so, with what a link needs."""
        return self.select_related("run", "mail").filter(link=link).first()

    def numbered(self, number: int) -> ReportDelivery | None:
        """One, with its run, reader and letter."""
        return self.select_related("run", "reader", "mail").filter(pk=number).first() if number < 2**63 else None


class ReportDelivery(models.Model):
    """One report to one reader: what their letter says, byte by byte, kept before it is queued, and never rewritten.

    Unique per report, scope, issue (its period, or the week of a weekly one), reader and correction (0: none), so
    that whatever is repeated, rebuilt or killed, it is sent once. What became of it is its letter's state. `refused`:
    why nothing was queued when it was to be sent. `archive`: who gets a copy unseen; `archive_said`: why nobody does,
    or what else the archive gets. `clearance`, `is_whole`: what the reader was shown, as it stood then. `marks`: how
    many links of its own it has.
    """

    link = models.CharField(max_length=32, unique=True, default=opaque, editable=False)
    run = models.ForeignKey(ReportRun, models.PROTECT, related_name="deliveries")
    slug = models.CharField("report", max_length=20)
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="+")
    period = models.DateField()
    issue = models.CharField(max_length=10)
    correction = models.PositiveSmallIntegerField(default=0)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="report_deliveries")
    address = models.CharField(max_length=254)
    is_archive = models.BooleanField("for the archive", default=False)
    variant = models.CharField(max_length=1, default="A")
    clearance = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    is_whole = models.BooleanField(default=True)
    archive = models.CharField(max_length=254, blank=True)
    archive_said = models.CharField(max_length=200, blank=True)
    refused = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    marks = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    mail = models.OneToOneField(OutgoingMail, models.PROTECT, null=True, blank=True, related_name="report_delivery")
    made_at = models.DateTimeField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "delivery of a report"
        verbose_name_plural = "deliveries of reports"
        ordering = ("-made_at", "pk")
        indexes: ClassVar = [models.Index(fields=["run", "is_archive"], name="deliveries_by_run")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug", "unit", "issue", "reader", "correction"],
                name="delivery_to_reader_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(variant__in=("A", "B")), name="delivery_variant"),
            models.CheckConstraint(
                condition=Q(refused="") & ~Q(sha256="") & Q(mail__isnull=False) | ~Q(refused=""),
                name="delivery_queued_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.period:%Y-%m} to {self.address}"

    @property
    def is_out(self) -> bool:
        """Whether the mail service took it."""
        return self.mail is not None and self.mail.state in TAKEN

    @property
    def is_open(self) -> bool:
        """Whether it may still leave, or has in doubt."""
        return self.mail is not None and self.mail.state in OPEN

    @property
    def is_lost(self) -> bool:
        """Whether its reader surely did not get it, and will not."""
        return bool(self.refused) or (self.mail is not None and self.mail.state in LOST)

    @property
    def size(self) -> int:
        """Bytes of its HTML."""
        return len(self.html.encode())


class LinkHit(models.Model):
    """One request for a link of a mail. `why` says what made it a machine's; empty for what a person may have done."""

    delivery = models.ForeignKey(ReportDelivery, models.CASCADE, related_name="hits")
    action = models.CharField(max_length=80)
    at = models.DateTimeField()
    is_machine = models.BooleanField()
    why = models.CharField(max_length=60, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("at", "pk")
        indexes: ClassVar = [models.Index(fields=["delivery", "at"], name="hits_by_delivery")]

    def __str__(self) -> str:
        return f"{self.action} at {self.at:%Y-%m-%d %H:%M:%S} UTC"


class ConfirmedView(models.Model):
    """A person, signed in, opened a run's page: the one event that counts as read; the first time and the last."""

    run = models.ForeignKey(ReportRun, models.CASCADE, related_name="views")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ("first_at",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "person"], name="view_once")]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.run_id}"


class VariantQuerySet(models.QuerySet["ReportVariant"]):
    """Named reads of variants."""

    def of(self, slug: str) -> dict[str, ReportVariant]:
        """A report's variants by letter; those nobody changed are as they ship, and not stored."""
        found = {"A": ReportVariant(slug=slug, letter="A"), "B": ReportVariant(slug=slug, letter="B")}
        return found | {one.letter: one for one in self.filter(slug=slug)}


class ReportVariant(models.Model):
    """How a report is written in one of two ways, as data: its subject, which sections come first, how long it is.

    `subject` empty: as the report has it (B begins with the worst that was found). `order`: keys of sections that come
    first, in this order. `in_trial` on B: readers get A or B, each by lot or by turn.
    """

    class Length(models.TextChoices):
        WHOLE = "whole", "every section"
        SHORT = "short", "what changed, the summary and the agenda alone"

    slug = models.CharField("report", max_length=20)
    letter = models.CharField("variant", max_length=1, choices=[("A", "A"), ("B", "B")])
    subject = models.CharField(
        max_length=120, blank=True, help_text="{title}, {month}, {scope} and {worst} are filled in; empty: the usual."
    )
    order = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="Keys of sections, separated by commas."
    )
    length = models.CharField(max_length=5, choices=Length, default=Length.WHOLE)
    in_trial = models.BooleanField("compared", default=False, help_text="On B: readers get A or B, and are counted.")

    objects = VariantQuerySet.as_manager()

    class Meta:
        verbose_name = "variant"
        ordering = ("slug", "letter")
        constraints: ClassVar = [models.UniqueConstraint(fields=["slug", "letter"], name="variant_once")]

    def __str__(self) -> str:
        return f"{self.slug} {self.letter}"
