"""The outbox: a row before every letter, and a row for every attempt to send it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

LARGEST_NUMBER = 2**63


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Named reads of the outbox."""

    def due(self, at: datetime) -> OutgoingMailQuerySet:
        """Letters that may leave now, in the order in which they should."""
        alive = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
        return self.filter(alive, state=OutgoingMail.State.QUEUED, not_before__lte=at).order_by(
            "lane", "not_before", "pk"
        )

    def overdue(self, at: datetime) -> OutgoingMailQuerySet:
        """Letters still queued that nobody needs any more."""
        return self.filter(state=OutgoingMail.State.QUEUED, expires_at__lte=at)

    def abandoned(self, at: datetime) -> OutgoingMailQuerySet:
        """Letters whose pump went silent: the lease ran out while they were being sent."""
        return self.filter(state=OutgoingMail.State.SENDING, lease_until__lte=at)

    def unanswered(self, at: datetime) -> OutgoingMailQuerySet:
        """Uncertain letters whose grace is over without word from the mail service."""
        return self.filter(state=OutgoingMail.State.UNCERTAIN, lease_until__lte=at)

    def recallable(self) -> OutgoingMailQuerySet:
        """Letters that can still be kept from leaving (again)."""
        return self.filter(state__in=OutgoingMail.RECALLABLE)

    def under(self, *prefixes: str) -> OutgoingMailQuerySet:
        """Letters by the front of their dedupe key, such as `offer:sail-7:`; of several fronts any, of none nothing."""
        if not prefixes:
            return self.none()
        return self.filter(Q(*(("dedupe_key__startswith", prefix) for prefix in prefixes), _connector=Q.OR))

    def waiting(self) -> OutgoingMailQuerySet:
        """Letters that nobody has tried to send yet, or that are tried again: surely not sent."""
        return self.filter(state=OutgoingMail.State.QUEUED)

    def may_arrive(self) -> OutgoingMailQuerySet:
        """Letters that have left, may have, or still will: all but those that ended before anybody tried."""
        over = ("cancelled", "expired", "failed", "suppressed")
        return self.exclude(attempts=0, possible_duplicate=False, state__in=over)

    def newest(self) -> OutgoingMailQuerySet:
        """All letters, the latest first."""
        return self.select_related("person").order_by("-created_at", "-pk")

    def counted(self, states: Iterable[str]) -> dict[str, int]:
        """How many of these letters are in each of some states; states without letters left out."""
        rows = self.filter(state__in=list(states)).order_by("state").values_list("state")
        return dict(rows.annotate(models.Count("pk")))

    def numbered(self, number: int) -> OutgoingMail | None:
        """One letter with its person, by a number of any size."""
        return self.select_related("person").filter(pk=number).first() if number < LARGEST_NUMBER else None

    def frozen_by_kind(self) -> list[tuple[str, int]]:
        """How many letters of each kind wait since a restore."""
        frozen = self.filter(state=OutgoingMail.State.FROZEN).order_by("kind")
        return list(frozen.values_list("kind").annotate(models.Count("pk")))

    def written_to(self, beginning: str) -> OutgoingMailQuerySet:
        """Letters to addresses that begin so, in any case."""
        return self.filter(to__istartswith=beginning)

    def newest_numbers(self, most: int) -> list[int]:
        """The numbers of the latest of these, at most so many."""
        return list(self.order_by("-created_at", "-pk").values_list("pk", flat=True)[:most])


class OutgoingMail(models.Model):
    """One letter to one person: written in the business transaction, sent by the pump.

    `context` holds what the letter needs in clear; `sealed` its secrets (links, codes), encrypted with a key
    outside the database and blanked once sent. The pump renders the letter, outside any request.
    `letter` is what the claim at hand sends, while the pump has it: never stored.
    An erased letter has lost its address and its words for good; the rest of the row stays.
    `lease_until` is, while sending, when the pump that holds it counts as gone; while uncertain, when the grace ends.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "queued"
        SENDING = "sending", "sending"
        SENT = "sent", "sent"
        DELIVERED = "delivered", "delivered"
        BOUNCED = "bounced", "bounced"
        COMPLAINED = "complained", "complained"
        FAILED = "failed", "failed"
        UNCERTAIN = "uncertain", "uncertain"
        CANCELLED = "cancelled", "cancelled"
        EXPIRED = "expired", "expired"
        SUPPRESSED = "suppressed", "suppressed"
        FROZEN = "frozen", "frozen after a restore"

    class Lane(models.IntegerChoices):
        LOGIN = 0, "sign-in"
        PROMPT = 1, "prompt"
        BULK = 2, "bulk"

    letter: Any = None

    ERASED = "erased"  # instead of an address: nobody may know any more who it was
    RECALLABLE = (State.QUEUED, State.UNCERTAIN, State.FROZEN)

    id = models.BigAutoField(primary_key=True)
    dedupe_key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40, help_text="The letter's name, as in templates/mail/.")
    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.PROMPT)
    person = models.ForeignKey("scc_site.User", models.SET_NULL, null=True, blank=True, related_name="mail")
    to = models.CharField(max_length=254)
    bcc = models.JSONField(default=list, blank=True, help_text="Addresses in the envelope alone, such as the archive.")
    context = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.PositiveIntegerField(default=0, help_text="Fencing token: rises with every claim.")
    attempts = models.PositiveSmallIntegerField(default=0)
    possible_duplicate = models.BooleanField(default=False)
    message_id = models.CharField(max_length=200, blank=True)
    fault = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "letter"
        ordering = ("-created_at", "-pk")
        indexes: ClassVar = [
            models.Index(
                fields=["lane", "not_before", "id"],
                name="outgoingmail_due",
                condition=models.Q(state="queued"),
            ),
            models.Index(
                fields=["lease_until"],
                name="outgoingmail_open",
                condition=models.Q(state__in=["sending", "uncertain"]),
            ),
            models.Index(fields=["state", "-created_at"], name="outgoingmail_by_state"),
            models.Index(fields=["-created_at", "-id"], name="outgoingmail_newest"),
            models.Index(fields=["kind", "-created_at"], name="outgoingmail_by_kind"),
            models.Index(fields=["lane", "-created_at"], name="outgoingmail_by_lane"),
            models.Index(OpClass(Upper("to"), "text_pattern_ops"), name="outgoingmail_by_address"),
            models.Index(
                fields=["-created_at"], name="outgoingmail_twice", condition=models.Q(possible_duplicate=True)
            ),
            models.Index(fields=["message_id"], name="outgoingmail_by_message_id", condition=~models.Q(message_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to} ({self.state})"


class MailAttempt(models.Model):
    """What one request to the mail service came to. Rows are only ever added: a trigger refuses the rest."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        REFUSED = "refused", "refused"
        THROTTLED = "throttled", "throttled"
        UNREACHED = "unreached", "unreached"
        UNCERTAIN = "uncertain", "uncertain"

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    token = models.PositiveIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, help_text="accepted, refused, throttled, unreached or uncertain")
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"attempt {self.number}: {self.outcome}"
