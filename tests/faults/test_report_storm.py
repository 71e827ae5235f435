"""Eight reports to three readers and the archive, their commands killed at any instant: one message each."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest

from reports.perspectives import SLUGS
from tests.faults.house import ROOT, House, until
from tests.faults.stand import Stand, stand

pytestmark = [pytest.mark.fault, pytest.mark.prove, pytest.mark.timeout(1800)]
READERS = ["one@example.com", "two@example.com", "three@example.com"]
ARCHIVE = "archive@example.com"
QUOTA = 14
LONGEST = 9.0  # seconds a command lives before it is killed: it may be building, queuing or sending
SETTINGS = {
    "REPORT_RECIPIENTS": " ".join(READERS),
    "REPORT_BCC": ARCHIVE,
    "MAIL_ALLOW": " ".join([*READERS, ARCHIVE]),
    "MAIL_PER_SECOND": "10",
}


def killed(house: House, slug: str, dice: random.Random) -> int:
    """Begin to build and send a report, and kill it; 1 where it was still at it."""
    command = [sys.executable, "manage.py", "build_report", slug, "--send"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=house.environment, stdout=quiet, stderr=quiet) as begun:
        time.sleep(dice.uniform(1.0, LONGEST))
        was_at_it = begun.poll() is None
        begun.kill()
    return int(was_at_it)


def reports(ours: Stand) -> list[dict[str, object]]:
    return [row for row in ours.rows() if row["kind"] == "report"]


def drained(ours: Stand) -> bool:
    ours.house.manage("send_mail")
    return not any(row["state"] in {"queued", "sending", "uncertain"} for row in reports(ours))


def test_twice_eight_reports_under_kills_are_twenty_four_messages_one_each():
    dice, kills = random.Random(20261121), 0
    with stand(events=True, rate=QUOTA, **SETTINGS) as ours, ours.house.served("--no-worker", ready="/healthz"):
        for _ in range(2):
            for slug in SLUGS:
                kills += killed(ours.house, slug, dice)
                done = ours.house.manage("build_report", slug, "--send")
                assert done.returncode == 0, done.stderr
        until(lambda: drained(ours), "every letter has come to its end", 300)
        rows, taken = reports(ours), ours.ses.ids()
        told = {row["id"]: taken[str(row["id"])] for row in rows}
        figures = f"{kills} kills, {len(rows)} letters, {sum(told.values())} messages, {ours.fullest_second()} a second"
        print(figures)  # noqa: T201 - the figures, for whoever proves

    assert sorted(row["to"] for row in rows) == sorted(READERS * len(SLUGS))
    assert set(told.values()) == {1}
    assert kills >= len(SLUGS)
    assert ours.fullest_second() <= QUOTA
