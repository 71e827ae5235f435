"""One signature asked for by many hands, and a signature against the end of the hold, on real connections."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from events.models import SailEvent
from tests import factories
from tests.events.test_races import together
from tests.factories import NOW
from tests.waivers import aboard
from waivers import drafts, guests, holds, records, signing
from waivers.drafts import Given, Minor
from waivers.models import Guest, WaiverRecord

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 20
TOLD = {"ip": "203.0.113.9", "agent": "tests", "at": NOW}


def draft_of(guest, text, *children):
    given = Given(
        name=guest.name, typed_name=guest.name, consents={"waiver": "2026-06-01T17:00:00Z"},
        dependants=[Minor(name=name, born="2018-03-04", relationship="parent") for name in children],
    )  # fmt: skip
    return drafts.keep(guest=guest, text=text, language="en", given=given, at=NOW)


def test_of_twenty_hands_that_sign_one_draft_all_get_the_one_record():
    mia = aboard.guest(factories.event(capacity=5))
    draft = draft_of(mia, aboard.text(), "Kit Stone")

    found = together([lambda: signing.sign(guest=mia, draft_print=draft.print, **TOLD).pk] * HANDS)

    assert len(set(found)) == 1
    assert [WaiverRecord.objects.count(), Guest.objects.count()] == [1, 2]
    assert set(Guest.objects.values_list("state", flat=True)) == {"cleared"}


def test_without_the_sail_held_every_hand_would_sign_for_itself():
    """The control: the same race, judged by a read before the write."""
    hands = 6
    mia, text = aboard.guest(factories.event(capacity=5)), aboard.text()
    read = threading.Barrier(hands)

    def careless(place):
        with transaction.atomic():
            known = WaiverRecord.objects.filter(guest=mia).first()
            read.wait()
            if known is None:
                known = records.keep(aboard.signing(mia, text=text, signature_key=f"print-{place}"), at=NOW)
        return known.pk

    found = together([lambda place=place: careless(place) for place in range(hands)])

    assert len(set(found)) == WaiverRecord.objects.count() == hands


def test_of_two_guardians_with_three_places_for_four_children_one_signs():
    text, sail = aboard.text(), factories.event(capacity=5)
    mia, leo = aboard.guest(sail, "Mia Stone"), aboard.guest(sail, "Leo Park")
    prints = [
        (mia, draft_of(mia, text, "Ada Stone", "Ben Stone").print),
        (leo, draft_of(leo, text, "Cy Park", "Dot Park").print),
    ]

    found = together(
        [lambda one=one, mark=mark: signing.sign(guest=one, draft_print=mark, **TOLD).number for one, mark in prints]
    )

    assert Counter(type(one) for one in found) == {int: 1, str: 1}
    assert {"Full"} == {one for one in found if isinstance(one, str)}
    assert SailEvent.objects.get(pk=sail.pk).guests_added == 4
    assert Counter(Guest.objects.values_list("state", flat=True)) == {"cleared": 3, "invited": 1}


def outcome(text):
    """A late walk-in signs while the place is let go of and somebody else asks for it: how each ends."""
    sail = factories.event(capacity=1, departs_at=NOW + timedelta(hours=5))
    leo = aboard.walk_in(sail, hold_until=NOW - timedelta(seconds=1))
    draft = draft_of(leo, text)

    found = together(
        [
            lambda: signing.sign(guest=leo, draft_print=draft.print, **TOLD).number > 0,
            lambda: holds.release_overdue(event=sail, at=NOW),
            lambda: guests.add(event=sail, name="Zoe Other", source="office", at=NOW).state,
        ]
    )

    leo.refresh_from_db()
    signed, added = found[0], found[2]
    seated = Guest.objects.filter(event=sail).seated().count()
    assert seated == SailEvent.objects.get(pk=sail.pk).places_taken == 1
    return signed, added, leo.state, leo.records.count()


ENDS = {(True, "Full", "on_hold", 1), ("HoldOver", "invited", "released", 0)}


def test_signing_and_expiry_at_once_end_in_one_state_each():
    text = aboard.text()

    found = {outcome(text) for _ in range(5)}

    assert found <= ENDS


@pytest.mark.prove
@pytest.mark.timeout(600)
def test_two_hundred_rounds_of_signing_against_expiry_end_in_one_state_each():
    text = aboard.text()

    found = Counter(outcome(text) for _ in range(200))

    assert set(found) == ENDS
