"""What the pages print on which a sail is moved, held, resumed or cancelled: how it stands, and who will be told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from events import contributions, pages, timing, wording
from events.acts import decided, moving
from events.acts.forms import MoveForm
from events.models import SailAct, SailEvent
from scc_site.models import User

Context = dict[str, Any]
WORDS = {
    "move": ("Move this sail", "Move the sail", ""),
    "hold": ("Weather hold", "Put on hold", ""),
    "resume": ("Off hold: she sails", "Resume", ""),
    "cancel": ("Cancel this sail", "Cancel the sail", "danger"),
}
FOLLOWS = {
    "hold": "Seats stay as they are and may still change hands. You decide again until the time below.",
    "resume": "She leaves as planned; seats stay as they are.",
    "cancel": "For good. The crew stands down, offers and their links end; tasks stay as they are.",
}


def page(act: str, event: SailEvent, viewer: User, at: datetime) -> Context:
    """The page of one act, before it is done."""
    title, button, tone = WORDS[act]
    return {
        "live": act == "move",
        "event": event,
        "act": act,
        "title": title,
        "button": button,
        "tone": tone,
        "facts": pages.facts(event),
        "pairs": _now(event, at),
        "follows": FOLLOWS.get(act, ""),
        "told": contributions.audience(event, by=viewer),
        "booked": event.places_taken if act == "cancel" else 0,
    }


def _now(event: SailEvent, at: datetime) -> list[tuple[str, str]]:
    """How the sail stands: its times, the day's sunset, and the hold if there is one."""
    zone = settings.HOUSE_ZONE
    pairs = [
        ("Departure", timing.spoken(event.departs_at, zone)),
        ("Return", timing.spoken(event.returns_at, zone)),
        ("Sunset that day", wording.clock(event.sunset_at, zone) if event.sunset_at else "none"),
    ]
    if event.decide_by:
        pairs += [("On hold because", event.held_why), ("Decided", wording.moment(event.decide_by, at, zone))]
    return pairs


def outlook(event: SailEvent, form: MoveForm, viewer: User, at: datetime) -> Context:
    """What the times typed would change. Raises Mistyped for times that a move would refuse."""
    found = moving.outlook(event=event, **form.times(), by=viewer, at=at)
    zone = settings.HOUSE_ZONE
    times = found.times
    return {
        "pairs": [
            ("Departure", _changed(event.departs_at, times.departs_at)),
            ("Return", _changed(event.returns_at, times.returns_at)),
            ("Call", timing.spoken(times.call_at, zone)),
            ("Sunset that day", wording.clock(times.sunset_at, zone) if times.sunset_at else "none"),
        ],
        "people": found.people,
        "again": sum(person.confirms_again for person in found.people),
        "warnings": [decided.other(sail) for sail in found.warnings],
        "tasks": _tasks(found.moving, found.staying),
    }


def _changed(old: datetime, new: datetime) -> str:
    """The new instant, and by how much it is later or earlier."""
    words = timing.spoken(new, settings.HOUSE_ZONE)
    if new == old:
        return f"{words}, as now"
    return f"{words}, {wording.span(new - old)} {'later' if new > old else 'earlier'}"


def _tasks(moving_along: int, staying: int) -> str:
    """`4 open tasks move along; 2 done ones stay as they are.`"""
    if not moving_along + staying:
        return "The sail has no tasks."
    along = "1 open task moves along" if moving_along == 1 else f"{moving_along or 'No'} open tasks move along"
    if not staying:
        return f"{along}."
    return f"{along}; {staying} ended one{'' if staying == 1 else 's'} stay{'s' if staying == 1 else ''} as done."


def done(act: SailAct) -> str:
    """What the house says after an act, with whom it told."""
    zone = settings.HOUSE_ZONE
    words = {
        SailAct.Kind.MOVED: f"Moved: she leaves {timing.spoken(act.departs_at, zone)}.",
        SailAct.Kind.HELD: "On weather hold.",
        SailAct.Kind.RESUMED: "Off hold: she sails as planned.",
        SailAct.Kind.CANCELLED: "Cancelled.",
    }[SailAct.Kind(act.kind)]
    return f"{words} {told(act.told)}"


def told(names: list[str]) -> str:
    """`Told: Ana Reyes and Ben Ito.`"""
    if not names:
        return "There was nobody to tell."
    last = f" and {names[-1]}" if len(names) > 1 else ""
    return f"Told: {', '.join(names[:-1] or names)}{last}."
