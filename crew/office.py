"""What the office's home prints: the sail that is out or next, what waits for the office, and the sails ahead."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from crew import home
from crew.models import Assignment
from events import agenda
from events.models import SailEvent
from scc_site.models import User

Context = dict[str, Any]
CAPTAIN_BY = timedelta(days=14)  # a sail this near without a captain needs the office
MOST = 10


def office(person: User, at: datetime) -> Context:
    """The context of office.html, in three queries at most; the office's own seats too, where it sails."""
    ahead = list(SailEvent.objects.not_over(at)[: MOST * 2])
    without_captain = [sail for sail in ahead if _wants_captain(sail, at)]
    asked = Assignment.objects.waiting(at).exclude(person=person)
    needs = [home.waiting(holding, at) for holding in asked[:MOST]]
    needs += [home.line(sail, at, word="no captain", tone="bad", dots="") for sail in without_captain[:MOST]]
    return {
        "live": True,
        "next": _next(ahead[0], at) if ahead else None,
        "needs": needs,
        "mine": home.mine(person, at) if person.is_crew else [],
        "ahead": [_ahead(sail, at) for sail in ahead[:MOST]],
    }


def _wants_captain(sail: SailEvent, at: datetime) -> bool:
    near = sail.departs_at <= at + CAPTAIN_BY and sail.status in SailEvent.BEFORE_SAILING
    return near and sail.seats_total > 0 and sail.captain_state == SailEvent.CaptainState.OPEN


def _next(sail: SailEvent, at: datetime) -> Context:
    lede = "Out now" if sail.status == SailEvent.Status.UNDER_WAY else "The house’s next sail"
    return home.large(sail, at) | {"lede": lede}


def _ahead(sail: SailEvent, at: datetime) -> Context:
    word, tone = agenda.state(sail.status, sail.captain_state)
    return home.line(sail, at, word=word, tone=tone)
