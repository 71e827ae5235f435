"""A worker that stood still: told once, whoever notices, and sent by the worker that took its place."""

import logging
from datetime import timedelta

import pytest
from django.db import DatabaseError

from scc_site import heartbeats, stillness
from scc_site.mail import alerts
from scc_site.models import OutgoingMail
from scc_site.occurrences import telling
from scc_site.watches import QueueWatch
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def told():
    return [mail.context["lines"] for mail in OutgoingMail.objects.order_by("pk")]


@pytest.mark.parametrize("ticked", [True, False])
def test_the_office_is_told_from_when_to_when_and_once(ticked):
    factories.admin()
    if ticked:
        heartbeats.beat(name=telling.TICKED, at=NOW - timedelta(minutes=4))

    for _ in range(2):
        stillness.tell(seconds=190, at=NOW)

    words = "The worker stood still from Mon 1 Jun 2026 09:56 to Mon 1 Jun 2026 10:00; it was replaced."
    assert told() == [[words]]


def test_the_tick_that_notices_the_same_silence_tells_nothing_more():
    factories.admin()
    last = NOW - timedelta(minutes=40)
    heartbeats.beat(name=telling.TICKED, at=last)

    stillness.tell(seconds=2400, at=NOW)
    telling.came_back(since=last, at=NOW + timedelta(minutes=1))

    assert len(told()) == 1


def test_a_database_that_is_away_does_not_stop_the_supervisor(monkeypatch, caplog):
    def away(**_):
        raise DatabaseError("gone")

    monkeypatch.setattr(alerts, "raise_alarm", away)

    with caplog.at_level(logging.WARNING):
        stillness.tell(seconds=1, at=NOW)

    assert "cannot be told that the worker stood still: gone" in caplog.text


def test_the_watch_says_how_long_it_was_silent(monkeypatch):
    watch = QueueWatch(every=60, dead_after=180)
    try:
        watch.began -= 500
        assert 500 <= watch.silent_seconds < 560

        watch.asked_since = watch.began + 300
        assert 200 <= watch.silent_seconds < 260
    finally:
        watch.end()
