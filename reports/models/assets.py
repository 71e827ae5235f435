"""What the businesses own: assets, what they are worth, what falls due on them, and the debts they secure."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from reports.models.amounts import cents
from reports.models.ledger import Account
from reports.models.reads import OfAsset, Recorded
from reports.models.units import BusinessUnit
from scc_site.history import every_change

GONE = ("sold", "disposed", "retired", "scrapped", "lost", "gone")  # states in which an asset is no longer there
OUT = rf"^({'|'.join(GONE)})$"


class AssetQuerySet(Recorded):
    """Named reads of assets."""

    def standing(self) -> AssetQuerySet:
        """Those still there: neither sold nor lost, whatever else their state says."""
        return self.exclude(status__iregex=OUT)

    def held_on(self, day: date) -> AssetQuerySet:
        """Those still there that were acquired by a day; one of no known day counts."""
        return self.standing().filter(Q(acquired_on__isnull=True) | Q(acquired_on__lte=day))

    def houses(self) -> AssetQuerySet:
        """The properties, as they came in."""
        return self.filter(kind=Asset.Kind.PROPERTY).order_by("pk")

    def by_unit(self) -> AssetQuerySet:
        """With their units: by unit, kind and name."""
        return self.select_related("unit").order_by("unit__slug", "kind", "name")

    def gone(self) -> AssetQuerySet:
        """Those sold, lost or otherwise no longer there."""
        return self.filter(status__iregex=OUT)

    def as_valued(self) -> AssetQuerySet:
        """Each with `worth_cents`, `valued_on`, `valued_by` of its latest valuation; `due_next`, its first open day."""
        latest = AssetValuation.objects.filter(asset=OuterRef("pk")).latest_first()
        due = AssetObligation.objects.filter(asset=OuterRef("pk"), done_on__isnull=True).order_by("due")
        return self.annotate(
            worth_cents=Subquery(latest.values("amount_cents")[:1]),
            valued_on=Subquery(latest.values("on")[:1]),
            valued_by=Subquery(latest.values("basis")[:1]),
            due_next=Subquery(due.values("due")[:1]),
        )


class ValuationQuerySet(OfAsset):
    """Named reads of valuations."""

    day = "on"

    def latest_first(self) -> ValuationQuerySet:
        """The latest first; of one day, the last to come in."""
        return self.order_by("-on", "-pk")


class ObligationQuerySet(OfAsset):
    """Named reads of obligations."""

    def open_on(self, day: date) -> ObligationQuerySet:
        """Those not done by the end of a day, the soonest first."""
        return self.exclude(done_on__lte=day).order_by("due", "pk")


@pghistory.track(*every_change(), model_name="AssetHistory")
class Asset(models.Model):
    """One thing of worth. `status` is a word of the owner's; the words of GONE mean that it is no longer there."""

    class Kind(models.TextChoices):
        VESSEL = "vessel", "vessel"
        VEHICLE = "vehicle", "vehicle"
        PROPERTY = "property", "property"
        EQUIPMENT = "equipment", "equipment"
        DOMAIN = "domain", "domain"
        SOFTWARE = "software", "software"
        LIST = "list", "list"
        CONTRACT = "contract", "contract"
        IP = "ip", "intellectual property"

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="assets")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    owner_of_record = models.CharField(max_length=120, blank=True)
    acquired_on = models.DateField(null=True, blank=True)
    cost_cents = cents("cost", null=True, blank=True)
    location = models.CharField(max_length=120, blank=True)
    custodian = models.CharField(max_length=120, blank=True)
    status = models.CharField(
        max_length=40, blank=True, help_text="Such as “in use”; “sold”, “retired” or “lost” ends its time in the books."
    )

    objects = AssetQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "kind", "name")
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "name"], name="asset_once")]

    def __str__(self) -> str:
        return self.name


class AssetValuation(models.Model):
    """What an asset was worth on a day, and who says so."""

    class Basis(models.TextChoices):
        APPRAISAL = "appraisal", "an appraisal"
        MARKET = "market", "the market"
        BOOK = "book", "the books"
        OWNER = "owner", "the owner’s word"

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="valuations", db_index=False)
    on = models.DateField()
    amount_cents = cents("amount")
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.OWNER)

    objects = ValuationQuerySet.as_manager()

    class Meta:
        verbose_name = "valuation"
        ordering = ("asset", "-on")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asset", "on", "basis"], name="assetvaluation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.asset} on {self.on}"


class AssetObligation(models.Model):
    """What falls due on an asset on a day; open until it is done."""

    class Kind(models.TextChoices):
        REGISTRATION = "registration", "registration"
        INSURANCE = "insurance", "insurance"
        SURVEY = "survey", "survey"
        HAUL_OUT = "haul_out", "haul-out"
        RENEWAL = "renewal", "renewal"

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="obligations", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    due = models.DateField()
    amount_cents = cents("amount", null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = "obligation"
        ordering = ("asset", "due")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asset", "kind", "due"], name="assetobligation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.asset}: {self.get_kind_display()} due {self.due}"


class AssetDebt(models.Model):
    """A debt that an asset secures: the balance of a loan's account."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="debts", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")

    objects = OfAsset.as_manager()

    class Meta:
        verbose_name = "debt"
        ordering = ("asset", "account")
        constraints: ClassVar = [models.UniqueConstraint(fields=["asset", "account"], name="assetdebt_once")]

    def __str__(self) -> str:
        return f"{self.asset}: {self.account}"
