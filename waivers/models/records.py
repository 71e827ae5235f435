"""Signatures as they were given: a chain of hashes, and beside it what the hashes are of."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.models import SailEvent
from scc_site.models.sign_in import both_or_neither
from waivers.models.guests import Guest
from waivers.models.texts import WaiverText

GENESIS = "0" * 64  # what the first record of the chain names as the one before


class WaiverRecordQuerySet(models.QuerySet["WaiverRecord"]):
    """Named reads of records."""

    def in_order(self) -> WaiverRecordQuerySet:
        """The chain from its first link on."""
        return self.order_by("number")

    def whole(self) -> WaiverRecordQuerySet:
        """Each with its payload, its text, who signed and the sail: one query."""
        return self.select_related("payload", "text", "guest", "event__vessel", "event__event_type")

    def covering(self, guest: Guest) -> WaiverRecord | None:
        """The last record that speaks for a guest, or that they signed for others."""
        mine = Q(covers__guest=guest) | Q(guest=guest)
        return self.filter(mine).select_related("event__vessel", "guest").order_by("-number").first()

    def with_pdf(self, sha256: str) -> WaiverRecord | None:
        """The record whose sealed PDF has this hash, or had it until it was erased: one query."""
        return self.filter(Q(pdf__sha256=sha256) | Q(erasure__pdf_sha256=sha256)).first()

    def unsealed(self, before: datetime) -> models.QuerySet[WaiverRecord, int]:
        """The row numbers of records signed before an instant that have a payload and no PDF, the oldest first."""
        found = self.filter(pdf__isnull=True, payload__isnull=False, signed_at__lt=before)
        return found.order_by("number").values_list("pk", flat=True)


class WaiverRecord(models.Model):
    """One signature: a link of the chain. Rows are only ever added, the database refuses the rest.

    `number` counts from 1 without a gap. `sha256` is of the canonical JSON that lies in WaiverPayload;
    `previous` is the `link` of the record before (GENESIS for the first), and `link` is the SHA-256 of
    `number previous sha256`, with single blanks between. All three in hexadecimal.
    """

    class Kind(models.TextChoices):
        ELECTRONIC = "electronic", "signed on a screen"
        PAPER = "paper", "signed on paper"

    number = models.PositiveBigIntegerField(unique=True)
    guest = models.ForeignKey(Guest, models.PROTECT, related_name="records", help_text="Who signed.")
    event = models.ForeignKey(SailEvent, models.PROTECT, related_name="waivers")
    text = models.ForeignKey(WaiverText, models.PROTECT, related_name="records")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ELECTRONIC)
    signed_at = models.DateTimeField()
    signature_key = models.CharField(max_length=64, unique=True, help_text="The print of the draft: signed once.")
    sha256 = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    link = models.CharField(max_length=64)

    objects = WaiverRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "signed waiver"
        ordering = ("-number",)
        indexes: ClassVar = [models.Index(fields=["event"], name="waiverrecord_by_sail")]

    def __str__(self) -> str:
        return f"waiver {self.number}"


class WaiverPayload(models.Model):
    """What was signed, as canonical JSON in UTF-8: personal, and erased when its time is over.

    It cannot be changed, nor deleted before `keep_until` (a local date) or under a legal hold: the database refuses.
    """

    record = models.OneToOneField(WaiverRecord, models.PROTECT, related_name="payload")
    content = models.BinaryField()
    keep_until = models.DateField()

    def __str__(self) -> str:
        return f"what stands in {self.record}"


class WaiverCover(models.Model):
    """Somebody whom a record covers: the signer, or a dependant. Only ever added."""

    record = models.ForeignKey(WaiverRecord, models.PROTECT, related_name="covers")
    guest = models.ForeignKey(Guest, models.PROTECT, related_name="covered_by")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "guest"], name="waivercover_once")]

    def __str__(self) -> str:
        return f"{self.guest} in {self.record}"


class WaiverPdf(models.Model):
    """The sealed PDF of a record, made once, found by its hash; erased with the payload."""

    record = models.OneToOneField(WaiverRecord, models.PROTECT, related_name="pdf")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"PDF of {self.record}"


class Erasure(models.Model):
    """A record's payload, PDF and names were erased because their time was over; what is left still verifies.

    `pdf_sha256` is what tells a copy of the PDF as genuine that somebody kept; empty where none was made.
    """

    record = models.OneToOneField(WaiverRecord, models.PROTECT, related_name="erasure")
    pdf_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    erased_at = models.DateTimeField()
    why = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.record} erased"


class LegalHold(models.Model):
    """Nothing of a sail is erased while it lasts, whatever its age."""

    event = models.ForeignKey(SailEvent, models.PROTECT, related_name="legal_holds")
    why = models.CharField("reason", max_length=300)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "legal hold"
        ordering = ("-placed_at",)
        constraints: ClassVar = [
            both_or_neither("lifted_at", "lifted_by", "legalhold_lifted_pair"),
            models.UniqueConstraint(fields=["event"], condition=Q(lifted_at__isnull=True), name="legalhold_one_a_sail"),
        ]

    def __str__(self) -> str:
        return f"legal hold on {self.event}"


class PaperWaiverQuerySet(models.QuerySet["PaperWaiver"]):
    """Named reads of papers."""

    def waiting(self) -> PaperWaiverQuerySet:
        """Filed, and not looked at by a second person yet."""
        return self.filter(reviewed_at__isnull=True)

    def of_guest(self, guest: Guest) -> PaperWaiverQuerySet:
        """A guest's papers, the latest first, without their files."""
        found = self.filter(guest=guest).select_related("filed_by", "reviewed_by", "text", "record")
        return found.defer("content").order_by("-filed_at", "-pk")

    def one_of(self, guest: Guest, number: int) -> PaperWaiver | None:
        """One paper of this very guest, or nothing."""
        return self.filter(guest=guest, pk=number).select_related("filed_by", "reviewed_by", "text", "record").first()

    def waiting_on(self, event: SailEvent) -> frozenset[int]:
        """The numbers of a sail's guests whose paper waits for a second look: one query."""
        return frozenset(self.waiting().filter(guest__event=event).values_list("guest_id", flat=True))


class PaperWaiver(models.Model):
    """A waiver signed on paper: its photo or PDF, filed by one act of staff and accepted or refused by another.

    `record` is the link of the chain that acceptance made; its payload names the file's hash.
    """

    guest = models.ForeignKey(Guest, models.PROTECT, related_name="papers")
    text = models.ForeignKey(WaiverText, models.PROTECT, related_name="+")
    content = models.BinaryField()
    media_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    is_accepted = models.BooleanField(default=False)
    refused_why = models.CharField("reason", max_length=200, blank=True)
    record = models.OneToOneField(WaiverRecord, models.PROTECT, null=True, blank=True, related_name="paper")

    objects = PaperWaiverQuerySet.as_manager()

    class Meta:
        ordering = ("filed_at", "pk")
        constraints: ClassVar = [
            both_or_neither("reviewed_at", "reviewed_by", "paperwaiver_reviewed_pair"),
            models.CheckConstraint(
                condition=Q(is_accepted=False) | Q(record__isnull=False), name="paperwaiver_accepted_recorded"
            ),
        ]

    def __str__(self) -> str:
        return f"paper of {self.guest}"
