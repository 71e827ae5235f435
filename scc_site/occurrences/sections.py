"""What the desk shows of a schedule under its form: the next runs, what came of the last, who changed it."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scc_site.desk import Section, said
from scc_site.history import by_whom
from scc_site.models import Occurrence, Schedule, User
from scc_site.occurrences import rules, wording

RUNS, LATEST, CHANGES = 10, 15, 12
State = Occurrence.State
MOODS = {
    State.PLANNED: "muted",
    State.RUNNING: "warn",
    State.DONE: "ok",
    State.FAILED: "bad",
    State.SKIPPED: "muted",
}


class Run(NamedTuple):
    """One run ahead: on the clock of its zone, on the house's, how far away, and what the clocks do to it."""

    local: str
    house: str
    distance: str
    remark: str


def runs(schedule: Schedule, at: datetime) -> list[Run]:
    """The next ten runs by a schedule's rule, beginning where its watermark stands."""
    after = max(at, schedule.planned_until) if schedule.pk else at
    return [
        Run(
            f"{slot.local:%a} {slot.local.day} {slot.local:%b %Y %H:%M %Z}",
            said(slot.utc),
            wording.distance(slot.utc, at),
            slot.remark,
        )
        for slot in rules.ahead(schedule.rule, ZoneInfo(schedule.zone), after, RUNS)
    ]


def preview(schedule: Schedule, at: datetime) -> dict[str, Any]:
    """The rule in words and its next runs; which columns are worth showing."""
    found = runs(schedule, at)
    return {
        "words": schedule.words,
        "runs": found,
        "is_elsewhere": schedule.zone != settings.TIME_ZONE,
        "is_remarkable": any(run.remark for run in found),
        "is_off": not schedule.enabled,
    }


def stands(state: str, retry_at: datetime | None) -> SafeString:
    """A state as a word with its colour; when a failed one comes again."""
    word = f"failed, again {said(retry_at)}" if retry_at else State(state).label
    return format_html('<span class="status {}">{}</span>', MOODS[State(state)], word)


def past(schedule: Schedule) -> Section:
    """The latest occurrences, each a link to its own page."""
    rows = schedule.occurrences.all()[:LATEST]
    link = '<a href="/admin/scc_site/occurrence/{}/change/">{}</a>'
    return Section(
        title="Occurrences",
        head=("slot", "due, house time", "state", "tries", "remark"),
        rows=[
            (
                format_html(link, row.pk, row.slot),
                said(row.due_at),
                stands(row.state, row.retry_at),
                str(row.attempts),
                row.why,
            )
            for row in rows
        ],
        empty="It has not come yet.",
        more=(f"/admin/scc_site/occurrence/?schedule__id__exact={schedule.pk}", "All its occurrences"),
    )


def changes(schedule: Schedule) -> Section:
    """Who changed what, and when; plain SQL too."""
    history: Any = Schedule.pgh_event_model  # type: ignore[attr-defined]
    found = history.objects.filter(pgh_obj=schedule.pk).select_related("pgh_context").order_by("-pgh_id")
    rows = list(found[: CHANGES + 1])
    contexts = [row.pgh_context.metadata if row.pgh_context else None for row in rows]
    names = User.objects.names_of({context["user"] for context in contexts if context and context.get("user")})
    told: list[tuple[str, ...]] = [
        (said(row.pgh_created_at), by_whom(context, names), _words(before, row))
        for (row, before), context in zip(pairwise([*rows, None]), contexts, strict=True)
        if before or len(rows) <= CHANGES
    ]
    return Section(title="Changes", head=("when", "by", "what"), rows=told, empty="Nothing was changed yet.")


def _words(before: Any, after: Any) -> str:
    """What a change made of a schedule; of a new one what it began as."""
    if before is None:
        return f"began: {_rule(after)}"
    pairs = (
        ("", _rule(before), _rule(after)),
        ("after a stop: ", _catch_up(before), _catch_up(after)),
        ("", "switched on" if before.enabled else "switched off", "switched on" if after.enabled else "switched off"),
    )
    return "; ".join(f"{label}{old} → {new}" for label, old, new in pairs if old != new) or "nothing one can see"


def _rule(row: Any) -> str:
    """A row of the history as its rule's words."""
    kept = Schedule(**{name: getattr(row, name) for name in ("kind", "clock", "day", "nth", "weekday", "minutes")})
    kept.weekdays, kept.zone = row.weekdays, row.zone
    return kept.words if kept.kind != Schedule.Kind.INTERVAL else f"{kept.words} ({wording.city(row.zone)})"


def _catch_up(row: Any) -> str:
    label = Schedule.CatchUp(row.catch_up).label
    return f"{label} ({row.catch_up_minutes} min)" if row.catch_up_minutes else str(label)
