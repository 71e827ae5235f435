"""Technology at the desk: components with what was checked of them, and deploys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from events import timing
from events.forms import WallField
from reports.importing.kinds import tech as components
from reports.models import ComponentCheck, Deploy, TechComponent
from reports.office.records import RecordDesk, RecordRows, day, dollars
from reports.office.worded import SoleRows, WordedForm
from scc_site.desk import is_choosing, said
from scc_site.refusals import Mistyped

TIMES = ("deployed_at", "committed_at", "restored_at")
CRITICAL = {said: word for word, said in components.CRITICAL.items() if said}


class SoleChecks(SoleRows):
    """One answer to each check a day."""

    key = ("check_name", "checked_on")
    twice = "This check is answered on that day already."


class CheckRows(RecordRows):
    """What somebody found, day by day."""

    model = ComponentCheck
    formset = SoleChecks
    fields = ("check_name", "result", "checked_on", "evidence_url")
    formfield_overrides: ClassVar = {
        **RecordRows.formfield_overrides,
        models.URLField: {"assume_scheme": "https"},
    }
    lede = "The last answer to each check counts; without a day, it is before all others. Unknown is not no."


class RetiredFilter(admin.SimpleListFilter):
    """Whether a component still runs."""

    title = "whether it runs"
    parameter_name = "runs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Running or retired."""
        return [("yes", "running"), ("no", "retired")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows chosen."""
        chosen = self.value()
        return queryset.filter(retired_on__isnull=chosen == "yes") if chosen in {"yes", "no"} else queryset


def answer(check: str) -> Callable[[Any], Any]:
    """The way to a cell: what was found of a check on the day that the line is of."""
    return lambda component: component.answers.get(check)


def wall(field: str) -> Callable[[Any], str]:
    """The way to a cell: a time of a deploy, on the clock of its unit."""

    def told(deploy: Any) -> str:
        at = getattr(deploy, field)
        return f"{at.astimezone(ZoneInfo(deploy.component.unit.timezone)):%Y-%m-%d %H:%M}" if at else ""

    return told


@admin.register(TechComponent)
class ComponentDesk(RecordDesk):
    """Sites, services and stores."""

    list_display = (
        "name", "unit", "kind", "provider", "runs_on", day("eol_on", "end of life"), "criticality", "is_public",
        "checked", dollars("monthly_cost_cents", "a month"),
    )  # fmt: skip
    list_filter = (RetiredFilter, "criticality", "is_public", "unit", "kind")
    list_select_related = ("unit",)
    search_fields = ("name", "provider", "runtime", "repo", "owner", "unit__name")
    search_help_text = "Name, provider, runtime, repository, owner or unit"
    ordering = ("unit__name", "name")
    autocomplete_fields = ("unit",)
    fields = (
        "unit", "name", "kind", "provider", "runtime", "version", "eol_on", "repo", "owner", "environment",
        "criticality", "data_class", "is_public", "monthly_cost_cents", "retired_on",
    )  # fmt: skip
    inlines = (CheckRows,)
    kind = "components"
    columns: ClassVar = {
        "critical": lambda component: CRITICAL.get(component.criticality), "public": "is_public",
        "checked_on": "told_on", **{check.value: answer(check) for check in ComponentCheck.Check},
    }  # fmt: skip
    fetched = ("checks",)

    def lines_of(self, row: Any) -> Iterable[Any]:
        """One for each day on which something was checked."""
        checks = list(row.checks.all())
        for on in sorted({check.checked_on for check in checks}, key=lambda on: on or date.min) or [None]:
            row.told_on = on
            row.answers = {check.check_name: check.result for check in checks if check.checked_on == on}
            yield row

    def get_queryset(self, request: HttpRequest) -> QuerySet[TechComponent]:
        """With the day of the last check; a search box is offered what there is."""
        return TechComponent.objects.order_by("name") if is_choosing(request) else TechComponent.objects.as_checked()

    @admin.display(description="runtime", ordering="runtime")
    def runs_on(self, component: TechComponent) -> str:
        """`python 3.12`."""
        return f"{component.runtime} {component.version}".strip()

    @admin.display(description="last checked", ordering="checked_last")
    def checked(self, component: Any) -> str:
        """The day of the last check."""
        if component.checked_last:
            return f"{component.checked_last}"
        return "no day told" if component.check_count else "never"


class DeployForm(WordedForm):
    """A deploy, on the house's clock."""

    words: ClassVar = {
        "deploy_after_its_commit": ("committed_at", "This is after the deploy."),
        "deploy_restored_after_failing": ("restored_at", "Only a deploy that failed is restored, and after it."),
    }  # fmt: skip
    deployed_at = WallField(label="Deployed", help_text="On the house’s clock.")
    committed_at = WallField(label="Commit made", required=False)
    restored_at = WallField(label="Worked again", required=False, help_text="Of one that failed.")

    class Meta:
        model = Deploy
        fields = ("component", "deployed_at", "result", "commit", "committed_at", "restored_at")

    def clean(self) -> dict[str, Any]:
        """Turn wall-clock times into instants; of an hour that comes twice, the first."""
        cleaned = super().clean() or self.cleaned_data
        for name in TIMES:
            try:
                if cleaned.get(name):
                    cleaned[name] = timing.instant(cleaned[name], settings.HOUSE_ZONE, field=name, fold=0)
            except Mistyped as refusal:
                self.add_error(name, forms.ValidationError(refusal.faults.get(name, [refusal.sentence])))
        return cleaned


@admin.register(Deploy)
class DeployDesk(RecordDesk):
    """Releases, the latest first."""

    form = DeployForm
    list_display = ("deployed", "component", "result", "commit", "restored")
    list_filter = ("result", "component__unit", "component")
    list_select_related = ("component",)
    search_fields = ("component__name", "commit")
    search_help_text = "Component or commit"
    date_hierarchy = "deployed_at"
    ordering = ("-deployed_at",)
    kind = "deploys"
    columns: ClassVar = {
        "component": "component__name", "at": wall("deployed_at"), "committed_at": wall("committed_at"),
        "restored_at": wall("restored_at"), "unit": "component__unit__slug",
    }  # fmt: skip
    fetched = ("component__unit",)
    autocomplete_fields = ("component",)

    @admin.display(description="deployed", ordering="deployed_at")
    def deployed(self, deploy: Deploy) -> str:
        """On the house's clock."""
        return said(deploy.deployed_at)

    @admin.display(description="worked again", ordering="restored_at")
    def restored(self, deploy: Deploy) -> str:
        """When a failed one worked again."""
        if deploy.result == Deploy.Result.OK:
            return ""
        return said(deploy.restored_at) if deploy.restored_at else "not yet"
