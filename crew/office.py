"""What the office's home prints: the sail that is out or next, what waits for the office, and the sails ahead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from crew import home, needs
from crew.lines import large, line, month_of, way, when
from crew.models import Assignment
from events import agenda, flags, wants, wording
from events.flags import Flag
from events.models import SailEvent
from events.wants import Want
from scc_site.models import User

Context = dict[str, Any]
MOST = 10
MOST_OF_A_KIND = 5
ALL_SAILS = "/admin/events/sailevent/"
# where the rest of a list stands: in the office's records, by their state
REST = {
    Want.OVERDUE: f"{ALL_SAILS}?status__exact=under_way",
    Want.NEVER_LEFT: f"{ALL_SAILS}?status__exact=scheduled",
    Want.DECISION: f"{ALL_SAILS}?status__exact=weather_hold",
    Want.NO_CAPTAIN: f"{ALL_SAILS}?captain_state__exact=open",
    Want.DRAFT: f"{ALL_SAILS}?status__exact=draft",
    Want.TO_CLOSE: f"{ALL_SAILS}?status__exact=returned",
}
WAITING = "/admin/crew/assignment/?state__in=claimed,covering"


def office(person: User, at: datetime) -> Context:
    """The context of office.html, in five queries at most; the office's own seats too, where it sails."""
    ahead = list(SailEvent.objects.not_over(at)[: MOST + 1])
    lines = [_ahead(sail, at) for sail in ahead[:MOST]]
    if ahead[MOST:]:
        lines.append(way(month_of(ahead[MOST]), "All sails of the month"))
    return {
        "live": True,
        "next": _next(ahead[0], at) if ahead else None,
        "needs": _needs(person, at),
        "mine": home.mine(person, at) if person.is_crew else [],
        "ahead": lines,
    }


def _needs(person: User, at: datetime) -> list[Context]:
    """What is most urgent first: boats not back, tasks missed, decisions, captains, answers; then the paper."""
    wanting = list(wants.sails(at, most=MOST_OF_A_KIND))
    groups = {want: [sail for sail in wanting if getattr(sail, "want", "") == want] for want in Want}
    asked, left = needs.counted(Assignment.objects.waiting(at).exclude(person=person), MOST)
    answers = [needs.waiting(holding, at) for holding in asked]
    answers += needs.more(left, "answers to give", WAITING)
    first, later = list(Want)[:2], list(Want)[2:4]
    return [
        *_of_kinds(groups, first, at),
        *_missed(at),
        *_of_kinds(groups, later, at),
        *answers,
        *_of_kinds(groups, list(Want)[4:], at),
    ]


def _of_kinds(groups: dict[Want, list[SailEvent]], kinds: list[Want], at: datetime) -> list[Context]:
    lines: list[Context] = []
    for want in kinds:
        sails = groups[want]
        lines += [WORDS[want](sail, at) for sail in sails]
        left = getattr(sails[0], "of_all", 0) - len(sails) if sails else 0
        lines += needs.more(left, want.label, REST[want])
    return lines


def _missed(at: datetime) -> list[Context]:
    """A line for each sail with critical tasks overdue."""
    rows = wants.tasks_missed(at)
    lines = [_missed_on(row, at) for row in rows[:MOST_OF_A_KIND]]
    return lines + needs.more(len(rows) - len(lines), "sails with tasks overdue", ALL_SAILS)


def _missed_on(row: dict[str, Any], at: datetime) -> Context:
    tasks = "1 critical task" if row["missed"] == 1 else f"{row['missed']} critical tasks"
    return {
        "href": f"/checklist/{row['event__event_id']}/?who=critical",
        "title": f"{when(row['event__departs_at'], at)} · {row['event__vessel__name']}",
        "note": f"{row['event__event_type__name']} · {tasks} not done",
        "word": f"{wording.span(at - row['since'])} late",
        "tone": "bad",
        "acts": [],
    }


def _overdue(sail: SailEvent, at: datetime) -> Context:
    act = {"href": f"/events/{sail.event_id}/return/", "label": "Back at the dock", "tone": "quiet", "fields": []}
    return line(sail, at, word=flags.word(sail, Flag.NOT_RETURNED, at), tone="bad", acts=[act], dots="")


def _never_left(sail: SailEvent, at: datetime) -> Context:
    note = f"{sail.event_type.name} · departure is over: cast off, move or cancel her"
    return line(sail, at, note=note, word=Want.NEVER_LEFT.label, tone="bad", dots="")


def _decision(sail: SailEvent, at: datetime) -> Context:
    by = sail.decide_by or sail.departs_at
    late = by < at
    word = f"decision {wording.span(at - by)} late" if late else f"decide {wording.relative(by, at)}"
    note = f"{sail.event_type.name} · on weather hold: {sail.held_why}"
    return line(sail, at, note=note, word=word, tone="bad" if late else "warn", dots="")


def _no_captain(sail: SailEvent, at: datetime) -> Context:
    return line(sail, at, word=Want.NO_CAPTAIN.label, tone="bad", dots="")


def _draft(sail: SailEvent, at: datetime) -> Context:
    act = {"href": f"/events/{sail.event_id}/publish/", "label": "Publish", "tone": "quiet", "fields": []}
    note = f"{sail.event_type.name} · the crew cannot see it yet"
    return line(sail, at, note=note, word=Want.DRAFT.label, tone="warn", acts=[act], dots="")


def _to_close(sail: SailEvent, at: datetime) -> Context:
    return line(sail, at, word=Want.TO_CLOSE.label, tone="muted", dots="")


WORDS: dict[Want, Callable[[SailEvent, datetime], Context]] = {
    Want.OVERDUE: _overdue,
    Want.NEVER_LEFT: _never_left,
    Want.DECISION: _decision,
    Want.NO_CAPTAIN: _no_captain,
    Want.DRAFT: _draft,
    Want.TO_CLOSE: _to_close,
}


def _next(sail: SailEvent, at: datetime) -> Context:
    lede = "Out now" if sail.status == SailEvent.Status.UNDER_WAY else "The house’s next sail"
    return large(sail, at) | {"lede": lede}


def _ahead(sail: SailEvent, at: datetime) -> Context:
    word, tone = agenda.state(sail.status, sail.captain_state)
    return line(sail, at, word=word, tone=tone)
