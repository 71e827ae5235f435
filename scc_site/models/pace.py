"""The pace of the mail: one row that every pump on every host advances."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Func

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class MailPaceQuerySet(models.QuerySet["MailPace"]):
    """Named reads of the one row."""

    def held(self) -> MailPace:
        """The row, locked until the transaction ends, with the database's present instant as `now`."""
        clock = Func(function="CLOCK_TIMESTAMP", output_field=models.DateTimeField())
        row = self.filter(pk=MailPace.ONLY).annotate(now=clock).select_for_update().first()
        if row is None:  # a new database, or one that was emptied
            MailPace.objects.bulk_create([MailPace()], ignore_conflicts=True)
            return self.held()
        return row


class MailPace(models.Model):
    """When the next letter may leave, what the mail service allows, and whether it answers at all.

    There is one row, numbered 1. Every instant in it is read from the database's own clock, so that hosts whose clocks
    differ still keep one pace. The rules are in scc_site/mail/pace.py and scc_site/mail/breaker.py.
    """

    ONLY = 1
    now: datetime

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    free_at = models.DateTimeField(default=LONG_AGO, help_text="The next slot that nobody has.")
    rest_until = models.DateTimeField(default=LONG_AGO, help_text="Until then only sign-in letters leave.")
    throttled_at = models.DateTimeField(default=LONG_AGO, help_text="When the service last asked us to slow down.")
    throttles = models.PositiveSmallIntegerField(default=0, help_text="How often it did so in a row.")
    provider = models.CharField(max_length=20, blank=True, help_text="Whose quota this is.")
    asked_at = models.DateTimeField(default=LONG_AGO, help_text="When the quota was asked.")
    per_second = models.FloatField(null=True, blank=True, help_text="Recipients per second that the service allows.")
    per_day = models.PositiveIntegerField(null=True, blank=True, help_text="Recipients per rolling 24 hours.")
    sent_last_day = models.PositiveIntegerField(default=0, help_text="Of those used up when the quota was asked.")
    reserved = models.PositiveIntegerField(default=0, help_text="Recipients given a slot since.")
    sandbox = models.BooleanField(default=False)
    failures = models.PositiveSmallIntegerField(default=0, help_text="Letters in a row that the service left open.")
    openings = models.PositiveSmallIntegerField(default=0, help_text="How often the breaker opened in this incident.")
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When the incident began; empty: all is well.")
    open_until = models.DateTimeField(default=LONG_AGO, help_text="Until then nothing is sent; then one letter probes.")
    fault = models.CharField(max_length=500, blank=True, help_text="What the service last said, or did not say.")

    objects = MailPaceQuerySet.as_manager()

    class Meta:
        verbose_name = "pace of the mail"
        constraints: ClassVar = [models.CheckConstraint(name="mailpace_one_row", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"next slot {self.free_at:%H:%M:%S.%f} UTC"
