"""Two runs of postings at once, and one cut off midway: the ledger says everything once, or nothing yet."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from reports.models import JournalEntry, JournalLine
from reports.postings import posting, reading
from tests import factories
from tests.events.test_races import together
from tests.factories import NOW
from tests.reports import books

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=200)
PATIENCE = 20  # seconds
STUCK = """
SELECT waits.pid FROM pg_locks waits JOIN pg_locks wrote USING (pid)
 WHERE waits.relation = 'reports_journalline'::regclass AND NOT waits.granted
   AND wrote.relation = 'reports_journalentry'::regclass AND wrote.mode = 'RowExclusiveLock' AND wrote.granted
"""


@pytest.fixture
def party():
    """A party of JADA with a payment and a tip: two entries of two lines."""
    books.unit()
    books.chart()
    booking = factories.booking(factories.event(vessel=factories.vessel(slug="jada")))
    factories.payment(booking, 20_000)
    factories.payment(booking, 4_000, "tip")
    return booking


def run():
    try:
        return posting.post_all(at=LATER).posted
    except (IntegrityError, OperationalError) as fault:
        return type(fault).__name__


def test_of_two_runs_at_once_one_posts_and_the_other_finds_nothing_to_do(party):
    found = together([run, run])

    assert sorted(found) == [0, 2]
    assert (JournalEntry.objects.count(), JournalLine.objects.count()) == (2, 4)


def test_control_without_the_turn_both_would_post(party, monkeypatch):
    gate, read = threading.Barrier(2), reading.entries

    def read_and_wait(*given):
        found = read(*given)
        gate.wait()
        return found

    monkeypatch.setattr(posting, "take_turn", lambda: None)
    monkeypatch.setattr(reading, "entries", read_and_wait)

    found = together([run, run])

    assert sorted(map(str, found)) == ["2", "IntegrityError"]  # the key’s own wall lets no second one stand
    assert JournalEntry.objects.count() == 2


def cut_off():
    """End the connection of the run that waits between its entries and their lines."""
    for _ in range(PATIENCE * 20):
        with connection.cursor() as cursor:
            cursor.execute(STUCK)
            if found := cursor.fetchone():
                cursor.execute("SELECT pg_terminate_backend(%s)", found)
                return
        time.sleep(0.05)
    raise AssertionError("no run came as far as its lines")


def test_a_run_cut_off_midway_leaves_nothing_and_the_next_posts_all(party):
    def in_a_thread():
        try:
            return run()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE reports_journalline IN SHARE MODE")
        lost = pool.submit(in_a_thread)
        cut_off()
        answer = lost.result(PATIENCE)

    assert (answer, JournalEntry.objects.count(), JournalLine.objects.count()) == ("OperationalError", 0, 0)
    assert (run(), run()) == (2, 0)
    assert (JournalEntry.objects.count(), JournalLine.objects.count()) == (2, 4)
