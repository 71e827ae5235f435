"""Guests as `export guests` prints them, out of one house and into another."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from scc_site import clock
from scc_site.models import OutgoingMail
from tests import factories
from tests.reports.test_dock_kinds import faults, taken
from tests.waivers import aboard
from waivers.models import Guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def sail():
    return factories.event(event_id="regatta", departs_at=clock.now() + timedelta(days=9))


def exported():
    out = io.StringIO()
    call_command("export", "guests", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def as_csv(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_every_guest_is_told_with_the_state_of_this_instant(sail):
    aboard.guest(sail, "Mia Stone", email="mia@example.com")
    aboard.walk_in(sail, "Leo Park", hold_until=clock.now() - timedelta(minutes=1))
    aboard.guest(sail, "Ana", removed_at=clock.now(), removed_by=sail.created_by, removed_why="ill")

    found = exported()

    assert [(row["event_id"], row["guest"], row["state"]) for row in found] == [
        ("regatta", "Leo Park", "released"), ("regatta", "Mia Stone", "invited"),
    ]  # fmt: skip
    assert found[1]["hold_until"].startswith(f"{sail.departs_at - timedelta(days=1):%Y-%m-%d}")


def test_what_was_exported_is_taken_in_again_and_a_second_time_changes_nothing(sail):
    factories.admin()
    party = factories.booking(sail, party_size=2)
    aboard.guest(sail, "Mia Stone", email="mia@example.com", booking=party, language="es")
    aboard.guest(sail, "Leo Park", state="on_hold")
    text = as_csv(exported())
    Guest.objects.update(event=factories.event(), booking=None)

    first, again = taken("guests", text), taken("guests", text)

    assert (first.created_count, again.unchanged_count) == (2, 2)
    found = Guest.objects.filter(event=sail).order_by("name")
    assert list(found.values_list("name", "state", "email", "booking", "language", "source")) == [
        ("Leo Park", "on_hold", "", None, "en", "file"),
        ("Mia Stone", "invited", "mia@example.com", party.pk, "es", "file"),
    ]
    assert not OutgoingMail.objects.exists()


def test_who_had_signed_comes_on_hold_with_a_warning(sail):
    factories.admin()

    batch = taken("guests", "event_id,guest,state\nregatta,Mia Stone,cleared\n")

    assert Guest.objects.get().state == "on_hold"
    assert batch.warnings == ["Line 2: Mia Stone was cleared; comes on hold, for a file brings no signature."]


def test_an_unknown_sail_a_bad_name_and_a_full_sail_are_named_by_line(sail):
    factories.admin()
    factories.event(event_id="small", capacity=1)

    refused = faults("guests", "event_id,guest\nnowhere,Mia\nregatta,Le\u202eo\nsmall,Ana\nsmall,Kim\n")

    assert [(line, column) for line, column, _ in refused] == [(2, "event_id"), (3, "guest"), (5, "")]
    assert refused[2][2] == "The one place on this sail is taken."
    assert not Guest.objects.exists()
