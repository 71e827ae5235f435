"""What the house has: vessels, kinds of sail, and what each kind begins with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

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


class InUseQuerySet(models.QuerySet[Any]):
    """Named reads of what can be retired."""

    def in_use(self) -> InUseQuerySet:
        """Not retired, by name."""
        return self.filter(is_active=True).order_by("name", "pk")

    def hold(self, row: models.Model) -> None:
        """Nobody else changes the row, nor plans with it, until the transaction ends."""
        list(self.filter(pk=row.pk).select_for_update(no_key=True).values_list("pk"))

    def by_slug(self) -> Iterable[tuple[str, str]]:
        """Slug and name of each that is in use, by name."""
        return self.in_use().values_list("slug", "name")


class Vessel(models.Model):
    """A boat. `legal_maximum` is the guests its certificate allows: a wall, no override."""

    slug = models.CharField(max_length=40, unique=True, validators=[SLUG])
    name = models.CharField(max_length=60)
    mark = models.CharField(max_length=2, help_text="One or two letters for the calendar.")
    legal_maximum = models.PositiveSmallIntegerField("most guests", validators=[MinValueValidator(1)])
    dock = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)

    objects = InUseQuerySet.as_manager()

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

    objects = InUseQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class SeatRuleQuerySet(models.QuerySet["SeatRule"]):
    """Named reads of seat rules."""

    def of_kinds(self, kinds: Iterable[int]) -> SeatRuleQuerySet:
        """The general rules of several kinds of sail, then those of single vessels."""
        return self.filter(event_type__in=kinds).order_by(F("vessel").asc(nulls_first=True), "pk")

    def fitting(self, vessel: Vessel, event_type: EventType) -> SeatRuleQuerySet:
        """The type's general rules, then the vessel's own."""
        return self.filter(Q(vessel=vessel) | Q(vessel=None), event_type=event_type).order_by(
            F("vessel").asc(nulls_first=True), "pk"
        )


class SeatRule(models.Model):
    """How many seats of a role a type of sail has; a rule naming the vessel replaces the general one."""

    event_type = models.ForeignKey(EventType, models.CASCADE, related_name="seat_rules")
    vessel = models.ForeignKey(Vessel, models.CASCADE, null=True, blank=True, related_name="seat_rules")
    role = models.CharField(max_length=20, choices=Role)
    number = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(30)])
    required = models.BooleanField(default=True, help_text="The sail cannot leave without it.")
    needs_approval = models.BooleanField(default=False, help_text="A claim waits for the captain or the office.")

    objects = SeatRuleQuerySet.as_manager()

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
