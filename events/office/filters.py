"""How the list of sails is narrowed: by when they leave, by a hold that waits, by the batch that planned them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from events import timing
from events.models import SailBatch, SailEvent
from scc_site import clock

LATEST = 12  # batches offered
WEEK = timedelta(days=7)


def today() -> date:
    """The house's date."""
    return clock.now().astimezone(settings.HOUSE_ZONE).date()


class WhenFilter(admin.SimpleListFilter):
    """By departure, on the house's calendar; weeks begin on Monday."""

    title = "departure"
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The nearest first."""
        return [
            ("today", "today"),
            ("week", "this week"),
            ("next", "next week"),
            ("ahead", "still to come back"),
            ("past", "past"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SailEvent]) -> QuerySet[SailEvent]:
        """The sails of that span; each reads a range of an index."""
        on = today()
        monday = on - timedelta(days=on.weekday())
        spans = {"today": (on, on), "week": (monday, monday), "next": (monday + WEEK, monday + WEEK)}
        asked = self.value()
        if asked in spans:
            first, last = spans[asked]
            return queryset.filter(sails_on__range=(first, last if asked == "today" else last + WEEK - timedelta(1)))
        at = clock.now()
        if asked == "ahead":  # a sail is never longer: the bound lets an index find them
            return queryset.filter(returns_at__gt=at, departs_at__gt=at - timing.LONGEST_SAIL)
        return queryset.filter(returns_at__lte=at, departs_at__lt=at) if asked == "past" else queryset


class HoldFilter(admin.SimpleListFilter):
    """Weather holds that wait for somebody's decision."""

    title = "weather hold"
    parameter_name = "hold"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Those that should be decided by now first."""
        return [("late", "past its decision time"), ("waiting", "still to be decided")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SailEvent]) -> QuerySet[SailEvent]:
        """The sails on hold."""
        if self.value() not in {"late", "waiting"}:
            return queryset
        held = queryset.filter(status=SailEvent.Status.WEATHER_HOLD)
        at = clock.now()
        return held.filter(decide_by__lte=at) if self.value() == "late" else held.filter(decide_by__gt=at)


class BatchFilter(admin.SimpleListFilter):
    """By the batch a sail was planned in: the latest, and the one that the address names."""

    title = "batch"
    parameter_name = "batch"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Each with its day and its rule."""
        found = list(SailBatch.objects.filter(undone_at=None)[:LATEST])
        asked = request.GET.get(self.parameter_name, "")
        if is_number(asked) and int(asked) not in {batch.pk for batch in found}:
            found += SailBatch.objects.filter(pk=asked)
        return [
            (str(batch.pk), f"{batch.made_at.astimezone(settings.HOUSE_ZONE):%d %b %Y}: {batch}") for batch in found
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SailEvent]) -> QuerySet[SailEvent]:
        """The batch's sails."""
        asked = self.value() or ""
        if not asked:
            return queryset
        return queryset.filter(batch_id=int(asked)) if is_number(asked) else queryset.none()


def is_number(text: str) -> bool:
    """Whether a parameter can be a row's number."""
    return text.isascii() and text.isdecimal() and len(text) < 19  # noqa: PLR2004 - digits of a bigint
