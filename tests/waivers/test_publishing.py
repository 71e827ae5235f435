"""Guests of drafts: nobody is told, until the sail is published."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events import contributions, lifecycle
from events.models import SailBatch, SailEvent
from events.season import batches
from scc_site.models import OutgoingMail
from tests import factories
from tests.factories import NOW
from tests.letters import secrets_of
from tests.waivers import aboard
from waivers import guests, links
from waivers.models import Guest

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def draft():
    return factories.event(status="draft", departs_at=NOW + 9 * DAY)


def listed(sail, name="Mia Stone", **fields):
    return aboard.guest(sail, name, **{"email": f"{name.split()[0].lower()}@example.com"} | fields)


def invited():
    return list(OutgoingMail.objects.filter(kind="guest_invitation").order_by("to", "pk").values_list("to", "state"))


def test_publishing_a_draft_invites_its_guests_with_their_own_links(draft):
    mia = listed(draft)
    listed(draft, "Leo Park")
    listed(draft, "Ana Cruz", email="")

    lifecycle.publish(event=draft, at=NOW)

    assert invited() == [("leo@example.com", "queued"), ("mia@example.com", "queued")]
    assert secrets_of(OutgoingMail.objects.get(to="mia@example.com")) == {"link": links.guest_url(mia)}


def test_told_again_of_the_same_publishing_nobody_gets_a_second_letter(draft):
    listed(draft)
    lifecycle.publish(event=draft, at=NOW)
    draft.refresh_from_db()

    contributions.published([draft], at=NOW + HOUR)

    assert invited() == [("mia@example.com", "queued")]


def test_who_publishes_second_is_refused_and_invites_nobody(draft):
    listed(draft)
    lifecycle.publish(event=draft, at=NOW)
    OutgoingMail.objects.all().delete()

    with pytest.raises(lifecycle.WrongState):
        lifecycle.publish(event=draft, at=NOW)

    assert invited() == []


def test_who_has_signed_declined_or_left_the_list_is_not_invited(draft):
    aboard.cleared(draft, "Ana Cruz", email="ana@example.com")
    listed(draft, "Leo Park", state="declined", declined_at=NOW)
    listed(draft, "Kim Berg", removed_at=NOW, removed_by=draft.created_by, removed_why="ill")

    lifecycle.publish(event=draft, at=NOW)

    assert invited() == []


def test_who_is_invited_late_has_two_hours_and_time_once_given_stays():
    tonight = factories.event(status="draft", departs_at=NOW + 5 * HOUR)
    late = listed(tonight, hold_until=NOW - HOUR)
    given = listed(tonight, "Leo Park", hold_until=NOW + 4 * HOUR)

    lifecycle.publish(event=tonight, at=NOW)

    found = dict(Guest.objects.values_list("pk", "hold_until"))
    assert found == {late.pk: NOW + 2 * HOUR, given.pk: NOW + 4 * HOUR}


def test_the_link_made_anew_takes_the_invitation_back_and_sends_another(draft):
    guest = listed(draft)
    lifecycle.publish(event=draft, at=NOW)

    guests.new_link(guest=guest, by=draft.created_by, at=NOW + HOUR)

    assert [state for _, state in invited()] == ["cancelled", "queued"]


def test_a_batch_published_at_once_invites_the_guests_of_each_sail(draft):
    other = factories.event(status="draft", departs_at=NOW + 10 * DAY)
    batch = SailBatch.objects.create(rule="Weekends", made_at=NOW, made_by=draft.created_by)
    SailEvent.objects.update(batch=batch)
    for sail in (draft, other):
        listed(sail)

    batches.publish(batch=batch, at=NOW)

    days = [mail.context["day"] for mail in OutgoingMail.objects.order_by("pk")]
    assert days == ["Wednesday 10 June", "Thursday 11 June"]
