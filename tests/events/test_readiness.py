"""What "ready" means, by rule: no database, no web."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events.ready import readiness
from events.ready.readiness import Half, Line, State
from tests.factories import HOUSE, NOW

LATER = NOW + timedelta(hours=2)
ONE_OF_EACH = {"o": State.OK, "c": State.CAUTION, "w": State.WAITS, "s": State.STOP}


def half(states, who="Ana"):
    """A half with one line for each letter."""
    lines = [
        Line(f"line-{place}", f"Line {place}", ONE_OF_EACH[one], ONE_OF_EACH[one], who=who)
        for place, one in enumerate(states)
    ]
    return Half("Crew", lines)


@pytest.mark.parametrize(
    ("states", "words", "tone", "detail"),
    [
        ("", "Ready", "ok", "This sail asks for no seat and no critical task"),
        ("o", "Ready", "ok", "Every line is in order"),
        ("oo", "Ready", "ok", "Every line is in order"),
        ("oc", "Ready with cautions", "warn", "1 thing to know before you cast off"),
        ("cc", "Ready with cautions", "warn", "2 things to know before you cast off"),
        ("ow", "Not ready: 1 thing", "warn", "1 in hand"),
        ("ww", "Not ready: 2 things", "warn", "2 in hand"),
        ("s", "Not ready: 1 thing", "bad", "1 missing or late"),
        ("sswo", "Not ready: 3 things", "bad", "2 missing or late, 1 in hand"),
        ("swc", "Not ready: 2 things", "bad", "1 missing or late, 1 in hand, 1 to know of"),
    ],
)
def test_the_verdict_is_that_of_the_worst_line_and_counts_what_is_not_in_order(states, words, tone, detail):
    found = readiness.verdict([half(states)])

    assert (found.words, found.tone, found.detail) == (words, tone, detail)


def test_the_verdict_counts_over_all_halves():
    assert readiness.verdict([half("os"), half("w"), half("")]).words == "Not ready: 2 things"


@pytest.mark.parametrize(
    ("states", "tally", "in_short", "tone"),
    [
        ("", "", "nothing required", "ok"),
        ("s", "", "stop", "bad"),
        ("oo", "2 of 2 in order", "2 of 2 in order", "ok"),
        ("oc", "2 of 2 in order", "2 of 2 in order", "warn"),
        ("cws", "1 of 3 in order", "1 of 3 in order", "bad"),
    ],
)
def test_a_half_counts_its_lines_and_takes_the_colour_of_its_worst(states, tally, in_short, tone):
    found = half(states)

    assert (found.tally, found.in_short, found.tone) == (tally, in_short, tone)


def changes(was, now, who="Ana", then="Ana", moved=timedelta(0)):
    """What a stamp on `was` says when the lines read `now`."""
    saw = readiness.seen([half(was, then)], NOW, LATER)
    return readiness.since(saw, [half(now, who)], NOW + moved, LATER + moved, HOUSE)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("o", "o"),
        ("oc", "oo"),
        ("s", "s"),
        ("w", "s"),
        ("s", "w"),
        ("w", "o"),
        ("s", "c"),
        ("oo", "o"),
        ("o", "oo"),
        ("", ""),
    ],
)
def test_a_stamp_stays_good_while_nothing_gets_worse_that_was_in_order(was, now):
    assert changes(was, now) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("o", "c", ["Line 0: caution"]),
        ("o", "w", ["Line 0: waits"]),
        ("oo", "os", ["Line 1: stop"]),
        ("c", "w", ["Line 0: waits"]),
        ("o", "os", ["Line 1: stop"]),
        ("wo", "ss", ["Line 1: stop"]),
    ],
)
def test_what_was_in_order_and_is_no_longer_ends_a_stamp(was, now, said):
    assert changes(was, now) == said


def test_a_seat_that_changed_hands_ends_a_stamp():
    assert changes("oo", "oo", who="Ben") == ["Line 0: Ben instead of Ana", "Line 1: Ben instead of Ana"]


def test_a_seat_nobody_held_when_stamped_may_be_taken():
    assert changes("s", "o", then="", who="Ben") == []


def test_a_move_ends_a_stamp_and_names_old_and_new_times():
    assert changes("o", "o", moved=timedelta(hours=1)) == [
        "Departure: Mon 1 Jun 10:00 has become Mon 1 Jun 11:00",
        "Return: Mon 1 Jun 12:00 has become Mon 1 Jun 13:00",
    ]


def test_what_stood_open_is_kept_in_words():
    assert readiness.seen([half("ocs")], NOW, LATER)["open"] == ["Line 1: caution", "Line 2: stop"]
