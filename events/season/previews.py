"""Sails that would be, each beside what is: the page before a batch is created. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings

from events import wording
from events.models import SailEvent
from events.season import rules as season
from events.season.batches import Plan

Links = list[dict[str, str]]


class Candidate(NamedTuple):
    """One sail proposed: with a plan it can be created, with faults it can not; `title` says what where rows differ."""

    key: str
    on: date
    sunset_at: datetime | None
    plan: Plan | None
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    title: str = ""


class Line(NamedTuple):
    """A line of the preview, ready to print. One that clashes begins without its tick; one with faults has none."""

    key: str
    on: date
    weekday: str
    day: str
    month: str
    sunset: str
    out: str
    back: str
    title: str
    faults: tuple[str, ...]
    remarks: tuple[str, ...]
    doubts: tuple[str, ...]
    clashes: Links
    beside: Links
    may: bool
    ticked: bool


class Preview(NamedTuple):
    """The page: its lines, and the totals in words."""

    lines: list[Line]
    ticked: int
    total: str
    notes: list[str]


def of(candidates: Sequence[Candidate], *, at: datetime, chosen: Collection[str] | None = None) -> Preview:
    """Lay the proposed sails beside the ones that exist; one query.

    Ticked are those in `chosen`, or where nobody has chosen yet all that clash with nothing, are not over, and raise
    no doubt.
    """
    plans = [each.plan for each in candidates if each.plan]
    beside = list(_beside(candidates, plans))
    spans = [season.Span(plan.key, plan.vessel.pk, plan.departs_at, plan.returns_at) for plan in plans]
    spans += [season.Span(sail, sail.vessel_id, sail.departs_at, sail.returns_at) for sail in beside]
    clashes = season.overlaps(spans)
    by_key = {each.key: each for each in candidates}

    def line(each: Candidate) -> Line:
        met = clashes.get(each.key, [])
        found = [_link(other, each.on) if isinstance(other, SailEvent) else _own(by_key[str(other)]) for other in met]
        here = [sail for sail in beside if sail.sails_on == each.on and sail not in met]
        return _line(each, found, [_link(sail, each.on) for sail in here], at=at, chosen=chosen)

    lines = [line(each) for each in candidates]
    return Preview(lines, sum(each.ticked for each in lines), _total(lines), _notes(lines))


def chosen_of(candidates: Iterable[Candidate], keys: Collection[str]) -> list[Plan] | None:
    """The plans ticked; None where a tick names a line that is no longer there, or cannot be created."""
    plans = {each.key: each.plan for each in candidates if each.plan}
    if not set(keys) <= set(plans):
        return None
    return [plan for key, plan in plans.items() if plan and key in keys]


def _beside(candidates: Sequence[Candidate], plans: Sequence[Plan]) -> Iterable[SailEvent]:
    if not plans:
        return []
    return SailEvent.objects.beside(
        days={each.on for each in candidates},
        vessels={plan.vessel.pk for plan in plans},
        first=min(plan.departs_at for plan in plans),
        last=max(plan.returns_at for plan in plans),
    )


def _line(each: Candidate, clashes: Links, beside: Links, *, at: datetime, chosen: Collection[str] | None) -> Line:
    plan, zone = each.plan, settings.HOUSE_ZONE
    doubts = each.doubts
    if plan and plan.departs_at <= at:
        doubts = (*doubts, "This day is over.")
    may = plan is not None and not each.faults
    return Line(
        key=each.key,
        on=each.on,
        weekday=wording.WEEKDAYS[each.on.weekday()][:3],
        day=f"{each.on.day} {wording.MONTHS[each.on.month - 1][:3]}",
        month=f"{wording.MONTHS[each.on.month - 1]} {each.on.year}",
        sunset=wording.clock(each.sunset_at, zone) if each.sunset_at else "",
        out=wording.clock(plan.departs_at, zone) if plan else "",
        back=_back(plan, each.on) if plan else "",
        title=each.title,
        faults=each.faults,
        remarks=each.remarks,
        doubts=doubts,
        clashes=clashes,
        beside=beside,
        may=may,
        ticked=may and (each.key in chosen if chosen is not None else not clashes and not doubts),
    )


def _back(plan: Plan, on: date) -> str:
    here = plan.returns_at.astimezone(settings.HOUSE_ZONE)
    clock = wording.clock(plan.returns_at, settings.HOUSE_ZONE)
    return clock if here.date() == on else f"{wording.short_day(here.date())} {clock}"


def _link(sail: SailEvent, on: date) -> dict[str, str]:
    zone = settings.HOUSE_ZONE
    day = "" if sail.sails_on == on else wording.short_day(sail.sails_on)
    times = f"{wording.clock(sail.departs_at, zone)}–{wording.clock(sail.returns_at, zone)}"
    return {
        "href": f"/events/{sail.event_id}/",
        "words": f"{sail.vessel.name} {times}, {sail.event_type.name}",
        "day": day,
    }


def _own(other: Candidate) -> dict[str, str]:
    """Another line of the same batch."""
    return {"href": f"#row-{other.key}", "words": f"{wording.short_day(other.on)} of this batch", "day": ""}


def _total(lines: list[Line]) -> str:
    if not lines:
        return "No sails"
    first, last = min(line.on for line in lines), max(line.on for line in lines)
    sails = "1 sail" if len(lines) == 1 else f"{len(lines)} sails"
    if first == last:
        return f"{sails}, {wording.day(first)} {first.year}"
    return f"{sails}, {wording.short_day(first)} {first.year} to {wording.short_day(last)} {last.year}"


def _notes(lines: list[Line]) -> list[str]:
    """What the office should see before the table, one sentence for each kind of trouble."""
    counts: list[tuple[Callable[[Line], Any], str, str]] = [
        (lambda line: line.faults, "1 cannot be created.", "{} cannot be created."),
        (lambda line: line.clashes, "1 clashes with another sail.", "{} clash with another sail."),
        (lambda line: line.doubts, "1 has a question to it.", "{} have a question to them."),
    ]
    found = []
    for asked, one, many in counts:
        number = sum(bool(asked(line)) for line in lines)
        if number:
            found.append(one if number == 1 else many.format(number))
    return found
