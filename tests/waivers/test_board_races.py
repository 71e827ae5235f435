"""Two phones at the gangway, and the captain's hand on the lines: one time each, one list that is true."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connections

from events import lifecycle
from events.models import SailEvent
from tests import factories
from tests.crew.crowds import at_once
from tests.factories import NOW
from tests.waivers import aboard
from waivers import verdicts
from waivers.boarding import checking
from waivers.models import FrozenList, Guest

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = 6


@pytest.fixture(autouse=True)
def closed():
    """Threads may still hold a connection when the next test empties the tables."""
    yield
    connections.close_all()


def said(act, word):
    """An act for `at_once`, which keeps the `state` of what it gave."""
    return lambda: SimpleNamespace(state=word(act()))


def taps(guest):
    people = [factories.person(f"Hand {number}") for number in range(PHONES)]
    moments = [NOW + timedelta(seconds=number) for number in range(PHONES)]
    return [
        said(
            lambda by=by, at=at: checking.check_in(guest=guest, by=by, at=at), lambda done: (done.is_first, done.words)
        )
        for by, at in zip(people, moments, strict=True)
    ]


def without_lock(monkeypatch, hands):
    """The control: nobody holds the sail, and everybody has read who is aboard before anybody writes."""
    gate = threading.Barrier(hands)
    read = verdicts.of_sail

    def read_together(event, at):
        found = read(event, at)
        gate.wait(timeout=60)
        return found

    def unlocked(self, event):
        return self.select_related("vessel", "event_type").get(pk=event.pk)

    monkeypatch.setattr(type(SailEvent.objects.all()), "locked", unlocked)
    monkeypatch.setattr(verdicts, "of_sail", read_together)


def test_six_phones_check_one_guest_in_once():
    mia = aboard.cleared()

    done = at_once(taps(mia))

    kept = Guest.objects.get()
    again = f"(False, 'Mia Stone was {checking.since(kept)}.')"
    assert sorted(done) == sorted([again] * (PHONES - 1) + ["(True, 'Mia Stone is aboard.')"])


def test_without_the_lock_each_phone_believes_it_was_first(monkeypatch):
    mia = aboard.cleared()
    without_lock(monkeypatch, PHONES)

    done = at_once(taps(mia))

    assert done == ["(True, 'Mia Stone is aboard.')"] * PHONES


def test_a_check_in_raced_with_cast_off_is_on_the_list_or_refused():
    for _ in range(5):
        sail, ana = factories.event(), factories.person()
        aboard.aboard(aboard.cleared(sail), ana)
        leo = aboard.cleared(sail, "Leo Park")

        tap = said(lambda leo=leo, ana=ana: checking.check_in(guest=leo, by=ana, at=NOW), str)
        leave = said(lambda sail=sail, ana=ana: lifecycle.depart(event=sail, by=ana, at=NOW, head_count=1), str)
        at_once([tap, leave])

        sail.refresh_from_db()
        count = Guest.objects.aboard(sail).count()
        lists = [one.head_count for one in FrozenList.objects.filter(event=sail)]
        assert (sail.status, count, lists) in [("under_way", 1, [1]), ("scheduled", 2, [])]
