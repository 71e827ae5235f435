"""The tasks of one sail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from events.models.fleet import Anchor, Role
from events.models.sails import SailEvent
from scc_site.history import every_change
from scc_site.models.sign_in import both_or_neither


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    """Named reads of tasks."""

    def open(self) -> ChecklistItemQuerySet:
        """Neither done nor set aside."""
        return self.filter(done_at__isnull=True, set_aside_at__isnull=True)

    def worked_on(self) -> ChecklistItemQuerySet:
        """Done, set aside, or with a note."""
        return self.filter(Q(done_at__isnull=False) | Q(set_aside_at__isnull=False) | ~Q(note=""))

    def with_people(self) -> ChecklistItemQuerySet:
        """With whoever ended each, in one query."""
        return self.select_related("done_by", "set_aside_by")

    def one_of(self, event: SailEvent, number: int) -> ChecklistItem | None:
        """A task of this very sail, or nothing; it carries the sail that was given."""
        found = self.filter(event=event, pk=number).first()
        if found:
            found.event = event
        return found

    def for_export(self) -> Iterable[dict[str, Any]]:
        """One plain row per task, by sail and time due; `item` is the number its tick is posted to."""
        rows = self.order_by("event__departs_at", "event_id", "due_at", "position", "pk").values(
            "text", "anchor", "minutes", "due_at", "role", "critical", "note", "done_at", "set_aside_at",
            sail=F("event__event_id"), item=F("pk"), done_email=F("done_by__email"),
            not_applicable_because=F("set_aside_why"),
        )  # fmt: skip
        for row in rows.iterator():
            done = {"event_id": row.pop("sail"), "done_by": row.pop("done_email") or ""}
            state = state_of(row["done_at"], row.pop("set_aside_at"))
            yield done | row | {"state": state}


def state_of(done_at: datetime | None, set_aside_at: datetime | None) -> str:
    """`open`, `done` or `not_applicable`."""
    if done_at:
        return "done"
    return "not_applicable" if set_aside_at else "open"


@pghistory.track(
    *every_change(),
    model_name="ChecklistItemHistory",
    meta={"indexes": [models.Index(fields=["event"], name="checklisthistory_by_event")]},
)
class ChecklistItem(models.Model):
    """One task of one sail. `due_at` follows the anchor until the task is done or set aside."""

    event = models.ForeignKey(SailEvent, models.CASCADE, related_name="checklist")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=160)
    anchor = models.CharField(max_length=10, choices=Anchor)
    minutes = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    role = models.CharField(max_length=20, choices=Role)
    critical = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_why = models.CharField("not applicable because", max_length=200, blank=True)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "position", "pk")
        indexes: ClassVar = [
            models.Index(fields=["event", "due_at"], name="checklistitem_by_due"),
            models.Index(
                fields=["due_at"],
                condition=Q(done_at__isnull=True, set_aside_at__isnull=True),
                name="checklistitem_open_by_due",
            ),
        ]
        constraints: ClassVar = [
            both_or_neither("done_at", "done_by", "checklistitem_done_pair"),
            both_or_neither("set_aside_at", "set_aside_by", "checklistitem_aside_pair"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(set_aside_at__isnull=True), name="checklistitem_one_end"
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True) | ~Q(set_aside_why=""), name="checklistitem_aside_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def state(self) -> str:
        """`open`, `done` or `not_applicable`."""
        return state_of(self.done_at, self.set_aside_at)
