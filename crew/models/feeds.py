"""One person's calendar feed: which of its links is alive, and what was read from it last."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from scc_site.models import User
from scc_site.models.sign_in import both_or_neither

FIRST = 1  # the number of a link that was never reset: most people need no row


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Named reads of feeds."""

    def of(self, person: User) -> CalendarFeed:
        """A person's feed; a new one, not stored, where nothing was ever read or reset."""
        return self.filter(person=person).select_related("reset_by").first() or CalendarFeed(person=person)

    def of_sub(self, sub: UUID) -> CalendarFeed | None:
        """The feed of whoever a link was made for, with the person; not stored before it is first read. One query."""
        person = User.objects.filter(sub=sub).select_related("calendar_feed").first()
        if person is None:
            return None
        found: CalendarFeed | None = getattr(person, "calendar_feed", None)
        return found or CalendarFeed(person=person)


class CalendarFeed(models.Model):
    """What the house keeps about one person's feed; the link itself is made anew from `number`, and kept nowhere.

    A reset raises `number`: every link made before is dead. `digest` is the fingerprint of what was read last and
    `changed_at` since when it reads so, in whole seconds, as HTTP dates are; `read_at` is coarse, to the hour.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_feed")
    number = models.PositiveIntegerField(default=FIRST)
    reset_at = models.DateTimeField(null=True, blank=True)
    reset_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField("last read by a calendar", null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "calendar feed"
        constraints: ClassVar = [
            both_or_neither("reset_at", "reset_by", "calendarfeed_reset_pair"),
            models.CheckConstraint(
                condition=Q(number=FIRST, reset_at__isnull=True) | Q(number__gt=FIRST, reset_at__isnull=False),
                name="calendarfeed_number_rises_by_reset",
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.person}"
