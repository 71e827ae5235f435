"""The timeline rail, as pure values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from events import rail, rail_scale

HOUSE = ZoneInfo("America/Los_Angeles")


def local(hour: int, minute: int = 0, day: int = 5, month: int = 12, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HOUSE, fold=fold).astimezone(UTC)


EVENING = rail.Times(
    call_at=local(14),
    boards_at=local(14, 40),
    departs_at=local(15, 10),
    returns_at=local(17, 40),
    sunset_at=local(16, 42),
)


def task(number: int, due_at: datetime, **more: object) -> rail.Task:
    return rail.Task(id=number, text=f"Task {number}", due_at=due_at, role="crew", **more)  # type: ignore[arg-type]


def lay(*tasks: rail.Task, now: datetime, times: rail.Times = EVENING) -> rail.Rail:
    return rail.of(times=times, tasks=tasks, now=now, zone=HOUSE)


def lines(laid: rail.Rail) -> list[str]:
    return [f"{entry.clock} {entry.title}" for entry in laid.entries]


def test_an_evening_runs_from_call_to_return_with_now_in_its_place():
    laid = lay(task(1, local(16, 42), anchor="sunset"), task(2, local(13, 30)), now=local(15, 30))

    assert laid.title == "The evening"
    assert lines(laid) == [
        "13:30 Task 2",
        "14:00 Call",
        "14:40 Boarding",
        "15:10 Departure",
        "15:30 now",
        "16:42 Sunset",
        "16:42 Task 1",
        "17:40 Return",
    ]


def test_heights_follow_the_clock_and_a_target_is_never_exceeded():
    laid = lay(now=local(13))

    departure, sunset = laid.entries[3], laid.entries[4]

    assert departure.minutes == 92
    assert departure.span == round(92 / laid.per_step)
    assert sunset.span == round(58 / laid.per_step)
    assert max(entry.span for entry in laid.entries) <= rail_scale.MOST_STEPS


def test_blocks_alternate_on_the_half_hours_of_the_wall_clock():
    laid = lay(now=local(13))

    departure = next(entry for entry in laid.entries if entry.station == "departure")

    # 15:10 to 16:42, in minutes from 15:10: filled until 15:30, and from 16:00 to 16:30
    assert departure.blocks == "M0 0h6v20h-6zM0 50h6v30h-6z"
    assert laid.caption == "One block is 30 min."


def test_the_leg_says_ashore_at_sea_and_at_sea_after_dark():
    laid = lay(now=local(12))

    assert [(e.station, e.leg) for e in laid.entries if e.kind == "station"] == [
        ("call", "ashore"),
        ("boarding", "ashore"),
        ("departure", "aboard"),
        ("sunset", "dark"),
        ("return", "ashore"),
    ]


def test_now_long_before_everything_is_broken_off_and_costs_no_height():
    laid = lay(now=local(9, day=3))

    first = laid.entries[0]

    assert (first.kind, first.is_adrift, first.span) == ("now", True, 0)
    assert (first.title, first.note) == ("now, Thu 3 Dec 09:00", "2 d 5 h before call")


def test_now_long_after_everything_stands_last():
    laid = lay(now=local(9, day=7))

    last = laid.entries[-1]

    assert (last.kind, last.is_adrift, last.note) == ("now", True, "1 d 15 h after the last line")
    assert laid.entries[-2].span == 0


def test_many_tasks_at_one_instant_keep_their_order_below_the_station():
    laid = lay(*[task(number, local(14)) for number in (3, 1, 2)], now=local(13))

    assert lines(laid)[:5] == ["13:00 now", "14:00 Call", "14:00 Task 1", "14:00 Task 2", "14:00 Task 3"]
    assert [entry.span for entry in laid.entries[1:4]] == [0, 0, 0]


def test_an_overnight_sail_prints_the_date_where_the_day_changes():
    night = rail.Times(local(21), local(21, 30), local(22), local(6, day=6), local(16, 42))

    laid = lay(task(1, local(2, day=6)), now=local(20), times=night)

    assert laid.title == "The night"
    assert [(e.clock, e.day) for e in laid.entries if e.day] == [
        ("21:00", "Saturday 5 December"),
        ("02:00", "Sunday 6 December"),
    ]


def test_a_passage_of_several_days_stays_within_the_bounded_steps():
    passage = rail.Times(local(8), local(8, 30), local(9), local(17, day=9), local(16, 42))

    laid = lay(*[task(n, local(12, day=5 + n)) for n in range(1, 4)], now=local(10, day=7), times=passage)

    assert laid.title == "The passage"
    assert max(entry.span for entry in laid.entries) <= rail_scale.MOST_STEPS
    assert [e.day for e in laid.entries if e.day][-1] == "Wednesday 9 December"
    assert laid.caption == "One block is 1 d."


def test_on_the_day_the_hour_comes_twice_both_are_named_and_the_height_is_real_time():
    doubled = rail.Times(
        local(0, 30, day=1, month=11),
        local(0, 45, day=1, month=11),
        local(1, 30, day=1, month=11),
        local(1, 30, day=1, month=11, fold=1),
    )

    laid = lay(now=local(0, day=1, month=11), times=doubled)

    departure, returning = laid.entries[-2], laid.entries[-1]
    assert (departure.clock, returning.clock) == ("01:30 PDT", "01:30 PST")
    assert departure.minutes == 60


def test_a_late_open_task_says_how_late_and_a_done_one_who_and_when():
    late = task(1, local(14, 30), critical=True)
    done = task(2, local(14, 30), state="done", ended_by="Ana", ended_at=local(14, 6))
    aside = task(3, local(14, 30), state="not_applicable", ended_by="Ben", ended_at=local(14, 7), reason="day sail")

    laid = lay(late, done, aside, now=local(14, 32))

    notes = [(e.note, e.tone) for e in laid.entries if e.kind == "task"]
    assert notes == [
        ("2 min late · critical · crew", "bad"),
        ("Ana · 14:06", "ok"),
        ("not applicable: day sail · Ben · 14:07", ""),
    ]
    assert (laid.summary, laid.late) == ("1 of 3 done, 1 not applicable, 1 critical open", 1)


def test_a_sun_that_sets_long_after_a_morning_sail_is_left_out():
    morning = rail.Times(local(9), local(9, 30), local(10), local(12), local(16, 42))

    laid = lay(now=local(8), times=morning)

    assert [e.station for e in laid.entries if e.station] == ["call", "boarding", "departure", "return"]


def test_actual_times_stand_beside_the_planned_ones():
    sailed = rail.Times(**{**vars(EVENING), "departed_at": local(15, 14), "returned_at": local(17, 38)})

    laid = lay(now=local(18), times=sailed)

    notes = {e.station: e.note for e in laid.entries if e.station}
    assert notes["departure"] == "cast off 15:14, 4 min late"
    assert notes["return"] == "alongside 17:38, 2 min early"


def test_returning_in_the_dark_asks_for_lights():
    laid = lay(now=local(12))

    assert laid.entries[-1].note == "58 min after sunset: navigation lights"


def test_a_rail_of_a_thousand_tasks_is_laid_within_a_blink():
    tasks = [task(n, local(14) + timedelta(seconds=n)) for n in range(1000)]

    laid = lay(*tasks, now=local(14, 5))

    assert len(laid.entries) == 1000 + 6


def test_the_summary_counts_in_words_whatever_is_shown():
    done = {"state": "done", "ended_at": local(13), "ended_by": "Ana"}
    tasks = [
        task(1, local(14), **done),
        task(2, local(14), state="not_applicable", ended_at=local(13), reason="day sail"),
        task(3, local(14), critical=True),
        task(4, local(15)),
    ]

    laid = rail.of(times=EVENING, tasks=tasks[:1], now=local(14, 30), zone=HOUSE, counted=tasks)

    assert laid.summary == "1 of 4 done, 1 not applicable, 1 critical open"
    assert (laid.late, len([entry for entry in laid.entries if entry.kind == "task"])) == (1, 1)


def test_an_end_can_be_taken_back_for_so_many_minutes_and_then_no_longer():
    ended = {"state": "done", "ended_at": local(13), "ended_by": "Ana", "undo_until": local(13, 10)}

    left = [
        rail.task_entry(task(1, local(14), href=href, **ended), now=local(13, minute), zone=HOUSE).undo
        for minute, href in ((0, "/x/"), (2, "/x/"), (10, "/x/"), (11, "/x/"), (2, ""))
    ]

    assert left == ["10 min left", "8 min left", "less than a minute left", "", ""]


def test_an_open_task_names_who_answers_for_it_and_is_marked_when_critical():
    entry = rail.task_entry(task(1, local(14), owner="Ben, Dana", critical=True), now=local(13), zone=HOUSE)

    assert (entry.note, "critical" in entry.css.split()) == ("critical · crew: Ben, Dana", True)
