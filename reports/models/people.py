"""Who owns, who answers for what, who leaves, and what may go wrong."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from reports.formulas.people import GRADES
from reports.models.amounts import cents
from reports.models.reads import Recorded
from reports.models.units import BusinessUnit
from scc_site.history import every_change

LEAST, MOST = 1, 5  # of a likelihood and an impact
SETTLED = ("closed", "resolved", "done")  # states in which a risk is none any more
OVER = rf"^({'|'.join(SETTLED)})$"


class StakeQuerySet(Recorded):
    """Named reads of stakes."""

    day = "effective"

    def beside(self, stake: OwnershipStake) -> StakeQuerySet:
        """The other stakes in a stake's unit, the largest first."""
        return self.filter(unit=stake.unit_id).exclude(pk=stake.pk).order_by("-percent", "person")

    def with_sums(self) -> StakeQuerySet:
        """Each with `sum`: what the stakes in its unit add up to, in percent."""
        rows = OwnershipStake.objects.filter(unit=OuterRef("unit")).order_by().values("unit")
        return self.annotate(sum=Subquery(rows.values(found=Sum("percent"))))


class DutyQuerySet(Recorded):
    """Named reads of responsibilities."""

    def alone(self) -> DutyQuerySet:
        """Critical ones that nobody else could take: no backup, or nobody at all."""
        return self.filter(Q(backup="") | Q(holder=""), is_critical=True)

    def of_holder(self, leaving: Transition) -> DutyQuerySet:
        """What somebody who leaves answers for in the unit."""
        return self.filter(unit=leaving.unit_id, holder=leaving.person).order_by("title")


class RiskQuerySet(Recorded):
    """Named reads of risks."""

    def standing(self) -> RiskQuerySet:
        """Those not settled: still risks, whatever else their state says."""
        return self.exclude(status__iregex=OVER).order_by("unit__slug", "title")

    def settled(self) -> RiskQuerySet:
        """Those that are risks no more."""
        return self.filter(status__iregex=OVER)

    def scored(self) -> RiskQuerySet:
        """Each with `score`: likelihood × impact, an impact in money by its grade; empty while either is not judged."""
        grades = Case(*(When(impact_cents__gte=least, then=grade) for least, grade in GRADES))
        return self.annotate(score=F("likelihood") * Coalesce("impact", grades, output_field=models.IntegerField()))


@pghistory.track(*every_change(), model_name="OwnershipStakeHistory")
class OwnershipStake(models.Model):
    """A person's part of a business, promised or signed. Parts that do not add up to the whole are a finding."""

    class Agreement(models.TextChoices):
        NONE = "none", "none"
        DRAFT = "draft", "draft"
        SIGNED = "signed", "signed"

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="stakes")
    person = models.CharField(max_length=120)
    percent = models.DecimalField(
        max_digits=7, decimal_places=4, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    agreement = models.CharField(max_length=10, choices=Agreement, default=Agreement.NONE)
    document = models.CharField(max_length=200, blank=True)
    effective = models.DateField("in force from", null=True, blank=True)

    objects = StakeQuerySet.as_manager()

    class Meta:
        verbose_name = "stake"
        ordering = ("unit", "person")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "person"], name="ownershipstake_once"),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100),
                name="ownershipstake_percent",
                violation_error_message="A stake is between 0 and 100 percent.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.percent.normalize():f} % of {self.unit}"


@pghistory.track(*every_change(), model_name="ResponsibilityHistory")
class Responsibility(models.Model):
    """What somebody does for a business, and who could do it in their place.

    `successor` is who takes it over when the holder leaves; the holder's transition may name one for all of theirs.
    """

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="responsibilities")
    title = models.CharField(max_length=120)
    holder = models.CharField(max_length=120, blank=True)
    backup = models.CharField(max_length=120, blank=True)
    documented_on = models.DateField(null=True, blank=True)
    is_critical = models.BooleanField("critical", default=False)
    successor = models.CharField(max_length=120, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "responsibilities"
        ordering = ("unit", "title")
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "title"], name="responsibility_once")]

    def __str__(self) -> str:
        return self.title


class Transition(models.Model):
    """A person who leaves a business after a last day."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="transitions")
    person = models.CharField(max_length=120)
    last_day = models.DateField()
    successor = models.CharField(max_length=120, blank=True, help_text="Who takes over what names nobody else.")

    objects = Recorded.as_manager()

    class Meta:
        ordering = ("last_day", "person")
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "person"], name="transition_once")]

    def __str__(self) -> str:
        return f"{self.person} leaves {self.unit} after {self.last_day}"


@pghistory.track(*every_change(), model_name="RiskHistory")
class Risk(models.Model):
    """What may go wrong. The impact is a grade from 1 to 5 or an amount of money, or both; empty: not yet judged."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="risks")
    title = models.CharField(max_length=160)
    likelihood = models.PositiveSmallIntegerField(
        "likelihood, 1 to 5", null=True, blank=True, validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)]
    )
    impact = models.PositiveSmallIntegerField(
        "impact, 1 to 5", null=True, blank=True, validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)]
    )
    impact_cents = cents("impact in money", null=True, blank=True)
    owner = models.CharField(max_length=120, blank=True)
    mitigation = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(null=True, blank=True)
    status = models.CharField(
        max_length=40, blank=True, help_text="Such as “open”; “closed”, “resolved” or “done” takes it off the reports."
    )

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "title")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "title"], name="risk_once"),
            models.CheckConstraint(
                condition=Q(likelihood__isnull=True) | Q(likelihood__gte=LEAST, likelihood__lte=MOST),
                name="risk_likelihood",
                violation_error_message="The likelihood is a grade from 1 to 5.",
            ),
            models.CheckConstraint(
                condition=Q(impact__isnull=True) | Q(impact__gte=LEAST, impact__lte=MOST),
                name="risk_impact",
                violation_error_message="The impact is a grade from 1 to 5.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
