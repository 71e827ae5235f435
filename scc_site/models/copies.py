"""Letters as they left: what a mailbox got, kept for the office, without what opens a door."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models


class LetterCopyQuerySet(models.QuerySet["LetterCopy"]):
    """Named reads of copies."""

    def last_of(self, mail_id: int) -> LetterCopy | None:
        """The letter as it left last; none when it has not left, or left before copies were kept."""
        return self.filter(mail_id=mail_id).order_by("-pk").first()

    def older_than(self, before: datetime) -> LetterCopyQuerySet:
        """Those that left before an instant and are still whole."""
        return self.filter(at__lt=before, dropped_at__isnull=True)


class LetterCopy(models.Model):
    """One letter as one request carried it out: tokens, codes and links of sign-in masked.

    `sha256` and `bytes` are those of the message that truly left, secrets and all; they cannot be made from the row.
    Rows are only ever added: a trigger refuses the rest, but lets the old ones lose what they say (`dropped_at`).
    """

    mail = models.ForeignKey("scc_site.OutgoingMail", models.CASCADE, related_name="copies")
    token = models.PositiveIntegerField(help_text="The claim that sent it, as in the attempts.")
    at = models.DateTimeField()
    subject = models.CharField(max_length=200)
    headers = models.JSONField(default=list, help_text="Pairs of name and value, in the order of the message.")
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveIntegerField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = LetterCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "letter copies"
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(fields=["at"], name="lettercopy_whole", condition=models.Q(dropped_at__isnull=True)),
            GinIndex(SearchVector("subject", config="simple"), name="lettercopy_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.at:%Y-%m-%d %H:%M} UTC)"
