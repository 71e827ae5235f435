"""How a unit is seen from outside: places in searches, reviews, and what local search looks at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from reports.models.channels import MOST_STARS, Channel
from reports.models.tech import Answer
from reports.models.units import BusinessUnit


class KeywordQuerySet(models.QuerySet["Keyword"]):
    """Named reads of searches."""

    def looked_up(self) -> KeywordQuerySet:
        """With `seen_on` and `place_now`, by the last look, in one query."""
        last = RankSnapshot.objects.filter(keyword=OuterRef("pk")).order_by("-on")[:1]
        return self.annotate(seen_on=Subquery(last.values("on")), place_now=Subquery(last.values("rank")))


class Keyword(models.Model):
    """Words that guests search with, on one search channel; `place` narrows it to a town."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="keywords")
    words = models.CharField(max_length=120)
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=80, blank=True)

    objects = KeywordQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "words")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "words", "channel", "place"], name="keyword_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"“{self.words}”"


class RankSnapshot(models.Model):
    """The place of a unit among the results for a keyword on a day; without a place: looked for and not found."""

    keyword = models.ForeignKey(Keyword, models.CASCADE, related_name="ranks")
    on = models.DateField("on")
    rank = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: looked for and not found.")

    class Meta:
        verbose_name = "place in a search"
        verbose_name_plural = "places in searches"
        ordering = ("-on", "keyword")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["keyword", "on"], name="ranksnapshot_once"),
            models.CheckConstraint(condition=Q(rank__isnull=True) | Q(rank__gte=1), name="ranksnapshot_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.keyword} on {self.on}: {self.rank or 'not found'}"


class ReviewSnapshot(models.Model):
    """A channel's stars and count of reviews for a unit on a day, and the oldest review that nobody has answered."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="review_snapshots")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="review_snapshots")
    on = models.DateField("on")
    rating = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    reviews = models.PositiveIntegerField()
    unanswered = models.PositiveIntegerField(null=True, blank=True)
    oldest_unanswered_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "reviews on a day"
        verbose_name_plural = "reviews by day"
        ordering = ("-on", "unit", "channel")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "channel", "on"], name="reviewsnapshot_once"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=0, rating__lte=MOST_STARS),
                name="reviewsnapshot_stars",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} on {self.channel}, {self.on}"


class LocalSeoCheck(models.Model):
    """One thing that local search looks at (the name the same everywhere, hours, photographs), and what it came to."""

    unit = models.ForeignKey(BusinessUnit, models.PROTECT, related_name="seo_checks")
    check_name = models.CharField("check", max_length=80)
    result = models.CharField(max_length=10, choices=Answer, default=Answer.UNKNOWN)
    checked_on = models.DateField(null=True, blank=True)
    evidence = models.URLField(max_length=300, blank=True)

    class Meta:
        verbose_name = "check of local search"
        verbose_name_plural = "checks of local search"
        ordering = ("unit", "check_name")
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "check_name"], name="localseocheck_once")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.check_name}"
