"""Small tables that make the machinery visible and exact: heartbeats, counters, answers already given."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Heartbeat(models.Model):
    """When a part of the machinery last gave a sign of life (`canary`, `tick`, `pump`)."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S} UTC"


class RateCounter(models.Model):
    """How often something happened within a window that began with its first occurrence.

    `key` is a MAC of the limit's name and its subject, so that the table holds no address in clear.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at:%Y-%m-%d %H:%M:%S} UTC"


class AnsweredForm(models.Model):
    """The answer once given to a form sent with an idempotency key: the same form again gets it again."""

    person = models.ForeignKey("scc_site.User", models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="answeredform_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
