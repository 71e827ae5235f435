"""The sail: vessels, event types, events, seats and checklists."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from scc_site.models.sign_in import both_or_neither

SLUG = RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z", "Small letters, digits and single dashes only.")


class Role(models.TextChoices):
    """What a person does on a sail, in the order of the roster."""

    CAPTAIN = "captain", "Captain"
    CREW = "crew", "Crew"
    CHEF = "chef", "Chef"


class Anchor(models.TextChoices):
    """What a checklist item's time is counted from."""

    CALL = "call", "call"
    DEPARTURE = "departure", "departure"
    RETURN = "return", "return"
    SUNSET = "sunset", "sunset"


class Vessel(models.Model):
    """A boat. `legal_maximum` is the guests its certificate allows: a wall, no override."""

    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(max_length=60)
    mark = models.CharField(max_length=2, help_text="One or two letters for the calendar.")
    legal_maximum = models.PositiveSmallIntegerField("most guests", validators=[MinValueValidator(1)])
    dock = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class EventType(models.Model):
    """A kind of sail: its usual times, its seats and its checklist. All minutes are whole minutes."""

    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(max_length=60)
    call_minutes = models.PositiveSmallIntegerField(default=60, help_text="Call this long before departure.")
    boarding_minutes = models.PositiveSmallIntegerField(default=30, help_text="Boarding this long before departure.")
    sunset_minutes = models.SmallIntegerField(
        default=90, help_text="Departure this long before sunset (negative: after it), when a sail is planned."
    )
    duration_minutes = models.PositiveSmallIntegerField(default=150, validators=[MinValueValidator(1)])
    release_hours = models.PositiveSmallIntegerField(
        default=48, help_text="A seat can be given back freely until this long before call."
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class SeatRule(models.Model):
    """How many seats of a role a type of sail has; a rule naming the vessel replaces the general one."""

    event_type = models.ForeignKey(EventType, models.CASCADE, related_name="seat_rules")
    vessel = models.ForeignKey(Vessel, models.CASCADE, null=True, blank=True, related_name="seat_rules")
    role = models.CharField(max_length=20, choices=Role)
    number = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(30)])
    required = models.BooleanField(default=True, help_text="The sail cannot leave without it.")
    needs_approval = models.BooleanField(default=False, help_text="A claim waits for the captain or the office.")

    class Meta:
        ordering = ("event_type", "role", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event_type", "vessel", "role"], name="seatrule_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} × {self.get_role_display()}"


class ChecklistTemplate(models.Model):
    """One task that every new sail of a type begins with; `minutes` from the anchor, negative before it."""

    event_type = models.ForeignKey(EventType, models.CASCADE, related_name="checklist")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=160)
    anchor = models.CharField(max_length=10, choices=Anchor)
    minutes = models.SmallIntegerField(default=0)
    role = models.CharField(max_length=20, choices=Role)
    critical = models.BooleanField(default=False)

    class Meta:
        verbose_name = "checklist task"
        ordering = ("event_type", "position", "pk")

    def __str__(self) -> str:
        return self.text


class SailEventQuerySet(models.QuerySet["SailEvent"]):
    """Named reads of sails."""

    def published(self) -> SailEventQuerySet:
        """Sails the crew may see: all but drafts."""
        return self.exclude(status=SailEvent.Status.DRAFT)

    def sailing_between(self, first: date, last: date) -> SailEventQuerySet:
        """Sails leaving the dock on these local dates, both included, in order of departure."""
        return self.filter(sails_on__range=(first, last)).order_by("departs_at", "pk")


@pghistory.track(model_name="SailEventHistory", exclude=["changed_at"])
class SailEvent(models.Model):
    """One sail. Instants are stored in UTC; `sails_on` is the house's local date of departure.

    `captain_state`, `seats_total` and `seats_filled` are what lists need from above; crew's verbs keep them.
    `version` rises whenever the times change.
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
    dock = models.CharField(max_length=120, blank=True)
    itinerary = models.CharField(max_length=200, blank=True, help_text="Ports, in order; empty: out and back.")
    notes = models.TextField(max_length=4000, blank=True)
    captain_state = models.CharField(max_length=10, choices=CaptainState, default=CaptainState.OPEN)
    seats_total = models.PositiveSmallIntegerField(default=0)
    seats_filled = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    departed_at = models.DateTimeField(null=True, blank=True)
    departed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_why = models.CharField("reason", max_length=200, blank=True)

    objects = SailEventQuerySet.as_manager()

    class Meta:
        verbose_name = "sail"
        ordering = ("departs_at", "pk")
        indexes: ClassVar = [
            models.Index(fields=["sails_on", "departs_at"], name="sailevent_by_day"),
            models.Index(fields=["vessel", "departs_at"], name="sailevent_by_vessel"),
            models.Index(fields=["departs_at"], name="sailevent_by_departure"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(call_at__lte=F("departs_at"), departs_at__lt=F("returns_at")),
                name="sailevent_times_ordered",
            ),
            models.CheckConstraint(condition=Q(capacity__gte=0), name="sailevent_capacity"),
            models.CheckConstraint(condition=Q(seats_filled__lte=F("seats_total")), name="sailevent_never_oversold"),
            both_or_neither("departed_at", "departed_by", "sailevent_departed_pair"),
            both_or_neither("returned_at", "returned_by", "sailevent_returned_pair"),
            both_or_neither("closed_at", "closed_by", "sailevent_closed_pair"),
            both_or_neither("cancelled_at", "cancelled_by", "sailevent_cancelled_pair"),
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
    def is_open(self) -> bool:
        """Whether seats may still change hands: published, not cancelled, not cast off."""
        return self.status in self.BEFORE_SAILING


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


@pghistory.track(model_name="ChecklistItemHistory")
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

    class Meta:
        ordering = ("due_at", "position", "pk")
        indexes: ClassVar = [models.Index(fields=["event", "due_at"], name="checklistitem_by_due")]
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
        if self.done_at:
            return "done"
        return "not_applicable" if self.set_aside_at else "open"
