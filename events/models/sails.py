"""One sail and its seats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from events.models.fleet import SLUG, EventType, Vessel
from events.models.season import SailBatch, SeasonReads
from scc_site.history import every_change
from scc_site.models import User
from scc_site.models.columns import Columns, row_of
from scc_site.models.sign_in import Scope, both_or_neither
from scc_site.refusals import Unseen

LINE = (
    "event_id",
    "event_type__name",
    "vessel__name",
    "vessel__mark",
    "status",
    "departs_at",
    "returns_at",
    "seats_total",
    "seats_filled",
    "captain_state",
)


def _history() -> models.QuerySet[Any]:
    return SailEvent.pgh_event_model.objects.all()  # type: ignore[attr-defined]


class SailEventQuerySet(SeasonReads):
    """Named reads of sails."""

    def published(self) -> SailEventQuerySet:
        """Sails the crew may see: all but drafts."""
        return self.exclude(status=SailEvent.Status.DRAFT)

    def seen_by(self, viewer: User) -> SailEventQuerySet:
        """Sails this session may know of: all for the office, one for a session bound to it, else the published."""
        if viewer.acts_as_admin:
            return self
        session = viewer.auth_session
        if session is not None and session.scope == Scope.EVENT:
            return self.published().filter(event_id=session.event_id)
        return self.published()

    def sailing_between(self, first: date, last: date) -> SailEventQuerySet:
        """Sails leaving the dock on these local dates, both included, in order of departure."""
        return self.filter(sails_on__range=(first, last)).order_by("departs_at", "pk")

    def with_captain(self, state: str) -> SailEventQuerySet:
        """Sails whose captain's seat is in this state; all for an empty state."""
        return self.filter(captain_state=state) if state else self

    def of_vessel(self, slug: str) -> SailEventQuerySet:
        """Sails of one vessel; all for an empty slug."""
        return self.filter(vessel__slug=slug) if slug else self

    def with_free_seats(self) -> SailEventQuerySet:
        """Sails on which seats may still be taken: somebody is missing, and she has not left."""
        return self.filter(seats_filled__lt=F("seats_total"), status__in=SailEvent.BEFORE_SAILING)

    def matching(self, text: str) -> SailEventQuerySet:
        """Sails in which every word of a search is found: in id, vessel, type, dock or ports."""
        found = self
        for word in text.split():
            found = found.filter(
                Q(event_id__icontains=word)
                | Q(vessel__name__icontains=word)
                | Q(event_type__name__icontains=word)
                | Q(dock__icontains=word)
                | Q(itinerary__icontains=word)
            )
        return found

    def was_ever(self, event_id: str) -> bool:
        """Whether any sail, even one deleted since, has had this id."""
        return self.filter(event_id=event_id).exists() or _history().filter(event_id=event_id).exists()

    def ids_ever_like(self, base: str) -> set[str]:
        """Every id ever used that begins with `base`."""
        used = self.filter(event_id__startswith=base).values_list("event_id", flat=True)
        return set(used) | set(_history().filter(event_id__startswith=base).values_list("event_id", flat=True))

    def locked(self, event: SailEvent) -> SailEvent:
        """The sail as it stands, held until the transaction ends, with vessel and type.

        Raises Unseen when it was taken out of the plan meanwhile.
        """
        held = self.select_for_update(of=("self",), no_key=True).select_related("vessel", "event_type")
        found = held.filter(pk=event.pk).first()
        if found is None:
            raise Unseen("This sail was taken out of the plan a moment ago.")
        return found

    def not_over(self, at: datetime) -> SailEventQuerySet:
        """Published sails out now or still to leave, soonest first, with vessel and type."""
        shown = (*SailEvent.BEFORE_SAILING, SailEvent.Status.UNDER_WAY)
        found = self.filter(returns_at__gt=at, status__in=shown).select_related("vessel", "event_type")
        return found.order_by("departs_at", "pk")

    def above(self, most: int) -> SailEventQuerySet:
        """Sails not over yet that have more places than `most`, soonest first."""
        over = (SailEvent.Status.RETURNED, SailEvent.Status.CLOSED, SailEvent.Status.CANCELLED)
        return self.filter(capacity__gt=most).exclude(status__in=over).order_by("departs_at", "pk")

    def with_room(self, guests: int, at: datetime) -> SailEventQuerySet:
        """Sails still to leave that have so many places left, soonest first, with vessel and type."""
        found = self.filter(status__in=SailEvent.EDITABLE, departs_at__gt=at)
        found = found.filter(capacity__gte=F("guests_booked") + F("guests_added") + guests)
        return found.select_related("vessel", "event_type").order_by("departs_at", "pk")

    def named(self, event_id: str) -> SailEvent | None:
        """One sail with vessel and type, if there is one of this id."""
        found = row_of(NAMED, [event_id])
        if found is None:
            return None
        sail = SAIL.instance(found[: SAIL.width])
        sail.vessel = VESSEL.instance(found[SAIL.width : -KIND.width])
        sail.event_type = KIND.instance(found[-KIND.width :])
        return sail

    def as_lines(self) -> Iterable[tuple[Any, ...]]:
        """Plain columns for lists, in the order of `LINE`."""
        return self.values_list(*LINE)

    def for_export(self) -> Iterable[dict[str, Any]]:
        """One plain row per sail, in order of departure; instants in UTC."""
        rows = self.order_by("departs_at", "pk").values(
            "event_id", "status", "departs_at", "returns_at", "sunset_at", "call_at", "capacity", "version",
            "captain_state", "seats_total", "seats_filled", "departed_at", "returned_at",
            vessel_slug=F("vessel__slug"), type_slug=F("event_type__slug"),
        )  # fmt: skip
        for found in rows.iterator():
            row = dict[str, Any](found)
            yield row | {"vessel": row.pop("vessel_slug"), "event_type": row.pop("type_slug")}


@pghistory.track(
    *every_change(),
    model_name="SailEventHistory",
    exclude=["changed_at", "guests_booked", "guests_added"],
    meta={"indexes": [models.Index(fields=["event_id"], name="sailevent_ids_ever", opclasses=["varchar_pattern_ops"])]},
)
class SailEvent(models.Model):
    """One sail. Instants are stored in UTC; `sails_on` is the house's local date of departure.

    `captain_state`, `seats_total` and `seats_filled` are what lists need from above; crew's verbs keep them.
    `guests_booked` is the sum of its live parties, `guests_added` counts guests of no party who have a place; both
    are kept by the database alone, whatever is written into them.
    `version` rises whenever people are told something new of it: other times, a hold, its end, a cancellation;
    calendars take it as their SEQUENCE. The four fields of a hold are set while it lasts and empty otherwise.
    `ready_saw` is what whoever stamped the sail ready had before their eyes (events.ready.readiness.seen).
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        SCHEDULED = "scheduled", "scheduled"
        BOARDING = "boarding", "boarding"
        UNDER_WAY = "under_way", "under way"
        RETURNED = "returned", "returned"
        CLOSED = "closed", "closed"
        WEATHER_HOLD = "weather_hold", "weather hold"
        CANCELLED = "cancelled", "cancelled"

    class CaptainState(models.TextChoices):
        OPEN = "open", "open"
        OFFERED = "offered", "offered"
        CLAIMED = "claimed", "claimed"
        CONFIRMED = "confirmed", "confirmed"

    BEFORE_SAILING = (Status.SCHEDULED, Status.BOARDING, Status.WEATHER_HOLD)
    EDITABLE = (Status.DRAFT, *BEFORE_SAILING)

    event_id = models.CharField(max_length=80, unique=True, validators=[SLUG])
    vessel = models.ForeignKey(Vessel, models.PROTECT, related_name="events")
    event_type = models.ForeignKey(EventType, models.PROTECT, related_name="events")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    sails_on = models.DateField()
    call_at = models.DateTimeField()
    departs_at = models.DateTimeField()
    returns_at = models.DateTimeField()
    sunset_at = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveSmallIntegerField()
    guests_booked = models.PositiveIntegerField(default=0, editable=False)
    guests_added = models.PositiveIntegerField(default=0, editable=False)
    dock = models.CharField(max_length=120, blank=True)
    itinerary = models.CharField(max_length=200, blank=True, help_text="Ports, in order; empty: out and back.")
    notes = models.TextField(max_length=4000, blank=True)
    captain_state = models.CharField(max_length=10, choices=CaptainState, default=CaptainState.OPEN)
    seats_total = models.PositiveSmallIntegerField(default=0)
    seats_filled = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    batch = models.ForeignKey(SailBatch, models.PROTECT, null=True, blank=True, related_name="sails")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    departed_at = models.DateTimeField(null=True, blank=True)
    departed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    held_why = models.CharField("reason of the hold", max_length=200, blank=True)
    decide_by = models.DateTimeField(null=True, blank=True, help_text="On weather hold: decided until then.")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_why = models.CharField("reason", max_length=200, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    ready_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ready_saw = models.JSONField("what stood when stamped ready", default=dict, blank=True)

    objects = SailEventQuerySet.as_manager()

    class Meta:
        verbose_name = "sail"
        ordering = ("departs_at", "pk")
        indexes: ClassVar = [
            models.Index(fields=["sails_on", "departs_at"], name="sailevent_by_day"),
            models.Index(fields=["vessel", "departs_at"], name="sailevent_by_vessel"),
            models.Index(fields=["departs_at"], name="sailevent_by_departure"),
            models.Index(fields=["status", "departs_at"], name="sailevent_by_status"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(call_at__lte=F("departs_at"), departs_at__lt=F("returns_at")),
                name="sailevent_times_ordered",
            ),
            models.CheckConstraint(condition=Q(capacity__gte=0), name="sailevent_capacity"),
            models.CheckConstraint(
                condition=Q(capacity__gte=F("guests_booked") + F("guests_added")), name="sailevent_never_overbooked"
            ),
            models.CheckConstraint(condition=Q(seats_filled__lte=F("seats_total")), name="sailevent_never_oversold"),
            both_or_neither("departed_at", "departed_by", "sailevent_departed_pair"),
            both_or_neither("returned_at", "returned_by", "sailevent_returned_pair"),
            both_or_neither("closed_at", "closed_by", "sailevent_closed_pair"),
            both_or_neither("held_at", "held_by", "sailevent_held_pair"),
            both_or_neither("held_at", "decide_by", "sailevent_held_until"),
            both_or_neither("cancelled_at", "cancelled_by", "sailevent_cancelled_pair"),
            both_or_neither("ready_at", "ready_by", "sailevent_ready_pair"),
        ]

    def __str__(self) -> str:
        return self.event_id

    def get_absolute_url(self) -> str:
        """The event's page."""
        return reverse("events:detail", args=[self.event_id])

    @property
    def boards_at(self) -> datetime:
        """When guests may come aboard: the type's minutes before departure, never before call."""
        return max(self.call_at, self.departs_at - timedelta(minutes=self.event_type.boarding_minutes))

    @property
    def places_left(self) -> int:
        """Guests that may still be booked or added."""
        return max(0, self.capacity - self.places_taken)

    @property
    def places_taken(self) -> int:
        """Places of parties, and of guests without one."""
        return self.guests_booked + self.guests_added

    @property
    def is_open(self) -> bool:
        """Whether seats may still change hands: published, not cancelled, not cast off."""
        return self.status in self.BEFORE_SAILING

    @property
    def is_editable(self) -> bool:
        """Whether the plan may still change."""
        return self.status in self.EDITABLE


SAIL, VESSEL, KIND = Columns(SailEvent, "sail"), Columns(Vessel, "vessel"), Columns(EventType, "kind")
FROM = """
  FROM events_sailevent sail JOIN events_vessel vessel ON vessel.id = sail.vessel_id
  JOIN events_eventtype kind ON kind.id = sail.event_type_id
 WHERE sail.event_id = %s
"""
NAMED = f"SELECT {SAIL.sql}, {VESSEL.sql}, {KIND.sql} {FROM}"
