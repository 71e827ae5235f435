"""What the house reminds whom of, and when: planned, sent, or not, and why not."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.models import ChecklistItem, SailEvent
from scc_site.models import OutgoingMail, User


class NudgeQuerySet(models.QuerySet["Nudge"]):
    """Named reads of nudges."""

    def of_person(self, person: User, most: int) -> NudgeQuerySet:
        """What somebody was reminded of, or will be, the latest first; with sail, task and letter."""
        return self.filter(person=person).told().order_by("-due_at", "-pk")[:most]

    def told(self) -> NudgeQuerySet:
        """Without those that came to nothing before they were due: they say nothing about anybody."""
        return self.exclude(state=Nudge.State.VOID).select_related("event__vessel", "person", "item", "mail")

    def in_waiting_letters(self, sail_id: int, person_id: int | None = None) -> NudgeQuerySet:
        """What letters still to leave say about a sail, to everybody or to one person."""
        told = self.filter(event=sail_id, state=Nudge.State.SENT, mail__state=OutgoingMail.State.QUEUED)
        return told if person_id is None else told.filter(person=person_id)


class Nudge(models.Model):
    """One reminder for one person: of a sail ahead, of a task, or of something that nobody decided.

    Rows are planned from what stands, at every run; one that no longer stands becomes void, and planned again should
    it stand again. One letter may carry many. `version` is the sail's, so that other times make other rows; `item` is
    the task of the task kinds. `ended_at` and `why` say when and for what reason a row was sent, skipped or voided.
    """

    class Kind(models.TextChoices):
        WEEK = "sail_7d", "7 days before"
        TWO_DAYS = "sail_48h", "48 hours before"
        DAY = "sail_24h", "24 hours before"
        HOURS = "sail_3h", "3 hours before"
        TASK_DUE = "task_due", "task due"
        TASK_OVERDUE = "task_overdue", "task overdue"
        TASK_MISSED = "task_missed", "critical task overdue"
        NOT_CAST_OFF = "not_cast_off", "not cast off"
        NOT_RETURNED = "not_returned", "not returned"
        UNDECIDED = "undecided", "hold not decided"
        NOT_CLOSED = "not_closed", "never closed"
        DRAFT = "draft", "draft on its day"

    class State(models.TextChoices):
        PLANNED = "planned", "planned"
        SENT = "sent", "sent"
        SKIPPED = "skipped", "not sent"
        VOID = "void", "void"

    SAIL_AHEAD = (Kind.WEEK, Kind.TWO_DAYS, Kind.DAY, Kind.HOURS)
    TASKS = (Kind.TASK_DUE, Kind.TASK_OVERDUE)

    event = models.ForeignKey(SailEvent, models.CASCADE, related_name="nudges", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="nudges", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    item = models.ForeignKey(
        ChecklistItem, models.CASCADE, null=True, blank=True, related_name="nudges", db_index=False
    )
    version = models.PositiveIntegerField(help_text="The sail's version it was planned for.")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State, default=State.PLANNED)
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=120, blank=True)
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(state="planned"), name="nudge_planned"),
            models.Index(fields=["person", "due_at"], name="nudge_by_person"),
            models.Index(fields=["mail"], condition=Q(mail__isnull=False), name="nudge_by_letter"),
            models.Index(fields=["item"], condition=Q(item__isnull=False), name="nudge_by_task"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event", "person", "kind", "version", "item"], name="nudge_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(state="planned", ended_at__isnull=True) | ~Q(state="planned") & Q(ended_at__isnull=False),
                name="nudge_ends_with_its_state",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["task_due", "task_overdue", "task_missed"], item__isnull=False)
                | ~Q(kind__in=["task_due", "task_overdue", "task_missed"]) & Q(item__isnull=True),
                name="nudge_of_a_task_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}, {self.event}"
