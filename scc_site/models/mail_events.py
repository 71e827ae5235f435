"""What mail services report of letters, and the addresses that are written to no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from scc_site.history import every_change
from scc_site.models.mail import OutgoingMail
from scc_site.models.people import User
from scc_site.models.sign_in import both_or_neither

CONFIRMED = ":confirmed"  # what an offer's own id is followed by in the row that says so


class MailEventQuerySet(models.QuerySet["MailEvent"]):
    """Named reads of what was reported."""

    def of(self, letter: OutgoingMail) -> MailEventQuerySet:
        """All that was reported of one letter, in the order in which it happened."""
        return self.filter(mail=letter).order_by("happened_at", "pk")

    def by_letter(self, numbers: Iterable[int]) -> dict[int, list[dict[str, object]]]:
        """What was reported of each of these letters, in order of time: kind, recipient and when; one query."""
        found: dict[int, list[dict[str, object]]] = {}
        for event in self.filter(mail_id__in=list(numbers)).order_by("happened_at", "pk").iterator():
            told = {"kind": event.kind, "recipient": event.recipient, "at": event.happened_at}
            found.setdefault(event.mail_id or 0, []).append(told)
        return found

    def offers_open(self) -> MailEventQuerySet:
        """Offers to report to us that were not confirmed yet."""
        confirmed = MailEvent.objects.filter(
            source=OuterRef("source"), notice=Concat(OuterRef("notice"), Value(CONFIRMED)), recipient=""
        )
        return self.filter(~Exists(confirmed), kind=MailEvent.Kind.SUBSCRIPTION)

    def soft_bounces(self, address: str, since: datetime) -> MailEventQuerySet:
        """Letters to one canonical address that came back for now, from an instant on."""
        return self.filter(recipient=address, kind=MailEvent.Kind.SOFT_BOUNCE, happened_at__gte=since)


class MailEvent(models.Model):
    """One thing that a mail service reported of one recipient. Rows are only ever added: a trigger refuses the rest.

    A report carries an id of its own (`notice`) and may name several recipients; the same report makes its rows once,
    however often it comes. `recipient` is canonical, and empty where the report is of the letter as a whole or of no
    letter at all. `detail` holds what a person may want to know of it, never a secret in clear.
    """

    class Kind(models.TextChoices):
        SEND = "send", "taken by the mail service"
        DELIVERY = "delivery", "delivered"
        DELAY = "delay", "delayed"
        BOUNCE = "bounce", "came back for good"
        SOFT_BOUNCE = "soft_bounce", "came back for now"
        COMPLAINT = "complaint", "called unwanted by its reader"
        REJECT = "reject", "rejected by the mail service"
        RENDERING_FAILURE = "unrendered", "could not be written by the mail service"
        SUBSCRIPTION = "subscription", "events offered"
        SUBSCRIBED = "subscribed", "events asked for"
        UNSUBSCRIBED = "unsubscribed", "events ended"
        OTHER = "other", "something else"

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=20, help_text="Who reports: ses, or the mail service's name.")
    notice = models.CharField(max_length=200, help_text="The report's own id.")
    mail = models.ForeignKey(OutgoingMail, models.PROTECT, null=True, blank=True, related_name="reports")
    message_id = models.CharField(max_length=200, blank=True, help_text="The letter's id at the mail service.")
    kind = models.CharField(max_length=12, choices=Kind)
    recipient = models.CharField(max_length=254, blank=True)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    detail = models.JSONField(default=dict, blank=True)

    objects = MailEventQuerySet.as_manager()

    class Meta:
        verbose_name = "mail event"
        ordering = ("-received_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "notice", "recipient"], name="mailevent_reported_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "kind", "-happened_at"], name="mailevent_by_recipient"),
            models.Index(fields=["-received_at", "-id"], name="mailevent_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.recipient}" if self.recipient else self.get_kind_display()


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    """Named reads of suppressed addresses."""

    def standing(self) -> SuppressionQuerySet:
        """Those that hold now."""
        return self.filter(lifted_at__isnull=True)

    def of_person(self, person: User) -> SuppressionQuerySet:
        """Every suppression that a person's address of today ever had, the latest first."""
        return self.of([person.email_canonical]).select_related("by", "lifted_by")

    def of(self, addresses: Iterable[str]) -> SuppressionQuerySet:
        """Every suppression that these canonical addresses ever had, the latest first."""
        return self.filter(address__in=list(addresses)).order_by("-since", "-pk")


@pghistory.track(
    *every_change(),
    model_name="SuppressionHistory",
    fields=["address", "cause", "reason", "since", "by", "lifted_at", "lifted_by", "lifted_why"],
)
class Suppression(models.Model):
    """An address that is written to no more, until somebody lifts it with a reason.

    `address` is canonical. `since` is when the letter came back or was complained of, or when a person decided so;
    `by` is that person, and empty where the mail service's report was the reason. `letter` is the one that came back.
    """

    class Cause(models.TextChoices):
        BOUNCE = "bounce", "letters came back"
        COMPLAINT = "complaint", "its reader complained"
        HAND = "hand", "by hand"

    address = models.CharField(max_length=254)
    cause = models.CharField(max_length=10, choices=Cause)
    reason = models.CharField(max_length=300, help_text="What came back, or why a person decided so.")
    since = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    letter = models.ForeignKey(OutgoingMail, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_why = models.CharField(max_length=300, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = "suppressed address"
        verbose_name_plural = "suppressed addresses"
        ordering = ("-since", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["address"], condition=Q(lifted_at__isnull=True), name="suppression_one_standing"
            ),
            both_or_neither("lifted_at", "lifted_by", "suppression_lifted_pair"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_why="") | Q(lifted_at__isnull=False) & ~Q(lifted_why=""),
                name="suppression_lifted_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(cause="hand", by__isnull=False) | ~Q(cause="hand") & Q(by__isnull=True),
                name="suppression_by_hand_is_somebodys",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["address", "-since"], name="suppression_by_address")]

    def __str__(self) -> str:
        return f"{self.address}: {self.get_cause_display()}"
