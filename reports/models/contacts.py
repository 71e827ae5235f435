"""Who may be written to: contacts by canonical address, their consent, and those who want no letters.

Campaigns are for the whole portfolio's list: an address is one contact, whichever unit first had it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from scc_site.models import Suppression
from scc_site.models.sign_in import both_or_neither

WHY_NOT = ("invalid", "without_consent", "stopped", "quiet")  # the first reason that holds is the one that counts
LONGEST = 320  # an address that is none may be longer than any that is


class ContactQuerySet(models.QuerySet["Contact"]):
    """Named reads of contacts."""

    def with_address(self, address: str) -> ContactQuerySet:
        """The contact of a canonical address."""
        return self.filter(email_norm=address)

    def duplicates_of(self, addresses: Collection[str]) -> dict[str, int]:
        """How many duplicates are counted on each of these canonical addresses, in one query."""
        found = self.filter(email_norm__in=list(addresses)) if addresses else self.none()
        return dict(found.values_list("email_norm", "duplicate_count"))

    def consenting(self) -> ContactQuerySet:
        """Those with a basis of consent."""
        return self.exclude(consent_basis="")

    def without_consent(self) -> ContactQuerySet:
        """Those without one."""
        return self.filter(consent_basis="")

    def stopped(self, day: date) -> ContactQuerySet:
        """Those that a campaign must leave out at the end of a day."""
        return self.filter(_is_stopped(day))

    def with_stop(self, day: date) -> ContactQuerySet:
        """With `is_stopped`: whether a campaign must leave it out at the end of a day, for either kind of stop."""
        return self.annotate(is_stopped=_is_stopped(day))

    def with_own_stop(self) -> ContactQuerySet:
        """With `is_off`: whether every campaign to its address is stopped, by the office or a file, until lifted."""
        own = ContactSuppression.objects.standing().filter(scope=ContactSuppression.Scope.ALL)
        return self.annotate(is_off=Exists(own.filter(email_norm=OuterRef("email_norm"))))

    def audience(self, day: date, quiet_days: int) -> dict[str, int]:
        """How a list comes down to those who may be written to, in one query: each count of what the last one left.

        `listed` rows, `duplicates` among them, `invalid` addresses, `without_consent`, `stopped`, `quiet` (written to
        in the last so many days), and `contactable`.
        """
        consents = ~Q(consent_basis="") & (Q(consent_on=None) | Q(consent_on__lte=day))
        rested = Q(written_on=None) | Q(written_on__lte=day - timedelta(days=quiet_days)) | Q(written_on__gt=day)
        alike = self.with_stop(day).annotate(
            consents=models.ExpressionWrapper(consents, models.BooleanField()),
            is_rested=models.ExpressionWrapper(rested, models.BooleanField()),
        )
        kinds = alike.order_by().values_list("is_valid", "consents", "is_stopped", "is_rested")
        found = dict.fromkeys(("listed", "duplicates", *WHY_NOT, "contactable"), 0)
        for *may, n, more in kinds.annotate(n=Count("pk"), more=Sum("duplicate_count")):
            found["duplicates"] += more
            found["listed"] += n + more
            found[_left_out(*may)] += n
        return found


def _left_out(is_valid: bool, consents: bool, is_stopped: bool, is_rested: bool) -> str:
    """The first reason why nobody may write to a contact; `contactable` where there is none."""
    reasons = zip(WHY_NOT, (not is_valid, not consents, is_stopped, not is_rested), strict=True)
    return next((reason for reason, holds in reasons if holds), "contactable")


class Contact(models.Model):
    """An address that may be written to, or must not. `email_norm` is canonical, so two spellings are one contact.

    What is no address at all is kept as it was written, `is_valid` false. `duplicate_count`: the most rows
    beyond the first that one file had for it. `consent_basis` in the list's own words; empty: none is known.
    """

    email_norm = models.CharField("address", max_length=LONGEST, unique=True)
    name = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=120, blank=True)
    consent_basis = models.CharField(max_length=120, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    last_activity_on = models.DateField(null=True, blank=True)
    written_on = models.DateField("last campaign letter", null=True, blank=True)
    is_valid = models.BooleanField("a valid address", default=True)
    duplicate_count = models.PositiveIntegerField("duplicates", default=0)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("email_norm",)

    def __str__(self) -> str:
        return self.email_norm


class ContactSuppressionQuerySet(models.QuerySet["ContactSuppression"]):
    """Named reads of stops."""

    def standing(self) -> ContactSuppressionQuerySet:
        """Those that hold now."""
        return self.filter(lifted_at__isnull=True)

    def standing_for(self, addresses: Collection[str]) -> frozenset[str]:
        """Which of these canonical addresses are stopped altogether now, in one query."""
        found = self.standing().filter(email_norm__in=list(addresses), scope=ContactSuppression.Scope.ALL)
        return frozenset(found.values_list("email_norm", flat=True)) if addresses else frozenset()

    def lifted(self) -> ContactSuppressionQuerySet:
        """Those that somebody lifted."""
        return self.filter(lifted_at__isnull=False)

    def of(self, address: str) -> ContactSuppressionQuerySet:
        """All of a canonical address, lifted or not, the latest first."""
        return self.filter(email_norm=address).select_related("author", "lifted_by")

    def made(self, row: ContactSuppression) -> ContactSuppression | None:
        """Keep a new one; None where one of its address and scope stands already."""
        ContactSuppression.objects.bulk_create([row], ignore_conflicts=True)
        standing = self.standing().get(email_norm=row.email_norm, scope=row.scope)
        is_ours = (standing.since, standing.author_id, standing.reason) == (row.since, row.author_id, row.reason)
        return standing if is_ours else None

    def locked(self, number: int) -> ContactSuppression | None:
        """One by its number, locked until the transaction ends."""
        return self.select_for_update(no_key=True).filter(pk=number).first()

    def standing_on(self, day: date) -> ContactSuppressionQuerySet:
        """Those that held at the end of a day; what an import said has no day of its own, and held ever since."""
        since = Q(since__date__lte=day) | Q(author__isnull=True)
        return self.filter(Q(lifted_at__isnull=True) | Q(lifted_at__date__gt=day), since)


def _is_stopped(day: date) -> Q:
    """Whether a contact's address was stopped at the end of a day: for campaigns, or for every letter."""
    ours = ContactSuppression.objects.standing_on(day).filter(email_norm=OuterRef("email_norm"))
    until = Q(lifted_at__isnull=True) | Q(lifted_at__date__gt=day)
    theirs = Suppression.objects.filter(until, since__date__lte=day, address=OuterRef("email_norm"))
    return Q(Exists(ours)) | Q(Exists(theirs))


class ContactSuppression(models.Model):
    """An address that no campaign is sent to, until a person lifts it with a reason.

    Beside the outbox's own (`scc_site.Suppression`), which stops every letter: this one stops campaigns alone.
    `author` is empty where an import said so.
    """

    class Scope(models.TextChoices):
        ALL = "all", "every campaign"
        OFFERS = "offers", "offers only"

    email_norm = models.CharField("address", max_length=LONGEST)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.ALL)
    reason = models.CharField(max_length=300)
    since = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_why = models.CharField(max_length=300, blank=True)

    objects = ContactSuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = "stop of campaigns"
        verbose_name_plural = "stops of campaigns"
        ordering = (F("since").desc(), "-pk")
        indexes: ClassVar = [models.Index(fields=["-since", "-id"], name="contactsuppression_newest")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email_norm", "scope"], condition=Q(lifted_at__isnull=True), name="contactsuppression_standing"
            ),
            both_or_neither("lifted_at", "lifted_by", "contactsuppression_lifted_pair"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_why="") | Q(lifted_at__isnull=False) & ~Q(lifted_why=""),
                name="contactsuppression_lifted_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email_norm}: {self.get_scope_display()}"
