"""Who held which seat, in plain words, change by change. Pure."""

from __future__ import annotations

from events.log.chronicle import Change, Line, Names, moment, plain
from events.log.words import quoted, remark

LABELS = {
    "seat_id": "seat",
    "event_id": "sail",
    "answer_by": "to be answered by",
    "takes_over_id": "to take over from",
    "state": "state",
}
WORDS = {"covering": "asks for cover", "expired": "lapsed", "covered": "covered by another", "stood_down": "stood down"}
ENDED = frozenset({"declined", "expired", "refused", "released", "covered", "withdrawn", "stood_down"})
# What a person does about their own seat: from, to. Anybody else who does it acts in their name.
OWN = {
    ("", "claimed"),
    ("", "confirmed"),
    ("offered", "claimed"),
    ("offered", "confirmed"),
    ("offered", "declined"),
    ("claimed", "released"),
    ("confirmed", "covering"),
    ("confirmed", "released"),
    ("covering", "confirmed"),
}
# The trigger keeps the period in step with the sail, whoever writes: it says nothing of its own.
SILENT = frozenset({"period"})
OF_STATES = SILENT | {"state", "reason", "answer_by", "takes_over_id"} | {
    f"{part}_{end}" for part in ("made", "offered", "confirmed", "cover_asked", "ended") for end in ("at", "by_id")
}  # fmt: skip


def assignment(change: Change, names: Names) -> list[Line]:
    """A person's seat: offered, taken, handed on, given back."""
    row, before = change.stands, change.before
    seat = names.thing("seat_id", (before or row)["seat_id"])
    lead = f"{seat}: {names.person((before or row)['person_id'])},"
    state = word(row["state"])
    if before is None or change.after is None:
        pair = ("", state) if before is None else (state, "removed")
        return [Line("seats", lead, *pair, _remark(change, names), _behalf(change, names))]
    first = []
    if before["person_id"] != row["person_id"]:
        first = [Line("seats", f"{seat}:", names.person(before["person_id"]), names.person(row["person_id"]))]
    if before["state"] != row["state"]:
        pair = (word(before["state"]), state)
        first.append(Line("seats", lead, *pair, _remark(change, names), _behalf(change, names)))
    skip = SILENT | {"person_id"} | ({"state", "reason"} if before["state"] != row["state"] else set())
    if change.is_known and first:
        skip |= OF_STATES
    return first + plain(change, names, what="seats", labels=LABELS, lead=lead, skip=skip)


def word(state: str) -> str:
    """A state as the history says it."""
    return WORDS.get(state, state.replace("_", " "))


def _remark(change: Change, names: Names) -> str:
    """Until when an offer stands, whose seat it is to take over, and a reason that came with this very change."""
    row, before = change.stands, change.before or {}
    if change.after is None:
        return ""
    offered = row["state"] == "offered" and row["answer_by"]
    until = f"to be answered by {moment(row['answer_by'], names.zone)}" if offered else ""
    takes = row["takes_over_id"] if not before else None
    over = f"to take over from {names.thing('takes_over_id', takes)}" if takes else ""
    return remark(over, until, quoted(row["reason"] if row["reason"] != before.get("reason") else ""))


def _behalf(change: Change, names: Names) -> str:
    """Whose act it was, where another hand did it."""
    step = ((change.before or {}).get("state", ""), change.stands["state"])
    own = change.stands["person_id"]
    is_other = change.actor is not None and change.actor != own
    return names.person(own) if is_other and change.after is not None and step in OWN else ""
