"""The seats of one sail."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models

from events.models.fleet import Role
from events.models.sails import SailEvent
from scc_site.history import every_change


@pghistory.track(
    *every_change(),
    model_name="SeatHistory",
    meta={"indexes": [models.Index(fields=["event"], name="seathistory_by_event")]},
)
class Seat(models.Model):
    """A place for one person in one role on one sail. That it is empty is the absence of an assignment."""

    event = models.ForeignKey(SailEvent, models.CASCADE, related_name="seats")
    role = models.CharField(max_length=20, choices=Role)
    number = models.PositiveSmallIntegerField()
    required = models.BooleanField(default=True)
    needs_approval = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "role", "number"], name="seat_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.number}"
