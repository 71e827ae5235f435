"""Who holds which seat on which sail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Func, Max, Q, Sum, Value
from django.db.models.functions import Coalesce, Now

from events.models import Role, SailEvent, Seat
from scc_site.history import every_change
from scc_site.models import User
from scc_site.models.sign_in import both_or_neither


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Named reads of assignments."""

    def active(self) -> AssignmentQuerySet:
        """Those that occupy their seat."""
        return self.filter(state__in=Assignment.ACTIVE)

    def aboard(self) -> AssignmentQuerySet:
        """Those whose holder counts as this sail's crew."""
        return self.filter(state__in=Assignment.ABOARD)

    def of(self, person: User) -> AssignmentQuerySet:
        """One person's, with sail, vessel, type and seat at hand."""
        return self.filter(person=person).select_related("event__vessel", "event__event_type", "seat")

    def ahead(self, at: datetime) -> AssignmentQuerySet:
        """Standing ones on sails that are not over yet, soonest first."""
        shown = (*SailEvent.BEFORE_SAILING, SailEvent.Status.UNDER_WAY)
        standing = self.active().exclude(state=Assignment.State.OFFERED, answer_by__lte=at)
        return standing.filter(event__returns_at__gt=at, event__status__in=shown).order_by("event__departs_at", "pk")

    def in_calendar(self, person: User, since: datetime) -> AssignmentQuerySet:
        """All a person ever had on published sails that were not over before, by sail, each sail's newest row first."""
        found = self.of(person).filter(event__returns_at__gte=since).exclude(event__status=SailEvent.Status.DRAFT)
        return found.order_by("event__departs_at", "event", "-pk")

    def revisions(self, event: SailEvent, people: Iterable[int]) -> dict[int, int]:
        """By person: the highest revision of their rows on a sail; one query."""
        rows = self.filter(event=event, person__in=list(people)).values_list("person").annotate(most=Max("revision"))
        return dict(rows.order_by())

    def sailed(self, person: User, since: datetime, until: datetime) -> tuple[int, float]:
        """How many sails somebody was aboard of that came back in a span, and their hours under way.

        Counted from cast-off to return as the log has them, else as planned; one query.
        """
        aboard = self.aboard().filter(person=person, event__returns_at__gt=since, event__returns_at__lte=until)
        shown = aboard.exclude(event__status__in=(SailEvent.Status.DRAFT, SailEvent.Status.CANCELLED))
        back = Coalesce("event__returned_at", "event__returns_at")
        out = Coalesce("event__departed_at", "event__departs_at")
        found = shown.aggregate(count=Count("pk"), spent=Sum(ExpressionWrapper(back - out, models.DurationField())))
        return found["count"], (found["spent"] or timedelta()).total_seconds() / 3600

    def waiting_for(self, captain: User, at: datetime) -> AssignmentQuerySet:
        """Claims to answer and seats to cover on the sails that somebody is captain of; not what the office answers."""
        mine = Assignment.objects.aboard().filter(person=captain, seat__role=Role.CAPTAIN, event__returns_at__gt=at)
        others = self.waiting(at).filter(event__in=mine.values("event")).exclude(person=captain)
        return others.exclude(state=Assignment.State.CLAIMED, seat__role=Role.CAPTAIN)

    def waiting(self, at: datetime) -> AssignmentQuerySet:
        """Claims to answer and seats to cover on all sails that have not left, soonest first."""
        states = (Assignment.State.CLAIMED, Assignment.State.COVERING)
        found = self.filter(state__in=states, event__returns_at__gt=at, event__status__in=SailEvent.BEFORE_SAILING)
        related = found.select_related("event__vessel", "event__event_type", "seat", "person", "takes_over__person")
        return related.order_by("event__departs_at", "pk")

    def stood_down(self, event: SailEvent) -> list[Assignment]:
        """The crew of a sail that was cancelled, in the order of the roster, with seat and person."""
        found = self.filter(event=event, state=Assignment.State.STOOD_DOWN).select_related("seat", "person")
        order = list(Role)
        return sorted(found, key=lambda one: (order.index(Role(one.seat.role)), one.seat.number, one.pk))

    def clashing_with(self, event: SailEvent) -> AssignmentQuerySet:
        """Those that bind their holder during a sail's [call, return), on other sails."""
        return self.filter(state__in=Assignment.BINDING, period__overlap=(event.call_at, event.returns_at)).exclude(
            event=event
        )

    def last_on(self, seats: Sequence[int]) -> dict[int, Assignment]:
        """Whose assignment ended last on each of these seats, by seat; one query."""
        over = self.filter(seat__in=seats, ended_at__isnull=False).exclude(
            state__in=(Assignment.State.COVERED, Assignment.State.STOOD_DOWN)
        )
        newest = over.order_by("seat", "-ended_at", "-pk").distinct("seat").select_related("person")
        return {found.seat_id: found for found in newest}

    def lapsed(self, at: datetime) -> AssignmentQuerySet:
        """Offers still standing though their time is over."""
        return self.filter(state=Assignment.State.OFFERED, answer_by__lte=at)


@pghistory.track(
    *every_change(),
    model_name="AssignmentHistory",
    exclude=["revision", "revised_at"],
    meta={"indexes": [models.Index(fields=["event"], name="assignmenthistory_by_event")]},
)
class Assignment(models.Model):
    """One person in one seat. Rows are never deleted: an ended one says who ended it, when and why.

    `period` is [call, return) of the sail, kept by a trigger, so that no person can be bound to two sails at once
    whoever writes the row; it is empty while the sail is cancelled.

    A successor (`takes_over`) is offered or claims a seat that somebody still holds; when it is confirmed the one
    before ends as covered, in the same transaction. `made_by` wrote the row, `offered_by` made the offer that stands:
    the office or a captain, a holder who hands the seat on, or whoever moved the sail: then it is confirmed again.
    Once it is confirmed a successor is a holder like any other, and `takes_over` is empty again.

    `revision` counts what a calendar would show otherwise of this person on this sail: a trigger makes it one more
    than all their rows of the sail had, with every change of state, seat or time, so that it never falls.
    """

    class State(models.TextChoices):
        OFFERED = "offered", "offered"
        CLAIMED = "claimed", "claimed"
        CONFIRMED = "confirmed", "confirmed"
        COVERING = "covering", "confirmed, asks for cover"
        DECLINED = "declined", "declined"
        EXPIRED = "expired", "expired"
        REFUSED = "refused", "refused"
        RELEASED = "released", "released"
        COVERED = "covered", "covered by another"
        WITHDRAWN = "withdrawn", "withdrawn"
        STOOD_DOWN = "stood_down", "stood down, sail cancelled"

    ACTIVE = (State.OFFERED, State.CLAIMED, State.CONFIRMED, State.COVERING)
    BINDING = (State.CLAIMED, State.CONFIRMED, State.COVERING)
    ABOARD = (State.CONFIRMED, State.COVERING)

    event = models.ForeignKey(SailEvent, models.CASCADE, related_name="assignments")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="assignments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    state = models.CharField(max_length=10, choices=State)
    period = DateTimeRangeField(editable=False)
    takes_over = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        help_text="Whose seat this is to take over: they keep it until this one is confirmed.",
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer_by = models.DateTimeField(null=True, blank=True, help_text="An offer lapses at this instant.")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cover_asked_at = models.DateTimeField(null=True, blank=True, help_text="Since when the holder asks for cover.")
    cover_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(db_default=1, editable=False)
    revised_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("event", "seat", "pk")
        indexes: ClassVar = [
            models.Index(fields=["person", "event"], name="assignment_by_person"),
            models.Index(fields=["event", "state"], name="assignment_by_event"),
            models.Index(
                fields=["state", "event"],
                condition=Q(state__in=["offered", "claimed", "covering"]),
                name="assignment_waiting",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(state__in=["confirmed", "covering"])
                | Q(state__in=["offered", "claimed"], takes_over__isnull=True),
                name="assignment_one_holder_per_seat",
            ),
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(state__in=["offered", "claimed"], takes_over__isnull=False),
                name="assignment_one_successor_per_seat",
            ),
            ExclusionConstraint(
                name="assignment_one_sail_at_a_time",
                expressions=[
                    # no btree_gist in the embedded server: a one-point range stands for equality
                    (Func(F("person_id"), F("person_id"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["claimed", "confirmed", "covering"]),
            ),
            both_or_neither("offered_at", "offered_by", "assignment_offered_pair"),
            both_or_neither("confirmed_at", "confirmed_by", "assignment_confirmed_pair"),
            both_or_neither("cover_asked_at", "cover_asked_by", "assignment_cover_asked_pair"),
            both_or_neither("ended_at", "ended_by", "assignment_ended_pair"),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "claimed", "confirmed", "covering"], ended_at__isnull=True)
                | ~Q(state__in=["offered", "claimed", "confirmed", "covering"]) & Q(ended_at__isnull=False),
                name="assignment_ends_with_its_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(answer_by__isnull=False, offered_at__isnull=False),
                name="assignment_offer_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} as {self.seat} ({self.state})"

    @classmethod
    def holds(cls, prefix: str = "") -> Q:
        """The condition under which a row is its seat's holder, at most one a seat; successors are left out."""
        waiting = Q(**{f"{prefix}state__in": (cls.State.OFFERED, cls.State.CLAIMED), f"{prefix}takes_over": None})
        return Q(**{f"{prefix}state__in": cls.ABOARD}) | waiting

    @property
    def is_successor(self) -> bool:
        """Whether somebody else still has the seat."""
        return self.takes_over_id is not None and self.state in {self.State.OFFERED, self.State.CLAIMED}

    @property
    def asks_again(self) -> bool:
        """Whether this is an offer to somebody who was bound before the sail moved."""
        if self.state != self.State.OFFERED or self.offered_at is None:
            return False
        return self.confirmed_at is not None or self.offered_at > self.made_at

    def has_lapsed(self, at: datetime) -> bool:
        """Whether this is an offer that can no longer be answered."""
        return self.state == self.State.OFFERED and self.answer_by is not None and self.answer_by <= at
