"""A sail, its seats and its tasks in plain words, change by change. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from events import wording
from events.log.chronicle import Change, Line, Names, Row, moment, moments, plain, told

SAIL = {
    "event_id": "Id",
    "vessel_id": "Vessel",
    "event_type_id": "Kind of sail",
    "status": "Status",
    "sails_on": "Day",
    "call_at": "Call",
    "departs_at": "Departure",
    "returns_at": "Return",
    "sunset_at": "Sunset",
    "capacity": "Guests at most",
    "dock": "Dock",
    "itinerary": "Ports",
    "notes": "Notes",
    "captain_state": "Captain's seat, as lists show it",
    "seats_total": "Seats, as lists show them",
    "seats_filled": "Seats taken, as lists show them",
    "version": "Version, as calendars count it",
    "batch_id": "Planned with batch",
    "departed_at": "Cast off at",
    "returned_at": "Back at",
    "held_why": "Reason of the hold",
    "decide_by": "To be decided by",
    "cancelled_why": "Reason of the cancellation",
    "ready_at": "Stamped ready at",
    "ready_saw": "What the stamp saw",
}
STEPS = {
    "scheduled": "Published:",
    "boarding": "Boarding began:",
    "under_way": "Cast off:",
    "returned": "Back at the dock:",
    "closed": "Closed:",
    "weather_hold": "Put on weather hold:",
    "cancelled": "Cancelled:",
}
# What the dock's acts carry along, and what follows from another column: told only where nobody is known for it.
COUNTS = frozenset({"captain_state", "seats_total", "seats_filled", "version"})
TIMES = frozenset({"sails_on", "call_at", "departs_at", "returns_at", "sunset_at"})
FOLLOWS = frozenset({"sails_on", "call_at", "sunset_at"})
PARTS = ("departed", "returned", "closed", "held", "cancelled")
OF_STAMPS = frozenset({"ready_at", "ready_by_id", "ready_saw"})
OF_STEPS = frozenset(f"{part}_{end}" for part in PARTS for end in ("at", "by_id", "why")) | {"status", "decide_by"}

TASK = {"due_at": "due", "anchor": "counted from", "set_aside_why": "not applicable because", "event_id": "sail"}
ENDS = frozenset({"done_at", "done_by_id", "set_aside_at", "set_aside_by_id", "set_aside_why"})


class Act(NamedTuple):
    """A decision about a sail as it is kept: SailAct in values. `step` is its lead, such as `Moved:`."""

    step: str
    old: tuple[datetime, datetime]
    new: tuple[datetime, datetime]
    reason: str
    told: list[str]


def sail(change: Change, names: Names, acts: Mapping[int, Act]) -> list[Line]:
    """The sail's own row; `acts` by the version each of them made."""
    row = change.stands
    if change.before is None:
        lead = "Planned:" if change.is_known else "Added:"
        return [Line("sail", lead, after=_plan(row, names, with_status=row["status"] == "draft"))]
    if change.after is None:
        return [Line("sail", "The sail:", _plan(row, names, with_status=True), "removed")]
    if not change.is_known:
        return plain(change, names, what="sail", labels=SAIL)
    fields = set(change.fields())
    act = acts.get(row["version"]) if "version" in fields else None
    first = [_act(act, change, names)] if act else _step(change, names) if "status" in fields else []
    first += _stamp(change, names) if "ready_at" in fields else []
    skip = COUNTS | OF_STAMPS | (OF_STEPS if first else set()) | (TIMES if act else set())
    if fields & {"departs_at", "returns_at"}:
        skip |= FOLLOWS
    return first + plain(change, names, what="sail", labels=SAIL, skip=skip)


def seat(change: Change, names: Names) -> list[Line]:
    """A place on the sail."""
    lead = f"{seat_name(change.before or change.stands, names)}:"
    if change.before is None:
        return [Line("seats", lead, after="added", gist=("Seats:", "{all}") if change.is_known else None)]
    if change.after is None:
        return [Line("seats", lead, "there", "removed")]
    return plain(change, names, what="seats", labels={"event_id": "sail"}, lead=f"{lead[:-1]},")


def task(change: Change, names: Names) -> list[Line]:
    """A task of the checklist."""
    row, fields = change.stands, change.fields()
    text = (change.before or row)["text"]
    if change.before is None:
        due = f"added, due {moment(row['due_at'], names.zone)}, {_ended(row)}"
        gist = ("Tasks:", "{count}, from the checklist of its kind") if change.is_known else None
        return [Line("tasks", f"{text}:", after=due.removesuffix(", open"), gist=gist)]
    if change.after is None:
        return [Line("tasks", f"{text}:", _ended(row), "removed")]
    if change.is_known and fields == ["due_at"]:
        pair = told("due_at", change.before["due_at"], row["due_at"], names)
        return [Line("tasks", f"{text}, due", *pair, gist=("Open tasks:", "{count} moved with it"))]
    ended = _tick(change, names, text) if ENDS & set(fields) else []
    # who and when stand in the remark; of a direct write that changed no more than those, each is told
    skip = ENDS if ended else frozenset()
    return ended + plain(change, names, what="tasks", labels=TASK, lead=f"{text},", skip=skip)


def span(departs_at: datetime, returns_at: datetime, names: Names) -> str:
    """`Sat 5 Dec 17:10-19:40`, with an en dash; the day of return where it is another."""
    first, last = departs_at.astimezone(names.zone), returns_at.astimezone(names.zone)
    end = wording.clock(returns_at, names.zone) if first.date() == last.date() else moment(returns_at, names.zone)
    return f"{moment(departs_at, names.zone)}–{end}"


def quoted(text: str) -> str:
    """A reason as somebody wrote it."""
    return f"“{text}”" if text else ""


def remark(*parts: str) -> str:
    """What is said beside a line, as far as there is anything."""
    return "; ".join(filter(None, parts))


def _plan(row: Row, names: Names, *, with_status: bool) -> str:
    parts = [
        span(row["departs_at"], row["returns_at"], names),
        names.thing("vessel_id", row["vessel_id"]),
        names.thing("event_type_id", row["event_type_id"]),
        "1 guest" if row["capacity"] == 1 else f"{row['capacity']} guests",
        row["status"].replace("_", " ") if with_status else "",
    ]
    return ", ".join(filter(None, parts))


def _act(act: Act, change: Change, names: Names) -> Line:
    told_words = f"told: {', '.join(act.told)}" if act.told else "nobody had to be told"
    notes = remark(_decide_by(change, names), f"because: {act.reason}" if act.reason else "", told_words)
    if act.old == act.new:
        return Line("sail", act.step, *_statuses(change), notes)
    if act.old[0].astimezone(names.zone).date() == act.new[0].astimezone(names.zone).date():
        departure = moments(act.old[0], act.new[0], names.zone)
        arrival = moments(act.old[1], act.new[1], names.zone)
        day = wording.short_day(act.new[0].astimezone(names.zone).date())
        before, after = (f"{out}–{back}" for out, back in zip(departure, arrival, strict=True))
        return Line("sail", f"{act.step.rstrip(':')} on {day}:", before, after, notes)
    return Line("sail", act.step, span(*act.old, names), span(*act.new, names), notes)


def _step(change: Change, names: Names) -> list[Line]:
    """A way from one status to the next, with its reason; said by whom, where that is another than who did it."""
    before, after = change.before or {}, change.stands
    lead = "Taken off hold:" if before.get("status") == "weather_hold" else STEPS.get(after["status"], "Status:")
    if after["status"] == "cancelled":
        lead = STEPS["cancelled"]
    hands = {after[f"{part}_by_id"] for part in PARTS if before.get(f"{part}_by_id") != after.get(f"{part}_by_id")}
    by = [names.person(hand) for hand in sorted(hands - {None, change.actor})]
    why = after["cancelled_why"] if after["status"] == "cancelled" else after["held_why"]
    notes = remark(_decide_by(change, names), quoted(why), f"by {', '.join(by)}" if by else "")
    return [Line("sail", lead, *_statuses(change), notes)]


def _stamp(change: Change, names: Names) -> list[Line]:
    """The stamp "ready to sail", given, given anew or taken back."""
    row, was = change.stands, bool((change.before or {}).get("ready_at"))
    by = names.person(row["ready_by_id"]) if row["ready_by_id"] not in {None, change.actor} else ""
    pair = (
        ("stamped" if was else "", "stamped anew" if was else "stamped")
        if row["ready_at"]
        else ("stamped", "taken back")
    )
    return [Line("sail", "Ready to sail:", *pair, f"by {by}" if by else "")]


def _statuses(change: Change) -> tuple[str, str]:
    before, after = (change.before or {}).get("status", ""), change.stands["status"]
    return (before.replace("_", " "), after.replace("_", " ")) if before != after else ("", after.replace("_", " "))


def _decide_by(change: Change, names: Names) -> str:
    until = change.stands.get("decide_by")
    return f"to be decided by {moment(until, names.zone)}" if until else ""


def seat_name(row: Row, names: Names) -> str:
    """`Crew 1`."""
    return f"{str(row['role']).capitalize()} {row['number']}"


def _tick(change: Change, names: Names, text: str) -> list[Line]:
    """A task ended or opened again; a direct write is told with what it put into the row as to who and when."""
    before, after = change.before or {}, change.stands
    words = _ended(before), _ended(after)
    if words[0] == words[1]:
        return []
    hand, at = after["done_by_id"] or after["set_aside_by_id"], after["done_at"] or after["set_aside_at"]
    claimed = f"the row says: by {names.person(hand)}, {moment(at, names.zone)}" if at else ""
    is_plain = change.is_known and hand in {None, change.actor}
    return [Line("tasks", f"{text}:", *words, remark(quoted(after["set_aside_why"]), "" if is_plain else claimed))]


def _ended(row: Row) -> str:
    if row.get("done_at"):
        return "ticked"
    return "not applicable" if row.get("set_aside_at") else "open"


def acts_of(rows: Iterable[Row], steps: Mapping[str, str]) -> dict[int, Act]:
    """Kept decisions, by the version each made; `steps` gives a kind its lead."""
    return {
        row["version"]: Act(
            steps[row["kind"]],
            (row["old_departs_at"], row["old_returns_at"]),
            (row["departs_at"], row["returns_at"]),
            row["reason"],
            row["told"],
        )
        for row in rows
    }
