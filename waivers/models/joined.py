"""Forms by which people added themselves: one sending adds one person, however often it arrives."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from events.models import SailEvent
from waivers.models.guests import Guest


class JoinedFormQuerySet(models.QuerySet["JoinedForm"]):
    """Named reads of sent forms."""

    def keyed(self, event: SailEvent, key_print: str) -> JoinedForm | None:
        """The form once sent for a sail under a key, with its guest."""
        return self.filter(event=event, key_print=key_print).exclude(key_print="").select_related("guest").first()

    def by_hand(self, event: SailEvent, hand_print: str, since: datetime) -> JoinedForm | None:
        """The last form that one browser sent for a sail under one name since an instant, with its guest."""
        found = self.filter(event=event, hand_print=hand_print, at__gt=since).select_related("guest")
        return found.order_by("-at", "-pk").first()


class JoinedForm(models.Model):
    """One form of a dock link that was answered. Prints are MACs: no key, browser or name stands here in clear.

    `key_print` is of the form's own key, empty where it had none; `hand_print` of browser and name; `said_print` of
    what was typed.
    """

    event = models.ForeignKey(SailEvent, models.CASCADE, related_name="+")
    guest = models.ForeignKey(Guest, models.CASCADE, related_name="+")
    key_print = models.CharField(max_length=64, blank=True)
    hand_print = models.CharField(max_length=64)
    said_print = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    objects = JoinedFormQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "key_print"], name="joinedform_once", condition=~Q(key_print="")),
        ]

    def __str__(self) -> str:
        return f"form of {self.guest_id}"
