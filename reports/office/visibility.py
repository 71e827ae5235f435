"""How the units are seen, at the desk: the funnel, places in searches, reviews, and what local search looks at."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from reports.models import FunnelCount, FunnelStep, Keyword, LocalSeoCheck, RankSnapshot, ReviewSnapshot
from reports.office.market import stars
from reports.office.records import RecordDesk, day


@admin.register(FunnelStep)
class StepDesk(RecordDesk):
    """The steps from a first look to a booking."""

    list_display = ("name", "unit", "position")
    list_filter = ("unit",)
    list_select_related = ("unit",)
    search_fields = ("name", "unit__name")
    search_help_text = "Step or unit"


@admin.register(FunnelCount)
class CountDesk(RecordDesk):
    """How many came to each step, day by day."""

    list_display = (day("day", "day"), "step_name", "unit", "n")
    list_filter = ("step__unit",)
    kind = "funnel"
    columns: ClassVar = {
        "unit": "step__unit__slug", "step": "step__name", "count": "n", "position": "step__position",
    }  # fmt: skip
    list_select_related = ("step__unit",)
    search_fields = ("step__name", "step__unit__name")
    search_help_text = "Step or unit"
    date_hierarchy = "day"
    autocomplete_fields = ("step",)

    @admin.display(description="step", ordering="step__position")
    def step_name(self, row: FunnelCount) -> str:
        """Its step, without the unit's name."""
        return row.step.name

    @admin.display(description="unit", ordering="step__unit__name")
    def unit(self, row: FunnelCount) -> str:
        """Whose step it is."""
        return row.step.unit.name


@admin.register(Keyword)
class KeywordDesk(RecordDesk):
    """Words that guests search with, and where a unit stood at the last look."""

    list_display = ("words", "unit", "place", "channel", "stood", day("seen_on", "looked up on"))
    list_filter = ("unit", "channel")
    list_select_related = ("unit", "channel")
    search_fields = ("words", "place", "unit__name")
    search_help_text = "Words, town or unit"
    autocomplete_fields = ("channel",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Keyword]:
        """With their last looks."""
        return Keyword.objects.looked_up()

    @admin.display(description="place", ordering="place_now")
    def stood(self, row: Any) -> str:
        """The place, or that there was none."""
        return f"{row.place_now}" if row.place_now else "not found" if row.seen_on else "never looked up"


class RankForm(forms.ModelForm):
    """A place in a search, from the first on."""

    class Meta:
        model = RankSnapshot
        fields = ("keyword", "on", "rank")

    def clean_rank(self) -> Any:
        """Refused for zero."""
        if self.cleaned_data["rank"] == 0:
            raise forms.ValidationError("The first place is 1; leave it blank where it was not found.")
        return self.cleaned_data["rank"]


@admin.register(RankSnapshot)
class RankDesk(RecordDesk):
    """Places in searches, look by look."""

    form = RankForm
    list_display = (day("on", "looked up on"), "keyword", "stood")
    list_display_links = ("keyword",)
    list_filter = ("keyword__unit",)
    list_select_related = ("keyword",)
    search_fields = ("keyword__words", "keyword__unit__name")
    search_help_text = "Words or unit"
    date_hierarchy = "on"
    autocomplete_fields = ("keyword",)

    @admin.display(description="place", ordering="rank")
    def stood(self, row: RankSnapshot) -> str:
        """The place, or that there was none."""
        return f"{row.rank}" if row.rank else "not found"


class ReviewForm(forms.ModelForm):
    """Reviews as they stood on a day."""

    clean_rating = stars

    class Meta:
        model = ReviewSnapshot
        fields = ("unit", "channel", "on", "rating", "reviews", "unanswered", "oldest_unanswered_on")

    def clean(self) -> dict[str, Any]:
        """Refused with more unanswered than there are, or one from a day to come."""
        cleaned = super().clean() or self.cleaned_data
        count, open_ones = cleaned.get("reviews"), cleaned.get("unanswered")
        if count is not None and open_ones is not None and open_ones > count:
            self.add_error("unanswered", "There are not as many reviews.")
        seen, oldest = cleaned.get("on"), cleaned.get("oldest_unanswered_on")
        if seen and oldest and oldest > seen:
            self.add_error("oldest_unanswered_on", "This is after the day on which somebody looked.")
        return cleaned


@admin.register(ReviewSnapshot)
class ReviewDesk(RecordDesk):
    """Stars and counts of reviews, look by look."""

    form = ReviewForm
    list_display = (
        day("on", "looked at"), "unit", "channel", "rating", "reviews", "unanswered",
        day("oldest_unanswered_on", "oldest unanswered"),
    )  # fmt: skip
    list_filter = ("unit", "channel")
    list_select_related = ("unit", "channel")
    search_fields = ("unit__name", "channel__name")
    search_help_text = "Unit or channel"
    date_hierarchy = "on"
    autocomplete_fields = ("channel",)


class CheckForm(forms.ModelForm):
    """A check, and the page that shows it."""

    evidence = forms.URLField(label="Evidence", max_length=300, required=False, assume_scheme="https")

    class Meta:
        model = LocalSeoCheck
        fields = ("unit", "check_name", "result", "checked_on", "evidence")


@admin.register(LocalSeoCheck)
class LocalSearchDesk(RecordDesk):
    """What local search looks at, and what each came to."""

    form = CheckForm
    list_display = ("check_name", "unit", "result", day("checked_on", "looked at"))
    list_filter = ("result", "unit")
    list_select_related = ("unit",)
    search_fields = ("check_name", "unit__name")
    search_help_text = "Check or unit"
