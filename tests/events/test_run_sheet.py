"""The run sheet's rows, its code and what a paper says otherwise: no database, no web."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.ready import run_sheet
from events.ready.run_sheet import NoCode, Row
from tests.factories import NOW

CALL = Row("call", "Call", kind="station", clock="16:10")
FUEL = Row("task-1", "Top up fuel", "Crew", kind="task", clock="16:20", note="critical")
ICE = Row("task-2", "Ice", "Chef", kind="task", clock="16:30")
LINES = Row("task-3", "Lines singled", "Crew", kind="task", clock="16:40")
SEAT = Row("seat-1", "Crew 1", "Ben Ito", kind="seat", phone="+1 619 555 0102")
NOTES = Row("notes", "Notes", "Two birthdays")
SHEET = [CALL, FUEL, ICE, LINES, SEAT, NOTES]


def other(row, **fields):
    """The sheet with one row said otherwise."""
    return [run_sheet.replace(one, **fields) if one is row else one for one in SHEET]


def test_a_code_gives_back_its_instant_and_its_digest():
    at = NOW + timedelta(milliseconds=123)

    found = run_sheet.read(run_sheet.code_of(SHEET, at))

    assert (found.at, found.digest) == (at, run_sheet.digest_of(SHEET))


@given(st.datetimes(min_value=NOW.replace(tzinfo=None), max_value=NOW.replace(tzinfo=None, year=2050)))
def test_every_instant_until_2050_survives_its_code(wall):
    at = run_sheet.instant_of(wall.replace(tzinfo=NOW.tzinfo))

    assert run_sheet.read(run_sheet.code_of([], at)).at == at


def test_a_code_is_read_as_a_hand_types_it():
    code = run_sheet.code_of(SHEET, NOW)
    spelled = code.upper().replace("0", "O").replace("1", "l").replace("-", " ")

    assert run_sheet.read(f" {spelled} ") == run_sheet.read(code)


@pytest.mark.parametrize("typed", ["", "x", "12345678-1234", "12345678-123456", "1234567u-12345", "é" * 13, "\0" * 13])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(NoCode):
        run_sheet.read(typed)


def test_the_order_of_rows_and_a_tick_change_no_digest():
    assert run_sheet.digest_of(reversed(SHEET)) == run_sheet.digest_of(SHEET)
    assert run_sheet.digest_of(other(FUEL, mark="✓")) == run_sheet.digest_of(SHEET)


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (CALL, {"clock": "16:11"}),
        (FUEL, {"label": "Top up fuel and water"}),
        (SEAT, {"phone": "+1 619 555 0109"}),
        (SEAT, {"note": "asks for cover"}),
        (NOTES, {"text": ""}),
    ],
)
def test_any_word_that_differs_changes_the_digest(row, fields):
    assert run_sheet.digest_of(other(row, **fields)) != run_sheet.digest_of(SHEET)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (SHEET, []),
        (other(CALL, clock="17:10"), ["Call: was 16:10, now 17:10"]),
        (other(SEAT, text="open", phone=""), ["Crew 1: was Ben Ito · +1 619 555 0102, now open"]),
        (other(NOTES, text=""), ["Notes: no longer Two birthdays"]),
        (other(ICE, note="not applicable: cold"), ["Ice: now not applicable: cold"]),
        (other(ICE, clock="17:30"), ["Ice: was 16:30, now 17:30"]),
        (other(ICE, label="Ice and limes"), ["Ice: was Ice, now Ice and limes"]),
        (other(FUEL, clock="17:20", note=""), ["Top up fuel: was 16:20 · critical, now 17:20"]),
        ([*SHEET, Row("party-1", "Lee", "4 guests")], ["Lee: new on the sheet, 4 guests"]),
        ([CALL, FUEL, ICE, LINES, NOTES], ["Crew 1: no longer on the sheet"]),
    ],
)
def test_what_changed_is_said_with_old_and_new(now, said):
    assert run_sheet.changes(SHEET, now) == said


def test_tasks_that_only_moved_with_the_sail_are_one_line():
    now = [run_sheet.replace(row, clock=row.clock.replace("16:", "17:")) for row in SHEET]

    assert run_sheet.changes(SHEET, now) == ["Call: was 16:10, now 17:10", "3 tasks have new times, marked below"]


def test_changed_rows_carry_what_the_paper_says():
    now = [*other(SEAT, text="Dana Ko", phone=""), Row("party-1", "Lee", "4 guests")]

    found = {row.key: row.was for row in run_sheet.marked(SHEET, now) if row.was}

    assert found == {"seat-1": "was Ben Ito · +1 619 555 0102", "party-1": "new"}


def test_a_long_note_is_quoted_in_part():
    before = [Row("notes", "Notes", "x" * 500)]

    assert run_sheet.changes(before, [Row("notes", "Notes", "y")]) == [f"Notes: was {'x' * 120}…, now y"]
