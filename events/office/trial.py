"""What a checklist would say on a real sail, before it is kept (pure but for the choice of sails)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings

from events import checklists, planning, timing, wording
from events.models import Anchor, ChecklistTemplate, EventType, SailEvent
from scc_site.desk import said

OFFERED = 25  # sails ahead to choose from


class Line(NamedTuple):
    """One task as the sail's list would print it."""

    clock: str
    day: str
    text: str
    role: str
    critical: bool
    counted: str


class SailChoice(forms.Form):
    """On which sail the tasks are shown."""

    def __init__(self, typed: Any, sails: list[SailEvent]) -> None:
        """The sails ahead of this kind, the one asked for or else the next one chosen."""
        asked = typed.get("preview_sail", "")
        self.sail = next((sail for sail in sails if sail.event_id == asked), sails[0] if sails else None)
        super().__init__(initial={"preview_sail": self.sail.event_id if self.sail else ""})
        self.fields["preview_sail"] = forms.ChoiceField(
            label="Show it on",
            required=False,
            choices=[(sail.event_id, f"{said(sail.departs_at)} · {sail.vessel} · {sail.event_id}") for sail in sails],
        )


def sails_ahead(kind: EventType, at: datetime) -> list[SailEvent]:
    """The next sails of a kind, drafts too, with vessel; one query."""
    ahead = SailEvent.objects.filter(event_type=kind.pk, departs_at__gt=at, status__in=SailEvent.EDITABLE)
    return list(ahead.select_related("vessel").order_by("departs_at", "pk")[:OFFERED]) if kind.pk else []


def of(kind: EventType, tasks: Iterable[ChecklistTemplate], typed: Any, at: datetime) -> dict[str, Any]:
    """The context of the preview: the choice of sail, its times in a sentence, and every task in order."""
    choice = SailChoice(typed, sails_ahead(kind, at))
    times = checklists.times_of(choice.sail) if choice.sail else example(kind, at)
    zone = settings.HOUSE_ZONE
    return {"choice": choice if choice.sail else None, "times": spoken(times, zone), "lines": lines(tasks, times, zone)}


def example(kind: EventType, at: datetime) -> timing.Times:
    """The times of a sail of this kind tomorrow, where none is planned."""
    tomorrow = at.astimezone(settings.HOUSE_ZONE).date() + timedelta(days=1)
    departs_at, returns_at = timing.prefill(
        tomorrow, sunset_minutes=kind.sunset_minutes, duration_minutes=kind.duration_minutes, place=planning.house()
    )
    return timing.plan(departs_at, returns_at, call_minutes=kind.call_minutes, place=planning.house())


def lines(tasks: Iterable[ChecklistTemplate], times: timing.Times, zone: ZoneInfo) -> list[Line]:
    """The tasks in order of their time, then of their place in the list; each on the house's clock."""
    dated = [(timing.due(task.anchor, task.minutes, times), task.position, task) for task in tasks]
    dated.sort(key=lambda each: each[:2])
    return [
        Line(
            clock=wording.clock(due_at, zone),
            day=day_words(due_at.astimezone(zone).date(), times.sails_on),
            text=task.text,
            role=task.get_role_display(),
            critical=task.critical,
            counted=counted(task.anchor, task.minutes, times),
        )
        for due_at, _, task in dated
    ]


def day_words(on: date, sails_on: date) -> str:
    """Which day, beside the day of the sail: `the day before`, `2 days after, Mon 7 Dec`; empty for the same."""
    days = (on - sails_on).days
    if not days:
        return ""
    side = "before" if days < 0 else "after"
    return f"the day {side}" if abs(days) == 1 else f"{abs(days)} days {side}, {wording.short_day(on)}"


def counted(anchor: str, minutes: int, times: timing.Times) -> str:
    """`10 min before departure`, `at call`; says where a sunset that never comes is taken from the return."""
    span = wording.span(timedelta(minutes=minutes))
    label = Anchor(anchor).label
    words = f"{span} {'before' if minutes < 0 else 'after'} {label}" if minutes else f"at {label}"
    if anchor == Anchor.SUNSET and times.sunset_at is None:
        return f"{words}; the sun does not set that day, so counted from the return"
    return words


def spoken(times: timing.Times, zone: ZoneInfo) -> str:
    """`Sat 5 Dec 2026: call 14:10, departure 15:10, sunset 16:42, return 17:40`."""
    named = (
        ("call", times.call_at),
        ("departure", times.departs_at),
        ("sunset", times.sunset_at),
        ("return", times.returns_at),
    )
    clocks = [f"{name} {_with_day(at, times.sails_on, zone)}" for name, at in named if at]
    none = "" if times.sunset_at else ", no sunset that day"
    return f"{wording.short_day(times.sails_on)} {times.sails_on.year}: {', '.join(clocks)}{none}"


def _with_day(at: datetime, sails_on: date, zone: ZoneInfo) -> str:
    day = day_words(at.astimezone(zone).date(), sails_on)
    return f"{wording.clock(at, zone)} {day}".rstrip()
