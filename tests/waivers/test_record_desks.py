"""The desks of signed waivers and of legal holds."""

from __future__ import annotations

import pytest

from scc_site.models import Scope
from tests import factories
from tests.signing_in import signed_in
from tests.waivers import aboard, sealed
from waivers.models import LegalHold

pytestmark = pytest.mark.django_db
RECORDS, HOLDS = "/admin/waivers/waiverrecord/", "/admin/waivers/legalhold/"


@pytest.fixture
def office():
    """A browser of the office."""
    return signed_in(factories.admin(), scope=Scope.ADMIN)


def test_records_are_listed_shown_and_handed_out_and_never_changed(office):
    record = aboard.signed(aboard.guest(name="Mia <Stone>"))
    pdf = sealed.seal(record)
    aboard.signed(aboard.guest(name="Leo Park"))

    listed = office.get(RECORDS).content.decode()
    shown = office.get(f"{RECORDS}{record.pk}/change/")
    handed = office.get(f"{RECORDS}{record.pk}/pdf/")

    assert "Mia &lt;Stone&gt;" in listed
    assert "waits to be made" in listed
    assert record.link in shown.content.decode()
    assert (handed.content, handed.headers["Content-Type"]) == (bytes(pdf.content), "application/pdf")
    assert office.post(f"{RECORDS}{record.pk}/change/", {"number": 9}).status_code in {403, 404}
    assert office.get(f"{RECORDS}99999/pdf/").status_code == 404


@pytest.mark.parametrize("chosen", ["kept", "due", "held", "erased"])
def test_records_are_found_by_what_time_makes_of_them(office, chosen):
    aboard.signed(aboard.guest(name="Mia Stone"))

    listed = office.get(f"{RECORDS}?time={chosen}").content.decode()

    assert ("Mia Stone" in listed) == (chosen == "kept")


def test_a_hold_is_placed_with_a_reason_and_lifted_by_saving(office):
    sail = factories.event()

    bad = office.post(f"{HOLDS}add/", {"event_id": "no-such-sail", "why": ""})
    placed = office.post(f"{HOLDS}add/", {"event_id": sail.event_id, "why": "Suit 12-34."})
    again = office.post(f"{HOLDS}add/", {"event_id": sail.event_id, "why": "Again."})
    hold = LegalHold.objects.get()
    lifted = office.post(f"{HOLDS}{hold.pk}/change/", {})

    hold.refresh_from_db()
    assert [bad.status_code, placed.status_code, again.status_code, lifted.status_code] == [422, 302, 422, 302]
    assert (hold.event, hold.why, hold.lifted_at is not None) == (sail, "Suit 12-34.", True)
    assert "<h1>Lifted</h1>" in office.get(f"{HOLDS}{hold.pk}/change/").content.decode()
