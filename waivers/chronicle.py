"""A sail's guests in plain words, change by change. Pure. Addresses, phones and birth dates are the office's."""

from __future__ import annotations

from events.log.chronicle import Change, Line, Names, Row, plain
from events.log.words import moment, quoted, remark

LABELS = {
    "hold_until": "held until",
    "name_given": "name as first written",
    "born_on": "born on",
    "is_small": "wears a child’s life jacket",
    "is_lead": "leads the party",
    "event_id": "sail",
    "booking_id": "party",
    "diet_note": "diet, in words",
    "undone_why": "reason of the last undoing",
}
STATES = {"invited": "invited", "on_hold": "on hold", "no_show": "did not come"}
SOURCES = {
    "booking": "with a booking", "office": "by the office", "party": "by the party’s lead", "dock": "at the dock",
    "kiosk": "at the tablet", "guardian": "by a guardian", "file": "from a file",
}  # fmt: skip
FOR_ALL = frozenset({"name", "hold_until", "booking_id", "event_id", "is_small", "guardian_id"})
# Carried along by the verbs; told only where nobody is known for it.
CARRIED = frozenset(
    {
        "accepted_at", "accepted_by_id", "aboard_at", "aboard_by_id", "ashore_at", "ashore_by_id", "declined_at",
        "declined_why", "released_at", "revoked_at", "revoked_by_id", "revoked_why", "removed_at", "removed_by_id",
        "removed_why", "undone_why", "link_number", "state", "record_id",
    }
)  # fmt: skip


def called(row: Row, names: Names) -> str:
    """What a guest is called."""
    return str(row["name"])


def guest(change: Change, names: Names) -> list[Line]:
    """A guest: put on the list, signed, checked in, taken off it."""
    row, before = change.stands, change.before
    lead = f"{called(before or row, names)}:"
    if before is None:
        how = SOURCES.get(str(row["source"]), str(row["source"]))
        return [Line("guests", lead, after=f"on the list {how}, {word(str(row['state']))}")]
    if change.after is None:
        return [Line("guests", lead, word(str(before["state"])), "removed")]
    if not change.is_known:
        return plain(change, names, what="guests", labels=LABELS, lead=f"{lead[:-1]},")
    return [*_steps(row, before, lead, _claimed(change, names)), *_others(change, names, f"{lead[:-1]},")]


def word(state: str) -> str:
    """A state as the history says it."""
    return STATES.get(state, state)


def _claimed(change: Change, names: Names) -> str:
    """Who says to have let a guest aboard or ashore, and when, where it was somebody else who wrote it down."""
    row, act = change.stands, str(change.stands["state"])
    hand, at = row.get(f"{act}_by_id"), row.get(f"{act}_at")
    if not hand or not at or hand == change.actor:
        return ""
    return f"the row says: by {names.person(hand)}, {moment(at, names.zone)}"


def _steps(row: Row, before: Row, lead: str, claimed: str) -> list[Line]:
    """What was done to a guest, act by act."""
    found = []
    if row["state"] != before["state"]:
        why = quoted(row["declined_why"] if row["state"] == "declined" else row["undone_why"])
        keep = why if row["state"] == "declined" or row["undone_why"] != before["undone_why"] else ""
        words = (word(str(before["state"])), word(str(row["state"])))
        found.append(Line("guests", lead, *words, remark(keep, claimed)))
    elif row["record_id"] != before["record_id"]:
        found.append(Line("guests", lead, after="signed" if row["record_id"] else "the signature was taken away"))
    if bool(row["removed_at"]) != bool(before["removed_at"]):
        off = ("on the list", "taken off it") if row["removed_at"] else ("off the list", "back on it")
        found.append(Line("guests", lead, *off, quoted(str(row["removed_why"]))))
    if row["accepted_at"] and not before["accepted_at"]:
        found.append(Line("guests", lead, after="accepted by staff"))
    if bool(row["revoked_at"]) != bool(before["revoked_at"]):
        said = ("clearance taken back", row["revoked_why"]) if row["revoked_at"] else ("restored", row["undone_why"])
        found.append(Line("guests", lead, after=said[0], remark=quoted(str(said[1]))))
    if row["link_number"] != before["link_number"]:
        found.append(Line("guests", lead, after="link made anew"))
    return found


def _others(change: Change, names: Names, lead: str) -> list[Line]:
    """The remaining columns: what concerns everybody, and what is the office's."""
    row = set(change.stands)
    told = plain(change, names, what="guests", labels=LABELS, lead=lead, skip=CARRIED | (row - FOR_ALL))
    office = plain(change, names, what="guests", labels=LABELS, lead=lead, skip=CARRIED | FOR_ALL)
    return [*told, *(line._replace(office=True) for line in office)]
