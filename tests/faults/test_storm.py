"""Kills, throttling and SIGTERM while letters leave: a served house, its own worker tree, an SES of the tests' own."""

import signal
import subprocess
import sys
import time

import pytest

from tests.faults.house import ROOT, until
from tests.faults.mails import BULK, LOGIN
from tests.faults.stand import stand

pytestmark = [pytest.mark.fault, pytest.mark.timeout(240)]
QUOTA = 14  # SES's usual: so the house sends at 12 a second
STEADY = {
    "MAIL_PER_SECOND": "1000",
    "MAIL_LEASE_SECONDS": "120",
    "MAIL_READ_SECONDS": "20",
    "MAIL_DRAIN_SECONDS": "15",
    "CANARY_SECONDS": "30",
    "CANARY_DEAD_SECONDS": "90",
}


def storm(*arguments):
    """What the storm prints, and whether it held."""
    command = [sys.executable, "-m", "tests.faults.storm", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    print(done.stdout)  # noqa: T201 - the figures, for whoever proves
    return done.stdout, done.returncode


@pytest.fixture(scope="module")
def steady():
    """A house with long patience, and a service that throttles above 14 in any second."""
    with stand(rate=QUOTA, **STEADY) as ours:
        yield ours


def served(ours):
    return ours.house.served(ready="/healthz")


def all_leave(ours, seconds=200):
    until(ours.is_over, "every letter has left", seconds)
    return sorted(ours.ses.ids().values())


def test_a_storm_of_kills_loses_nothing_and_doubles_nothing():
    told, code = storm("--mails", "120", "--kills", "6", "--rate", "40", "--events", "on")

    assert (code, ", 120 mails, 0 lost, 0 double, 0 unmarked, " in told) == (0, True)


def test_two_workers_share_one_pace_and_are_hardly_ever_throttled(steady):
    steady.post(120, "--name", "paced")

    with served(steady):
        counts = all_leave(steady)

    assert counts == [1] * 120
    assert steady.fullest_second() <= QUOTA
    assert steady.ses.met["throttled"] <= 1


def test_a_code_overtakes_the_nudges_and_sigterm_between_them_loses_and_doubles_none(steady):
    before = steady.taken()
    steady.post(200, "--name", "nudges", "--lane", str(BULK))

    with served(steady) as supervisor:
        until(lambda: steady.taken() > before + 20, "nudges leave")
        steady.post(1, "--name", "code", "--lane", str(LOGIN))
        posted = time.monotonic()
        code = max(row["id"] for row in steady.rows())
        until(lambda: steady.ses.ids()[str(code)], "the code has left")
        taken_at = next(taken.second for taken in steady.ses.taken if taken.outbox_id == str(code))
        still_open = steady.open_rows()
        supervisor.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        ended = supervisor.wait(40)
        took = time.monotonic() - asked
    with served(steady):
        counts = all_leave(steady)

    assert taken_at - posted <= 10
    assert still_open > 20
    assert (ended, took < 30) == (0, True)
    assert counts == [1] * (before + 201)


@pytest.mark.prove
@pytest.mark.timeout(2400)
class TestWholeStorms:
    """1,500 letters, 60 kills."""

    def test_with_events_none_is_lost_and_none_is_doubled(self):
        told, code = storm("--mails", "1500", "--kills", "60", "--events", "on")

        assert (code, ", 0 lost, 0 double, " in told) == (0, True)

    def test_without_events_none_is_lost_and_every_extra_says_so(self):
        told, code = storm("--mails", "1500", "--kills", "60", "--events", "off")

        assert (code, ", 0 lost, " in told, ", 0 unmarked, " in told) == (0, True, True)

    def test_control_who_marks_before_sending_loses(self):
        told, code = storm("--mails", "1500", "--kills", "60", "--events", "off", "--discipline", "mark-then-send")

        assert (code, ", 0 lost, " in told) == (1, False)

    def test_control_who_sends_before_marking_doubles_without_a_word(self):
        told, code = storm("--mails", "1500", "--kills", "60", "--events", "off", "--discipline", "send-then-mark")

        assert (code, ", 0 unmarked, " in told) == (1, False)


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_a_thousand_letters_fill_the_pace_and_never_overfill_it(steady):
    before = len(steady.ses.taken)
    steady.post(1000, "--name", "thousand")

    with served(steady):
        counts = all_leave(steady, 400)

    times = [taken.second for taken in steady.ses.taken[before:]]
    rate = (len(times) - 1) / (times[-1] - times[0])
    print(f"{rate:.2f} a second, {steady.fullest_second()} in the fullest, {steady.ses.met['throttled']} throttled")  # noqa: T201 - the figures
    assert counts == [1] * (before + 1000)
    assert steady.ses.met["throttled"] < 10
    assert 0.95 * 12 <= rate <= 12


@pytest.mark.prove
@pytest.mark.timeout(900)
def test_a_code_behind_five_thousand_nudges_leaves_within_ten_seconds(steady):
    before = steady.taken()
    steady.post(5000, "--name", "five thousand", "--lane", str(BULK))

    with served(steady):
        until(lambda: steady.taken() > before + 50, "nudges leave")
        steady.post(1, "--name", "late code", "--lane", str(LOGIN))
        posted = time.monotonic()
        code = max(row["id"] for row in steady.rows())
        until(lambda: steady.ses.ids()[str(code)], "the code has left")
    taken_at = next(taken.second for taken in steady.ses.taken if taken.outbox_id == str(code))

    assert taken_at - posted <= 10
    assert steady.taken() < before + 5000
