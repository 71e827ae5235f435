"""Sails that want something of the office: one read, each sail with its reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, TextChoices, Value, When, Window
from django.db.models.functions import RowNumber

from events import flags, timing
from events.checklists import AT_WORK
from events.models import ChecklistItem, SailEvent

Status = SailEvent.Status
UNFINISHED = (*SailEvent.EDITABLE, Status.UNDER_WAY, Status.RETURNED)
NEAR = timedelta(days=14)  # a sail this near wants a captain, and its draft published
DECIDE = timedelta(hours=3)  # a decision due within this is named
LATELY = timedelta(days=14)  # tasks missed longer ago no longer come up by themselves


class Want(TextChoices):
    """Why a sail comes up, most urgent first."""

    OVERDUE = "overdue", "not back"
    NEVER_LEFT = "never_left", "never cast off"
    DECISION = "decision", "decision"
    NO_CAPTAIN = "no_captain", "no captain"
    DRAFT = "draft", "draft"
    TO_CLOSE = "to_close", "back, not closed"


def sails(at: datetime, *, most: int) -> QuerySet[SailEvent]:
    """Sails with their `want`, in order of departure, at most so many of each; `of_all` counts those with that want."""
    planned = (Status.SCHEDULED, Status.BOARDING)
    wants = Case(
        When(status=Status.UNDER_WAY, returns_at__lte=at - flags.GRACE, then=Value(Want.OVERDUE)),
        When(status__in=planned, departs_at__lte=at - flags.GRACE, then=Value(Want.NEVER_LEFT)),
        When(status=Status.WEATHER_HOLD, decide_by__lte=at + DECIDE, then=Value(Want.DECISION)),
        When(
            status__in=planned,
            captain_state=SailEvent.CaptainState.OPEN,
            seats_total__gt=0,
            then=Value(Want.NO_CAPTAIN),
        ),
        When(status=Status.DRAFT, then=Value(Want.DRAFT)),
        When(status=Status.RETURNED, then=Value(Want.TO_CLOSE)),
        default=Value(""),
        output_field=CharField(),
    )
    unfinished = SailEvent.objects.filter(status__in=UNFINISHED, departs_at__lte=at + NEAR)
    numbered = (
        unfinished.annotate(want=wants)
        .exclude(want="")
        .annotate(
            place=Window(RowNumber(), partition_by=F("want"), order_by=("departs_at", "pk")),
            of_all=Window(Count("pk"), partition_by=F("want")),
        )
    )
    return numbered.filter(place__lte=most).select_related("vessel", "event_type").order_by("departs_at", "pk")


def flagged(at: datetime) -> QuerySet[SailEvent]:
    """Sails over which a flag flies (events.flags) and that their captain knows of, the longest ago first."""
    late = (
        Q(status=Status.UNDER_WAY, returns_at__lte=at - flags.GRACE)
        | Q(status__in=(Status.SCHEDULED, Status.BOARDING), departs_at__lte=at - flags.GRACE)
        | Q(status=Status.WEATHER_HOLD, decide_by__lte=at)
        | Q(status=Status.RETURNED, returned_at__lte=at - flags.CLOSE_WITHIN)
    )
    found = SailEvent.objects.filter(late, departs_at__gt=at - LATELY - timing.LONGEST_SAIL, returns_at__gt=at - LATELY)
    return found.select_related("vessel", "event_type").order_by("departs_at", "pk")


def tasks_missed(at: datetime) -> list[dict[str, Any]]:
    """Sails whose critical tasks are overdue: how many (`missed`) and since when (`since`), the longest first."""
    items = ChecklistItem.objects.open().filter(
        Q(critical=True, due_at__range=(at - LATELY, at), event__status__in=AT_WORK)
    )
    rows = items.values("event__event_id", "event__departs_at", "event__vessel__name", "event__event_type__name")
    counted = rows.annotate(missed=Count("pk"), since=Min("due_at")).order_by("since", "event__event_id")
    return [dict(row) for row in counted]
