"""What people want to be written: the families of letters they switched off, and on again."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from django.db import models


class LetterChoiceQuerySet(models.QuerySet["LetterChoice"]):
    """Named reads of choices."""

    def standing(self, people: Collection[int]) -> LetterChoiceQuerySet:
        """The last word of each of these people about each family."""
        rows = self.filter(person_id__in=people)
        return rows.order_by("person_id", "family", "-pk").distinct("person_id", "family")

    def of(self, person_id: int) -> LetterChoiceQuerySet:
        """All that was ever said for one person, the latest first, with who said it."""
        return self.filter(person_id=person_id).select_related("by").order_by("-pk")


class LetterChoice(models.Model):
    """One word about one family of letters to one person: off, or on again. The last word counts.

    Rows are only ever added, a trigger refuses the rest: who said what, and when, stays. `by` is the person themselves,
    or whoever of the office did it at their wish; `way` is where it was said.
    """

    class Way(models.TextChoices):
        ONE_CLICK = "one_click", "by the mail program’s button"
        LINK = "link", "by the link in a letter"
        PAGE = "page", "on the page of letters, signed in"
        OFFICE = "office", "by the office, at their wish"

    person = models.ForeignKey("scc_site.User", models.PROTECT, related_name="letter_choices")
    family = models.CharField(max_length=40)
    off = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey("scc_site.User", models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way)

    objects = LetterChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "choice of letters"
        verbose_name_plural = "choices of letters"
        indexes: ClassVar = [models.Index(fields=["person", "family", "-id"], name="letterchoice_standing")]

    def __str__(self) -> str:
        return f"{self.family} {'off' if self.off else 'on'} for {self.person_id}"
