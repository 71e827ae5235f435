"""What guests agree to: waiver texts, each version kept for ever once it was published."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from scc_site.models.sign_in import both_or_neither

LONGEST_TEXT = 40_000  # signs of Markdown: some ten printed pages


class WaiverTextQuerySet(models.QuerySet["WaiverText"]):
    """Named reads of texts."""

    def published(self) -> WaiverTextQuerySet:
        """Texts that guests were ever shown."""
        return self.filter(published_at__isnull=False)

    def current(self, variant: str) -> WaiverText | None:
        """The text that is signed now on sails of a variant: its last published version, unless it was withdrawn."""
        found = self.published().filter(variant=variant).order_by("-version").first()
        return found if found and found.withdrawn_at is None else None

    def numbered(self, number: int) -> WaiverText | None:
        """One text with who wrote and published it, or nothing."""
        people = ("written_by", "published_by", "withdrawn_by")
        return self.select_related(*people).filter(pk=number).first()

    def versions(self, variant: str) -> WaiverTextQuerySet:
        """Every version of a variant, the latest first, with who wrote and published it."""
        people = ("written_by", "published_by", "withdrawn_by")
        return self.filter(variant=variant).select_related(*people).order_by("-version")


class WaiverText(models.Model):
    """One version of the waiver for one kind of itinerary, in Markdown, English and Spanish.

    A draft may change; once published the database refuses every change but its withdrawal, which makes all
    signatures under it worth nothing from then on (the records stay). `valid_months` is how long a signature holds.
    `is_demo` texts are marked as such wherever they are shown.
    """

    class Variant(models.TextChoices):
        OUT_AND_BACK = "out_and_back", "out and back"
        BETWEEN_PORTS = "between_ports", "between ports"

    variant = models.CharField("itinerary", max_length=20, choices=Variant)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    title_es = models.CharField("title in Spanish", max_length=120, blank=True)
    body = models.TextField("text", max_length=LONGEST_TEXT, help_text="Markdown.")
    body_es = models.TextField("text in Spanish", max_length=LONGEST_TEXT, blank=True, help_text="Markdown.")
    valid_months = models.PositiveSmallIntegerField("a signature holds, in months", default=12)
    is_demo = models.BooleanField("demo text", default=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField("reason", max_length=200, blank=True)

    objects = WaiverTextQuerySet.as_manager()

    class Meta:
        verbose_name = "waiver text"
        ordering = ("variant", "-version")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["variant", "version"], name="waivertext_once"),
            both_or_neither("published_at", "published_by", "waivertext_published_pair"),
            both_or_neither("withdrawn_at", "withdrawn_by", "waivertext_withdrawn_pair"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(published_at__isnull=False), name="waivertext_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_variant_display()}, version {self.version}"

    def is_current(self, at: datetime) -> bool:
        """Whether a signature under it holds at all at an instant: published, not withdrawn by then."""
        withdrawn = self.withdrawn_at is not None and self.withdrawn_at <= at
        return self.published_at is not None and not withdrawn
