"""Links that can be made anew: a sail's at the dock, a party lead's."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from events.models import Booking, SailEvent


class SailDoorQuerySet(models.QuerySet["SailDoor"]):
    """Named reads of dock links."""

    def shut_on(self, event: SailEvent) -> bool:
        """Whether nobody may add themself to a sail."""
        return self.filter(event=event, is_shut=True).exists()


class SailDoor(models.Model):
    """A sail's dock link: the number that its QR code carries rises when the link is made anew; 1 without a row."""

    event = models.OneToOneField(SailEvent, models.CASCADE, related_name="door")
    number = models.PositiveIntegerField(default=1)
    is_shut = models.BooleanField("nobody adds themself", default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SailDoorQuerySet.as_manager()

    def __str__(self) -> str:
        return f"dock link {self.number} of {self.event}"


class PartyLink(models.Model):
    """A party lead's link: its number rises when the link is made anew; 1 without a row."""

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="party_link")
    number = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"party link {self.number} of {self.booking}"
