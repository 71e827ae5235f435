"""Acts on many sails at the desk: sail by sail, each named, none twice."""

from __future__ import annotations

import csv
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from events.models import SailAct, SailEvent
from scc_site import clock
from tests import factories
from tests.factories import NOW
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
SAILS = "/admin/events/sailevent/"


@pytest.fixture
def office():
    """A browser of the office, in admin scope."""
    return signed_in(factories.admin("Olga"), "admin")


def act(office, name, *sails, query="", **fields):
    """Choose an act for these sails; the answer, redirects followed."""
    chosen = {"action": name, "_selected_action": [sail.pk for sail in sails]}
    return office.post(SAILS + query, chosen | fields, follow=True)


def words(answer):
    """The answer as a person reads it."""
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def test_drafts_are_published_from_the_list_and_others_named(office):
    draft, sailing = factories.event(status="draft"), factories.event(event_id="regatta", status="under_way")

    answer = act(office, "publish_chosen", draft, sailing)

    draft.refresh_from_db()
    assert draft.status == "scheduled"
    assert f"{draft.event_id}: published, the crew can see it." in words(answer)
    assert "regatta: The sail cannot be published now: it is under way." in words(answer)
    assert "1 of 2 done." in words(answer)


def test_a_sail_that_left_the_list_meanwhile_is_answered_too(office):
    draft = factories.event(event_id="mine", status="draft")
    published = factories.event(event_id="theirs")

    answer = act(office, "publish_chosen", draft, published, query="?status__exact=draft")

    assert "theirs: The sail cannot be published now: it is scheduled." in words(answer)


def test_all_across_the_pages_are_published_and_each_is_named(office):
    sails = [factories.event(event_id=f"season-{n:02d}", status="draft") for n in range(60)]
    factories.event(event_id="other", status="draft", departs_at=NOW + timedelta(days=400))

    answer = act(office, "publish_chosen", sails[0], query="?sails_on__year=2026", select_across="1")

    assert SailEvent.objects.filter(status="scheduled").count() == 60
    assert answer.status_code == 200
    assert "60 of 60 done." in words(answer)
    assert all(f"season-{n:02d}: published" in words(answer) for n in range(60))


def test_more_than_can_be_done_in_one_go_is_refused_whole(office, monkeypatch):
    monkeypatch.setattr("events.office.acts.MOST", 2)
    sails = [factories.event(status="draft") for _ in range(3)]

    answer = act(office, "publish_chosen", *sails)

    assert "Choose 2 sails at most; nothing was done." in words(answer)
    assert not SailEvent.objects.exclude(status="draft").exists()


def test_the_sheet_holds_what_was_chosen_and_no_formula(office):
    chosen = factories.event(event_id="regatta", dock='=HYPERLINK("x")', notes="-1", itinerary="@home")
    factories.event(event_id="other")

    answer = act(office, "take_sheet", chosen)

    head, row = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    found = dict(zip(head, row, strict=True))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert (found["event_id"], found["departs_at"]) == ("regatta", "2026-06-04 10:00")
    assert (found["dock"], found["itinerary"], found["notes"]) == ('\'=HYPERLINK("x")', "'@home", "'-1")


def test_the_sheet_of_all_is_not_cut_off(office):
    first, *_ = [factories.event() for _ in range(60)]

    answer = act(office, "take_sheet", first, select_across="1")

    assert len(answer.content.decode().splitlines()) == 61


def test_an_act_needs_the_admin_scope_and_a_token(office):
    draft = factories.event(status="draft")
    captain = factories.person()
    factories.assignment(draft, captain, "captain")
    office.handler.enforce_csrf_checks = True

    without_token = act(office, "publish_chosen", draft)
    without_scope = act(signed_in(captain), "publish_chosen", draft)

    draft.refresh_from_db()
    assert (without_token.status_code, without_scope.status_code, draft.status) == (403, 404, "draft")


def test_a_week_of_sails_is_planned_again_each_as_many_days_on(office):
    first = factories.event(event_id="first", notes="Bring the awning")
    second = factories.event(event_id="second", departs_at=NOW + timedelta(days=5))
    factories.assignment(first, factories.person())

    answer = act(office, "duplicate", first, second, on="2026-07-10", draft="on", go="1", key="k1")

    copies = SailEvent.objects.exclude(event_id__in=["first", "second"])
    assert [f"{copy.departs_at:%Y-%m-%d %H:%M} {copy.status}" for copy in copies] == [
        "2026-07-10 17:00 draft",
        "2026-07-12 17:00 draft",
    ]
    assert [copy.notes for copy in copies] == ["Bring the awning", ""]
    assert f"first: planned again for Fri 10 Jul 2026 10:00 as {copies[0].event_id}, draft." in words(answer)


def test_the_same_copies_are_made_once_however_often_they_are_asked_for(office):
    sail = factories.event(event_id="first")

    answers = [words(act(office, "duplicate", sail, on="2026-07-10", go="1", key="k1")) for _ in range(3)]

    assert SailEvent.objects.count() == 2
    assert [answer.count("planned again for Fri 10 Jul 2026 10:00") for answer in answers] == [1, 1, 1]


def test_a_copy_that_the_clocks_skip_is_refused_and_the_others_are_made(office):
    at_night = factories.event(event_id="night", departs_at=NOW + timedelta(days=3, hours=16.5))
    by_day = factories.event(event_id="day", departs_at=NOW + timedelta(days=3))

    answer = act(office, "duplicate", at_night, by_day, on="2027-03-13", go="1", key="k1")

    assert "night: 02:30 does not exist on Sunday 14 March 2027" in words(answer)
    assert SailEvent.objects.count() == 3


@pytest.mark.parametrize("on", ["", "soon", "1999-01-01", "2026-02-30"])
def test_a_day_that_is_none_is_asked_for_again(office, on):
    sail = factories.event()

    answer = act(office, "duplicate", sail, on=on, by_sunset="on", go="1", key="k1")

    assert answer.status_code == 422
    assert 'name="by_sunset" id="id_by_sunset" checked' in answer.content.decode()
    assert SailEvent.objects.count() == 1


def test_a_key_used_for_another_day_does_nothing(office):
    sail = factories.event()
    act(office, "duplicate", sail, on="2026-07-10", go="1", key="k1")

    answer = act(office, "duplicate", sail, on="2026-07-11", go="1", key="k1")

    assert "This form was sent before with other content." in words(answer)
    assert SailEvent.objects.count() == 2


def crewed(event_id, **fields):
    """A sail a few days ahead with Ana as captain."""
    sail = factories.event(event_id=event_id, departs_at=clock.now() + timedelta(days=4), **fields)
    factories.assignment(sail, factories.person(f"Ana of {event_id}"), "captain")
    return sail


@pytest.mark.parametrize("name", ["hold", "cancel"])
def test_who_is_told_of_each_sail_is_shown_before_the_tap(office, name):
    sails = [crewed("one"), crewed("two"), factories.event(event_id="three")]

    answer = act(office, name, *sails)

    page = answer.content.decode()
    assert [f"Told: Ana of {each}." in page for each in ("one", "two")] == [True, True]
    assert "Nobody to tell." in page
    assert f'name="action" value="{name}"' in page
    assert not SailEvent.objects.exclude(status="scheduled").exists()


def test_sails_are_cancelled_with_a_reason_each_told_once_and_others_named(office):
    sails = [crewed("one"), crewed("two"), factories.event(event_id="gone", status="closed")]

    first, again = (words(act(office, "cancel", *sails, reason="Gale", go="1", key="k1")) for _ in range(2))

    assert [sail.cancelled_why for sail in SailEvent.objects.filter(status="cancelled")] == ["Gale", "Gale"]
    assert SailAct.objects.filter(kind="cancelled").count() == 2
    assert "Sail one: cancelled; told: Ana of one." in first
    assert "Sail gone:" in first
    assert "2 of 3 done." in first
    assert "Sail one: cancelled; told: Ana of one." in again


def test_sails_wait_for_the_weather_and_sail_after_all(office):
    sail = crewed("one")

    held = words(act(office, "hold", sail, reason="Swell", go="1", key="k1"))
    sail.refresh_from_db()
    assert (sail.status, sail.held_why) == ("weather_hold", "Swell")
    assert "Sail one: on weather hold, to be decided by" in held

    act(office, "resume", sail, reason="", go="1", key="k2")
    sail.refresh_from_db()
    assert sail.status == "scheduled"


@pytest.mark.parametrize("name", ["hold", "cancel"])
@pytest.mark.parametrize("reason", ["", "   ", "x" * 201, "two\nlines", "\u202eevil"])
def test_a_reason_that_is_none_is_asked_for_again_and_nothing_happens(office, name, reason):
    sail = crewed("one")

    answer = act(office, name, sail, reason=reason, go="1", key="k1")

    assert answer.status_code == 422
    assert f'name="_selected_action" value="{sail.pk}"' in answer.content.decode()
    assert not SailAct.objects.exists()


@pytest.mark.parametrize("rows", [3, 30])
def test_the_page_before_the_act_costs_the_same_for_three_sails_as_for_thirty(office, rows):
    sails = [crewed(f"s{number}") for number in range(rows)]
    form = {"action": "cancel", "_selected_action": [sail.pk for sail in sails]}
    office.post(SAILS, form)

    with CaptureQueriesContext(connection) as seen:
        office.post(SAILS, form)

    assert len(seen) == 11
