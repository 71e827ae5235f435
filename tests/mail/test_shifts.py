"""Shifts: who pumps, who keeps looking, who leaves at once, and what a request to stop does."""

from threading import Event, Thread
from time import monotonic

import pytest
from django.db import connections
from django_q.models import OrmQ

from scc_site import clock, stopping
from scc_site.locks import only_one
from scc_site.mail import outbox, pump, shifts
from scc_site.models import OutgoingMail
from tests.mail.letters_for_tests import fresh, post

State = OutgoingMail.State


def queued():
    return [task.func() for task in OrmQ.objects.all()]


@pytest.fixture
def watching(settings):
    settings.MAIL_POLL_SECONDS, settings.MAIL_DRAIN_SECONDS = 0.05, 1


@pytest.fixture
def sitting():
    """Have another connection hold a seat, until the test ends."""
    leave, threads = Event(), []

    def sit(*seats):
        for seat in seats:
            seated = Event()
            threads.append(Thread(target=_sit, args=(seat, seated, leave)))
            threads[-1].start()
            assert seated.wait(5)

    yield sit
    leave.set()
    for thread in threads:
        thread.join()


def _sit(seat, seated, leave):
    with only_one(f"pump {seat}", wait=True):
        seated.set()
        leave.wait(30)
    connections.close_all()


@pytest.mark.django_db
class TestTheFirstSeat:
    def test_a_letter_written_while_it_looks_leaves_at_once(self, office, watching, monkeypatch):
        mails = []
        monkeypatch.setattr(shifts, "sleep", lambda seconds: mails or mails.append(post(at=clock.now())))

        told = shifts.drain()

        assert (told, fresh(mails[0]).state) == ("1 accepted", State.SENT)

    def test_it_looks_until_its_time_is_over_and_queues_its_successor_each_time(self, office, watching):
        began = monotonic()

        told = [shifts.drain(), shifts.drain()]

        assert (told, queued()) == (["nothing due"] * 2, [outbox.DRAIN] * 2)
        assert 2 <= monotonic() - began < 4

    def test_asked_to_stop_it_ends_at_once_and_queues_nobody(self, office, watching, monkeypatch):
        monkeypatch.setattr(stopping, "asked", lambda: True)
        began = monotonic()

        shifts.drain()

        assert (queued(), monotonic() - began < 0.9) == ([], True)

    def test_while_the_service_is_away_it_tries_less_often(self, watching, monkeypatch, port, settings):
        settings.SMTP_URL, settings.MAIL_BACKOFF_SECONDS = f"smtp://127.0.0.1:{port}", 0
        settings.MAIL_DRAIN_SECONDS = 3
        rounds = []
        real = pump.run
        monkeypatch.setattr(pump, "run", lambda **options: rounds.append(1) or real(**options))
        post(at=clock.now())

        told = shifts.drain()

        tries, _, said = told.partition(" ")
        assert said.startswith("unreached; stopped: ")
        assert 2 <= int(tries) <= 6  # three on a machine with nothing else to do
        assert 3 <= len(rounds) <= 14  # looking each time it would be 60


@pytest.mark.django_db(transaction=True)
class TestSeats:
    def test_a_second_pump_helps_and_does_not_stay(self, office, watching, sitting):
        sitting(0)
        mail = post(at=clock.now())

        told = [shifts.drain(), shifts.drain()]

        assert (told, fresh(mail).state, queued()) == (["1 accepted", "nothing due"], State.SENT, [])

    def test_a_third_leaves_at_once(self, office, sitting):
        sitting(0, 1)
        mail = post(at=clock.now())

        told = shifts.drain()

        assert (told, fresh(mail).state, queued()) == ("enough pumps are at work", State.QUEUED, [])

    def test_control_without_the_lock_the_third_would_pump_too(self, office, sitting, monkeypatch):
        sitting(0, 1)
        mail = post(at=clock.now())
        monkeypatch.setattr(shifts, "only_one", lambda name, wait: only_one(f"{name} of nobody", wait=wait))

        shifts.drain()

        assert fresh(mail).state == State.SENT


def test_a_request_to_stop_is_heard_by_whoever_was_forked_before(monkeypatch):
    import mmap
    import os

    monkeypatch.setattr(stopping, "_asked", mmap.mmap(-1, 1))
    ready, told = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.read(ready[0], 1)
        os.write(told[1], b"y" if stopping.asked() else b"n")
        os._exit(0)

    before = stopping.asked()
    stopping.ask()
    os.write(ready[1], b"x")
    heard = os.read(told[0], 1)
    os.waitpid(child, 0)

    assert (before, heard) == (False, b"y")
