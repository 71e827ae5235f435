"""Who may read which report, with which clearance, and what else they may do with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from reports.models.units import BusinessUnit
from reports.perspectives import SLUGS
from reports.tree import LABELS
from scc_site.addresses import canonical
from scc_site.history import every_change
from scc_site.models.sign_in import both_or_neither

if TYPE_CHECKING:
    from scc_site.models import User

NAMES = {
    "ceo": "Chief executive",
    "cto": "Technology",
    "cfo": "Finance",
    "cmo": "Marketing",
    "accounting": "Accounting",
    "rental": "Rental audit",
    "delivery": "Delivery audit",
    "clients": "Client audit",
}
EVERY = "every report"


class ReportGrantQuerySet(models.QuerySet["ReportGrant"]):
    """Named reads of grants."""

    def standing(self, today: date) -> ReportGrantQuerySet:
        """Those that hold on a day of the house: not ended, not expired, and approved where they lead outside."""
        held = self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today), ended_at__isnull=True)
        return held.filter(Q(person__isnull=False) | Q(approved_at__isnull=False))

    def waiting(self, today: date) -> ReportGrantQuerySet:
        """Those that lead outside and nobody approved yet."""
        held = self.filter(ended_at__isnull=True, expires_on__gte=today)
        return held.filter(person__isnull=True, approved_at__isnull=True)

    def over(self, today: date) -> ReportGrantQuerySet:
        """Those that ended or expired."""
        return self.filter(Q(ended_at__isnull=False) | Q(expires_on__lt=today))

    def of_person(self, person: User) -> ReportGrantQuerySet:
        """A person's own, with their units."""
        return self.filter(person=person).select_related("unit").order_by("pk")

    def of_address(self, address: str) -> ReportGrantQuerySet:
        """All that an address outside was ever given, in its canonical form."""
        return self.filter(address_canonical=address).select_related("unit").order_by("pk")

    def for_report(self, slug: str, unit: BusinessUnit | None) -> ReportGrantQuerySet:
        """Those over one report of one scope (none: the whole portfolio), with whom they are for, in a fixed order."""
        wide = Q(unit__isnull=True) if unit is None else Q(unit__isnull=True) | Q(unit=unit)
        return self.filter(wide, slug__in=("", slug)).select_related("unit", "person").order_by("pk")

    def told(self) -> ReportGrantQuerySet:
        """With everybody that a line of a list names, in one query."""
        return self.select_related("unit", "person", "giver", "approved_by", "ended_by")


@pghistory.track(*every_change(), model_name="ReportGrantHistory")
class ReportGrant(models.Model):
    """What one person, or one address outside the house, is given of the reports.

    `slug` empty: every report; `unit` empty: every unit and the whole portfolio. `clearance`: the labels of sections
    that are not withheld. `giver` is empty where the house gave it by itself. A grant is never deleted: it ends.

    Outside: one report each, approved by an admin, until `expires_on` (its last day), and the summary alone unless
    `is_whole`.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="report_grants",
        help_text="Somebody of the house, who signs in.",
    )  # fmt: skip
    address = models.EmailField(
        "address outside", max_length=254, blank=True, help_text="Or somebody outside, who gets mail alone."
    )
    address_canonical = models.CharField(max_length=254, blank=True, editable=False)
    slug = models.CharField(
        "report", max_length=20, blank=True, choices=list(NAMES.items()), help_text="Empty: every report."
    )
    unit = models.ForeignKey(
        BusinessUnit, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Empty: every unit and the whole portfolio.",
    )  # fmt: skip
    clearance = ArrayField(
        models.CharField(max_length=20, choices=list(LABELS.items())), default=list, blank=True,
        help_text="Sections of other kinds are withheld.",
    )  # fmt: skip
    is_mailed = models.BooleanField("gets it by mail", default=True)
    is_whole = models.BooleanField(
        "the whole report", default=False, help_text="Outside: more than the summary. Of the house: always."
    )
    can_build = models.BooleanField("may build", default=False)
    can_approve = models.BooleanField("may approve", default=False)
    can_send = models.BooleanField("may send", default=False)
    can_manage = models.BooleanField("may manage its schedule and board", default=False)
    expires_on = models.DateField("until", null=True, blank=True, help_text="Its last day; outside it needs one.")
    given_at = models.DateTimeField(editable=False)
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = ReportGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "grant"
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "address_canonical", "slug", "unit"], condition=Q(ended_at__isnull=True),
                name="grant_once", nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="", address_canonical="")
                | Q(person__isnull=True) & ~Q(address="") & ~Q(address_canonical=""),
                name="grant_of_one",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(slug="") & Q(expires_on__isnull=False),
                name="grant_outside_is_narrow",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False)
                | Q(can_build=False, can_approve=False, can_send=False, can_manage=False),
                name="grant_outside_reads",
            ),
            both_or_neither("approved_at", "approved_by", "grant_approved_pair"),
            both_or_neither("ended_at", "ended_by", "grant_ended_pair"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.whom}: {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the canonical address in step with the address."""
        self.address_canonical = canonical(self.address) if self.address else ""
        super().save(*args, **kwargs)

    @property
    def whom(self) -> str:
        """A name, or an address outside."""
        return str(self.person) if self.person_id else self.address

    @property
    def what(self) -> str:
        """The report and its scope, in words."""
        return f"{NAMES.get(self.slug, EVERY)}, {self.unit or 'every unit'}"

    def lacks(self, today: date) -> str:
        """Why it does not hold on a day of the house, in words; empty where it holds."""
        if self.ended_at is not None:
            return "ended"
        if self.expires_on is not None and self.expires_on < today:
            return "expired"
        return "not approved yet" if not self.person_id and self.approved_at is None else ""


assert tuple(NAMES) == SLUGS  # noqa: S101 -- a ninth report wants its name here
