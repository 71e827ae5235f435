"""Schedules and what came of them, at the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from scc_site import clock, schedules
from scc_site.desk import Desk, Records, actor, said
from scc_site.models import Occurrence, Schedule
from scc_site.occurrences import changing, running, sections, troubles
from scc_site.occurrences.forms import ScheduleForm
from scc_site.refusals import Refusal

PREVIEW, RUN_NOW, BRING_BACK = "_preview", "_run_now", "_bring_back"  # names of buttons
RULE: Any = {
    "description": "Only what the chosen kind uses counts; the rest is ignored.",
    "fields": ("kind", "zone", "clock", "weekdays", "day", "nth", "weekday", "minutes"),
}
CATCH_UP = ("catch_up", "catch_up_minutes")


class OnlyLookedAt(forms.ModelForm):
    """A form that is cleaned so that it can be shown, and never saved."""

    def is_valid(self) -> bool:
        """Cleaned, its faults found; but not for saving."""
        super().is_valid()
        return False


@admin.register(Schedule)
class ScheduleAdmin(Desk):
    """When the house does what by itself."""

    form = ScheduleForm
    list_display = ("name", "said_rule", "switched", "next_run", "last_run")
    list_filter = ("enabled", "kind")
    search_fields = ("name",)
    actions = ("switch_on", "switch_off", "run_chosen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Schedule]:
        """Each with what came of its last run."""
        tried = Occurrence.objects.filter(schedule=OuterRef("pk"), started_at__isnull=False).order_by("-due_at")
        latest = {f"last_{name}": Subquery(tried.values(name)[:1]) for name in ("due_at", "state", "retry_at")}
        return super().get_queryset(request).annotate(**latest)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Which job it runs is said once, at the beginning."""
        return ("name", "what") if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The job: to choose, then to read about."""
        about = ("name", "what" if obj else "job", "enabled")
        return [(None, {"fields": about}), ("When", RULE), ("After a stop", {"fields": CATCH_UP})]

    @admin.display(description="what it does")
    def what(self, schedule: Schedule) -> str:
        """Why the house has it."""
        entry = schedules.shipped(schedule.job)
        return entry.why if entry else f"The house knows no job {schedule.job!r} any more."

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What the house brings along is switched off instead; so is what has run: its record stays."""
        own = obj is not None and schedules.shipped(obj.name) is None
        return own and not obj.occurrences.exists()

    @admin.display(description="when")
    def said_rule(self, schedule: Schedule) -> str:
        """The rule in words."""
        return schedule.words

    @admin.display(description="on")
    def switched(self, schedule: Schedule) -> str:
        """On, off, or why it does not run."""
        if not schedule.enabled:
            return format_html('<span class="status muted">{}</span>', "off")
        amiss = bool(troubles.of_schedule(schedule, at=clock.now()))
        return format_html('<span class="status {}">{}</span>', *(("bad", "does not run") if amiss else ("ok", "on")))

    @admin.display(description="next run")
    def next_run(self, schedule: Schedule) -> str:
        """On the house's clock, and how far away."""
        found = sections.runs(schedule, clock.now()) if schedule.enabled else []
        return f"{found[0].house}, {found[0].distance}" if found else "none"

    @admin.display(description="last run")
    def last_run(self, schedule: Schedule) -> str:
        """When it was due and what came of it."""
        last: Any = schedule
        if last.last_due_at is None:
            return "none yet"
        return format_html("{} {}", said(last.last_due_at), sections.stands(last.last_state, last.last_retry_at))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form; asked for a preview alone, one that is not saved."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("ScheduleLookedAt", (OnlyLookedAt, form), {}) if PREVIEW in request.POST else form

    def save_model(self, request: HttpRequest, obj: Schedule, form: Any, change: bool) -> None:
        """By the verbs: what came until now came by the old rule."""
        (changing.change if change else changing.create)(schedule=obj, at=clock.now())

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *rest: Any, **named: Any) -> Any:
        """The form; or one of the two acts beside it."""
        schedule = self.get_object(request, object_id) if object_id and request.method == "POST" else None
        if schedule is not None and RUN_NOW in request.POST:
            return self._acted(request, partial(self._run, schedule, request))
        if schedule is not None and BRING_BACK in request.POST:
            return self._acted(request, partial(self._bring_back, schedule))
        return super().changeform_view(request, object_id, *rest, **named)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        """With the next ten runs: as typed, else as it is kept; and on one that exists with its record."""
        at, form, kept = clock.now(), context["adminform"].form, context["original"]
        is_typed = request.method == "POST"
        fit = not (form.errors if is_typed else kept is None)
        preview = sections.preview(form.instance, at) if fit else {}
        context["preview"] = {"name": PREVIEW, "is_typed": is_typed, "fit": fit} | preview
        if kept is not None:
            context["sections"] = [sections.past(kept), sections.changes(kept)]
            context["amiss"] = troubles.of_schedule(kept, at=at)
            context["beside"] = {
                "run_now": RUN_NOW if running.is_repeatable(kept) else "",
                "bring_back": BRING_BACK if kept.planned_until - at > troubles.AHEAD else "",
                "asked": f"Last run by hand: {said(kept.asked_at)}, {kept.asked_by}." if kept.asked_at else "",
            }
        return super().render_change_form(request, context, *rest, **named)

    @admin.action(description="Switch on")
    def switch_on(self, request: HttpRequest, queryset: QuerySet[Schedule]) -> None:
        """They begin now."""
        self._switch(request, queryset, on=True)

    @admin.action(description="Switch off")
    def switch_off(self, request: HttpRequest, queryset: QuerySet[Schedule]) -> None:
        """They stop now; what still waited is left out."""
        self._switch(request, queryset, on=False)

    def _switch(self, request: HttpRequest, queryset: QuerySet[Schedule], *, on: bool) -> None:
        at, changed = clock.now(), 0
        for schedule in queryset.filter(enabled=not on):
            schedule.enabled = on
            changing.change(schedule=schedule, at=at)
            changed += 1
        noun = "schedule" if changed == 1 else "schedules"
        self.message_user(request, f"{changed} {noun} switched {'on' if on else 'off'}.", messages.SUCCESS)

    @admin.action(description="Run now (those that may run at any time)")
    def run_chosen(self, request: HttpRequest, queryset: QuerySet[Schedule]) -> None:
        """Run their jobs apart from their occurrences."""
        for schedule in queryset:
            self._told(request, partial(self._run, schedule, request))

    def _run(self, schedule: Schedule, request: HttpRequest) -> str:
        changing.run_now(schedule_id=schedule.pk, by=actor(request), at=clock.now())
        return f"The schedule {schedule.name} ran."

    def _bring_back(self, schedule: Schedule) -> str:
        gone = changing.bring_back(schedule_id=schedule.pk, at=clock.now())
        return f"The schedule {schedule.name} is brought back to now; {gone} of its times come again."

    def _acted(self, request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
        """Do it, say so, and show the schedule again."""
        self._told(request, act)
        return HttpResponse(status=303, headers={"Location": request.path})

    def _told(self, request: HttpRequest, act: Callable[[], str]) -> None:
        """One act, answered in words, refused or done."""
        try:
            self.message_user(request, act(), messages.SUCCESS)
        except Refusal as refusal:
            self.message_user(request, refusal.sentence, messages.WARNING)


@admin.register(Occurrence)
class OccurrenceAdmin(Records):
    """What came of each time that a schedule came; made, run and ended by the tick alone."""

    list_display = ("slot", "schedule", "due", "stands", "attempts", "why")
    list_filter = ("state", "schedule")
    list_select_related = ("schedule",)
    actions = ("try_again",)
    fields = (
        "schedule", "slot", "due", "zone", "stands", "attempts", "planned_at", "started_at", "ended_at", "why",
        "asked_at", "asked_by",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description="due", ordering="due_at")
    def due(self, occurrence: Occurrence) -> str:
        """On the house's clock."""
        return said(occurrence.due_at)

    @admin.display(description="state", ordering="state")
    def stands(self, occurrence: Occurrence) -> str:
        """In a word."""
        return sections.stands(occurrence.state, occurrence.retry_at)

    @admin.action(description="Try again (those that failed for good)")
    def try_again(self, request: HttpRequest, queryset: QuerySet[Occurrence]) -> None:
        """Have the next tick run them."""
        done, refusals = 0, set()
        for occurrence in queryset:
            try:
                changing.try_again(occurrence_id=occurrence.pk, by=actor(request), at=clock.now())
                done += 1
            except Refusal as refusal:
                refusals.add(refusal.sentence)
        if done:
            self.message_user(request, f"{done} will be tried again with the next tick.", messages.SUCCESS)
        for sentence in sorted(refusals):
            self.message_user(request, sentence, messages.WARNING)
