"""The words of the history: rows in, lines out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from crew import chronicle as seats
from events.log import words
from events.log.chronicle import Change, Line, Names, changes, difference, entries, folded, moments, replayed, told, who

HOUSE = ZoneInfo("America/Los_Angeles")
ANA, BEN, OLGA = 1, 2, 9
NAMES = Names(
    HOUSE,
    {ANA: "Ana", BEN: "Ben", OLGA: "Olga"},
    {"vessel_id": {3: "JADA"}, "event_type_id": {4: "Sunset charter"}, "seat_id": {7: "Crew 1"}},
)
DEPARTS = datetime(2026, 12, 6, 1, 10, tzinfo=UTC)  # Saturday 5 December, 17:10
SAIL = {
    "id": 5,
    "event_id": "own",
    "vessel_id": 3,
    "event_type_id": 4,
    "status": "scheduled",
    "sails_on": DEPARTS.date(),
    "call_at": DEPARTS - timedelta(hours=1),
    "departs_at": DEPARTS,
    "returns_at": DEPARTS + timedelta(hours=2.5),
    "sunset_at": DEPARTS,
    "capacity": 22,
    "dock": "",
    "notes": "",
    "captain_state": "open",
    "seats_total": 4,
    "seats_filled": 0,
    "version": 1,
    "decide_by": None,
    **{f"{part}_{end}": None for part in ("departed", "returned", "closed") for end in ("at", "by_id")},
    **{f"{part}_{end}": None for part in ("held", "cancelled") for end in ("at", "by_id")},
    "held_why": "",
    "cancelled_why": "",
    "ready_at": None,
    "ready_by_id": None,
    "ready_saw": {},
}
TASK = {
    "id": 6,
    "text": "Fuel",
    "due_at": DEPARTS - timedelta(minutes=20),
    "critical": False,
    "note": "",
    "done_at": None,
    "done_by_id": None,
    "set_aside_at": None,
    "set_aside_by_id": None,
    "set_aside_why": "",
}
SEATED = {
    "id": 8,
    "event_id": 5,
    "seat_id": 7,
    "person_id": ANA,
    "state": "offered",
    "period": "[1,2)",
    "takes_over_id": None,
    "answer_by": DEPARTS - timedelta(days=1),
    "confirmed_at": None,
    "confirmed_by_id": None,
    "ended_at": None,
    "ended_by_id": None,
    "reason": "",
}
CONTEXT = UUID(int=1)


def change(row, by, /, was=None, **new):
    """A row becoming another; `by` a person's number, a whole context, or None for nobody."""
    context = {"user": by} if isinstance(by, int) else by
    before = row | (was or {})
    return Change("t", 1, 1, DEPARTS, before, before | new, CONTEXT if context else None, context)


def born(row, by):
    return change(row, by)._replace(before=None)


def ended(row, by):
    return change(row, by)._replace(after=None)


def said(lines):
    return [str(line) for line in lines]


def hours(count):
    return timedelta(hours=count)


@pytest.mark.parametrize(
    ("made", "lines"),
    [
        (change(SAIL, None, departs_at=DEPARTS + timedelta(minutes=50)), ["Departure 17:10 → 18:00"]),
        (change(SAIL, OLGA, capacity=20), ["Guests at most 22 → 20"]),
        (change(SAIL, OLGA, dock="Dock C"), ["Dock nothing → Dock C"]),
        (change(SAIL, OLGA, vessel_id=11), ["Vessel JADA → vessel 11"]),
        (change(SAIL, OLGA, seats_filled=1, captain_state="claimed"), []),
        (change(SAIL, None, seats_filled=1), ["Seats taken, as lists show them 0 → 1"]),
        (change(SAIL, None, version=2), ["Version, as calendars count it 1 → 2"]),
        (change(SAIL, OLGA, departs_at=DEPARTS + hours(7), sails_on="x", call_at=DEPARTS),
         ["Departure Sat 5 Dec 17:10 → Sun 6 Dec 00:10"]),
        (change(SAIL, None, departs_at=DEPARTS + timedelta(seconds=30)), ["Departure 17:10:00.000 → 17:10:30.000"]),
        (change(SAIL, None, departs_at=DEPARTS + timedelta(days=365)),
         ["Departure Sat 5 Dec 2026 17:10 → Sun 5 Dec 2027 17:10"]),
        (change(SAIL, OLGA, was={"status": "draft"}, status="scheduled"), ["Published: draft → scheduled"]),
        (change(SAIL, None, was={"status": "draft"}, status="scheduled"), ["Status draft → scheduled"]),
        (change(SAIL, ANA, status="boarding"), ["Boarding began: scheduled → boarding"]),
        (change(SAIL, ANA, status="under_way", departed_at=DEPARTS, departed_by_id=ANA),
         ["Cast off: scheduled → under way"]),
        (change(SAIL, OLGA, status="under_way", departed_at=DEPARTS, departed_by_id=ANA),
         ["Cast off: scheduled → under way · by Ana"]),
        (change(SAIL, OLGA, status="weather_hold", held_why="Gale.", held_at=DEPARTS, decide_by=DEPARTS),
         ["Put on weather hold: scheduled → weather hold · to be decided by Sat 5 Dec 17:10; “Gale.”"]),
        (change(SAIL, OLGA, was={"status": "weather_hold"}, status="cancelled", cancelled_why="Gale."),
         ["Cancelled: weather hold → cancelled · “Gale.”"]),
        (change(SAIL, ANA, ready_at=DEPARTS, ready_by_id=ANA, ready_saw={"a": 1}), ["Ready to sail: stamped"]),
        (change(SAIL, ANA, was={"ready_at": DEPARTS, "ready_by_id": ANA}, ready_at=None, ready_by_id=None),
         ["Ready to sail: stamped → taken back"]),
        (born(SAIL, OLGA), ["Planned: Sat 5 Dec 17:10–19:40, JADA, Sunset charter, 22 guests"]),
        (born(SAIL | {"status": "draft", "capacity": 1}, OLGA),
         ["Planned: Sat 5 Dec 17:10–19:40, JADA, Sunset charter, 1 guest, draft"]),
        (ended(SAIL, None),
         ["The sail: Sat 5 Dec 17:10–19:40, JADA, Sunset charter, 22 guests, scheduled → removed"]),
    ],
)  # fmt: skip
def test_a_sail_in_words(made, lines):
    assert said(words.sail(made, NAMES, {})) == lines


@pytest.mark.parametrize(
    ("new", "reason", "told_names", "line"),
    [
        (hours(1), "Wind.", ["Ana", "Ben"],
         "Moved on Sat 5 Dec: 17:10–19:40 → 18:10–20:40 · because: Wind.; told: Ana, Ben"),
        (hours(24), "Wind.", [],
         "Moved: Sat 5 Dec 17:10–19:40 → Sun 6 Dec 17:10–19:40 · because: Wind.; nobody had to be told"),
        (hours(24), "", ["Ana"], "Moved: Sat 5 Dec 17:10–19:40 → Sun 6 Dec 17:10–19:40 · told: Ana"),
    ],
)  # fmt: skip
def test_a_move_is_one_line_and_not_nine(new, reason, told_names, line):
    old = (DEPARTS, DEPARTS + hours(2.5))
    act = words.Act("Moved:", old, (old[0] + new, old[1] + new), reason, told_names)
    made = change(
        SAIL, OLGA, version=2, departs_at=old[0] + new, returns_at=old[1] + new, call_at=DEPARTS, sunset_at=None
    )

    assert said(words.sail(made, NAMES, {2: act})) == [line]


def test_a_decision_without_new_times_names_status_reason_and_whom_it_told():
    times = (DEPARTS, DEPARTS + hours(2.5))
    act = words.Act("Cancelled:", times, times, "Gale.", ["Ana"])
    made = change(SAIL, OLGA, version=2, status="cancelled", cancelled_why="Gale.", cancelled_by_id=OLGA)

    assert said(words.sail(made, NAMES, {2: act})) == ["Cancelled: scheduled → cancelled · because: Gale.; told: Ana"]


@pytest.mark.parametrize(
    ("made", "lines"),
    [
        (change(TASK, ANA, done_at=DEPARTS, done_by_id=ANA), ["Fuel: open → ticked"]),
        (change(TASK, OLGA, done_at=DEPARTS, done_by_id=ANA),
         ["Fuel: open → ticked · the row says: by Ana, Sat 5 Dec 17:10"]),
        (change(TASK, None, done_at=DEPARTS, done_by_id=ANA),
         ["Fuel: open → ticked · the row says: by Ana, Sat 5 Dec 17:10"]),
        (change(TASK, ANA, was={"done_at": DEPARTS, "done_by_id": BEN}, done_at=None, done_by_id=None),
         ["Fuel: ticked → open"]),
        (change(TASK, None, was={"done_at": DEPARTS, "done_by_id": BEN}, done_by_id=ANA),
         ["Fuel, done by Ben → Ana"]),
        (change(TASK, ANA, set_aside_at=DEPARTS, set_aside_by_id=ANA, set_aside_why="Day sail."),
         ["Fuel: open → not applicable · “Day sail.”"]),
        (change(TASK, ANA, note="Half full."), ["Fuel, note nothing → Half full."]),
        (change(TASK, None, critical=True), ["Fuel, critical no → yes"]),
        (change(TASK, None, text="Ice"), ["Fuel, text Fuel → Ice"]),
        (change(TASK, OLGA, due_at=DEPARTS), ["Fuel, due 16:50 → 17:10"]),
        (born(TASK, OLGA), ["Fuel: added, due Sat 5 Dec 16:50"]),
        (ended(TASK, None), ["Fuel: open → removed"]),
        (ended(TASK | {"done_at": DEPARTS}, None), ["Fuel: ticked → removed"]),
    ],
)  # fmt: skip
def test_a_task_in_words(made, lines):
    assert said(words.task(made, NAMES)) == lines


@pytest.mark.parametrize(
    ("made", "lines", "behalf"),
    [
        (born(SEATED, OLGA), ["Crew 1: Ana, offered · to be answered by Fri 4 Dec 17:10"], ""),
        (born(SEATED | {"state": "confirmed", "answer_by": None}, ANA), ["Crew 1: Ana, confirmed"], ""),
        (born(SEATED | {"state": "claimed"}, OLGA), ["Crew 1: Ana, claimed"], "Ana"),
        (born(SEATED | {"takes_over_id": 5}, BEN),
         ["Crew 1: Ana, offered · to take over from takes over 5; to be answered by Fri 4 Dec 17:10"], ""),
        (change(SEATED, ANA, state="confirmed", confirmed_at=DEPARTS, confirmed_by_id=ANA),
         ["Crew 1: Ana, offered → confirmed"], ""),
        (change(SEATED, OLGA, state="confirmed", confirmed_at=DEPARTS), ["Crew 1: Ana, offered → confirmed"], "Ana"),
        (change(SEATED, OLGA, was={"state": "claimed"}, state="confirmed"),
         ["Crew 1: Ana, claimed → confirmed"], ""),
        (change(SEATED, {"schedule": "offers"}, state="expired", ended_at=DEPARTS),
         ["Crew 1: Ana, offered → lapsed"], ""),
        (change(SEATED, ANA, was={"state": "confirmed"}, state="covering", reason="Fever."),
         ["Crew 1: Ana, confirmed → asks for cover · “Fever.”"], ""),
        (change(SEATED, OLGA, was={"state": "confirmed"}, state="offered"),
         ["Crew 1: Ana, confirmed → offered · to be answered by Fri 4 Dec 17:10"], ""),
        (change(SEATED, OLGA, period="[3,4)"), [], ""),
        (change(SEATED, OLGA, answer_by=DEPARTS), ["Crew 1: Ana, to be answered by Fri 4 Dec 17:10 → Sat 5 Dec 17:10"],
         ""),
        (change(SEATED, None, person_id=BEN), ["Crew 1: Ana → Ben"], ""),
        (change(SEATED, None, state="confirmed", confirmed_by_id=BEN),
         ["Crew 1: Ana, offered → confirmed", "Crew 1: Ana, confirmed by nobody → Ben"], ""),
        (ended(SEATED, None), ["Crew 1: Ana, offered → removed"], ""),
    ],
)  # fmt: skip
def test_a_seat_in_words(made, lines, behalf):
    found = seats.assignment(made, NAMES)

    assert said(found) == lines
    assert {line.behalf for line in found} - {""} == ({behalf} if behalf else set())


@pytest.mark.parametrize(
    ("context", "behalf", "words_of_it"),
    [
        (None, "", "directly in the database"),
        ({"user": ANA}, "", "Ana"),
        ({"user": OLGA, "as": "office", "url": "/events/"}, "Ana", "Olga of the office, for Ana"),
        ({"user": OLGA, "as": "office", "url": "/admin/events/"}, "", "Olga of the office, in the admin"),
        ({"user": 77}, "", "person 77"),
        ({"schedule": "offers"}, "", "by itself"),
        ({"command": "seed_demo"}, "", "manage.py seed_demo"),
    ],
)
def test_every_entry_names_its_hand(context, behalf, words_of_it):
    assert who(context, [Line("seats", "x", behalf=behalf)], NAMES) == words_of_it


def test_lines_of_one_gist_are_told_as_one_and_a_single_one_as_it_is():
    task = Line("tasks", "Fuel:", after="added", gist=("Tasks:", "{count}, from the checklist"))
    seat = Line("seats", "Crew 1:", after="added", gist=("Seats:", "{all}"))

    assert said(folded([task, seat, task._replace(lead="Ice:")])) == ["Tasks: 2, from the checklist", "Crew 1: added"]


def history(label, number, at=DEPARTS, context=None, **row):
    """A row of a history table as it is read."""
    told_by = {"pgh_context_id": CONTEXT if context else None, "pgh_context__metadata": context}
    return TASK | row | {"pgh_id": number, "pgh_obj_id": 6, "pgh_label": label, "pgh_created_at": at} | told_by


def test_a_tables_history_becomes_changes_each_beside_the_row_before_it():
    found = changes(
        "t",
        [
            history("insert", 1),
            history("update", 2, note="One."),
            history("delete", 3, note="One."),
            history("insert", 4, note="Again."),
        ],
    )

    notes = [((one.before or {}).get("note"), (one.after or {}).get("note")) for one in found]
    assert notes == [(None, ""), ("", "One."), ("One.", None), (None, "Again.")]
    assert [one["note"] for one in replayed(found).values()] == ["Again."]
    assert replayed(found[:3]) == {}


def test_one_act_is_one_entry_newest_first_and_direct_writes_keep_every_line():
    later = DEPARTS + hours(1)
    found = changes(
        "t",
        [history("insert", 1, context={"user": ANA}), history("update", 2, later, note="One.", critical=True)],
    )

    told_entries = list(entries(found, {"t": words.task}, NAMES))

    assert [(one.who, one.is_direct, said(one.lines)) for one in told_entries] == [
        ("directly in the database", True, ["Fuel, critical no → yes", "Fuel, note nothing → One."]),
        ("Ana", False, ["Fuel: added, due Sat 5 Dec 16:50"]),
    ]


def test_an_act_that_waited_for_another_stands_behind_it():
    began_first, began_second = DEPARTS, DEPARTS + timedelta(milliseconds=5)
    found = changes(
        "t",
        [
            history("insert", 1, DEPARTS - hours(1), context={"user": OLGA}),
            history("update", 2, began_second, note="Second began, first done.", context={"user": ANA}),
            history("update", 3, began_first, note="First began, second done.", context={"user": BEN}),
        ],
    )

    assert [one.who for one in entries(found, {"t": words.task}, NAMES)] == ["Ben", "Ana", "Olga"]


def test_the_doubled_hour_names_its_clock():
    first = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)

    assert moments(first, first + hours(1), HOUSE) == ("01:30 PDT", "01:30 PST")


def test_long_texts_are_told_from_where_they_part():
    before = "The same words go on and on. " * 10
    first, second = difference(before + "Left.", before + "Right.")

    assert (first, second) == ("… Left.", "… Right.")
    assert difference("x" * 200, "y" * 200)[0] == "x" * 120 + " …"
    assert told("notes", "", "Short.", NAMES) == ("nothing", "Short.")
