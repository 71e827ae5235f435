"""Bookings, channels and terms at the office's desk."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from events.models import Booking, BookingChannel, CancellationTerms
from scc_site import clock
from tests import factories
from tests.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/admin/events/booking/"


@pytest.fixture
def office():
    return signed_in(factories.admin("Olga"), "admin")


def ahead(**fields):
    return factories.event(departs_at=clock.now() + timedelta(days=20), **fields)


def listed(client, query=""):
    page = client.get(f"{LIST}{query}").content.decode()
    return re.findall(r'field-lead_name">([^<]*)<', page)


def statements(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        page = client.get(url)
    assert page.status_code == 200
    return len(seen)


def sent(sail, **fields):
    agreed = {"event": sail.pk, "lead_name": "Mia Torres", "party_size": "4", "channel": factories.channel().slug}
    return agreed | {"price": "600", "terms": factories.terms().pk} | fields


def test_a_row_says_who_sails_when_by_whom_and_how_its_money_stands(office):
    sail = ahead(vessel=factories.vessel(name="JADA"))
    party = factories.booking(sail, "Mia Torres", reference="K7QM3F", channel=factories.channel(name="Telephone"))
    factories.payment(party, 60_000)

    page = strip_tags(office.get(LIST).content.decode())

    for words in ("K7QM3F", "Mia Torres", "JADA", "Telephone", "paid"):
        assert words in page


@pytest.mark.parametrize("word", ["mia", "K7QM", "mia.t@example", "0177", "BS-1"])
def test_a_party_is_found_by_what_the_office_has_of_it(office, word):
    sail = ahead()
    factories.booking(
        sail, "Mia Torres", reference="K7QM3F", lead_email="mia.t@example.com", lead_phone="+1 619 555 0177",
        external_reference="BS-1",
    )  # fmt: skip
    factories.booking(sail, "Walter Quist")

    assert listed(office, f"?q={word}") == ["Mia Torres"]


def test_the_list_is_narrowed_by_state(office):
    sail, at = ahead(), clock.now()
    factories.booking(sail, "Stands")
    ended = {"cancelled_at": at, "cancelled_side": "guest", "cancelled_why": "Ill.", "kept_cents": 0}
    factories.booking(sail, "Ended", **ended, cancelled_by=factories.admin())
    factories.booking(sail, "Missing", no_show_at=at, no_show_by=factories.admin())

    found = {state: listed(office, f"?state={state}") for state in ("booked", "no_show", "cancelled", "nonsense")}

    assert found == {"booked": ["Stands"], "no_show": ["Missing"], "cancelled": ["Ended"], "nonsense": []}


def test_the_list_and_a_booking_cost_the_same_for_one_row_and_for_many(office):
    party = factories.booking(ahead())
    factories.payment(party, 1_000)
    before = statements(office, LIST), statements(office, f"{LIST}{party.pk}/change/")

    for _ in range(4):
        factories.payment(factories.booking(ahead()), 2_000)
        factories.payment(party, 3_000)

    assert (statements(office, LIST), statements(office, f"{LIST}{party.pk}/change/")) == before


def test_a_party_booked_at_the_desk_goes_through_the_verb(office):
    sail = ahead(capacity=20)

    answer = office.post(f"{LIST}add/", sent(sail))

    made = Booking.objects.get()
    assert answer.status_code == 302
    assert (made.event, made.made_by.name, made.price_cents, made.balance_due_on) == (
        sail,
        "Olga",
        60_000,
        sail.sails_on,
    )


def test_too_large_a_party_is_refused_at_the_desk_too(office):
    sail = ahead(capacity=20)
    factories.booking(sail, party_size=18)

    answer = office.post(f"{LIST}add/", sent(sail, party_size="3"))

    assert answer.status_code == 422
    assert "18 of 20 places are taken; 2 are left." in answer.content.decode()
    assert Booking.objects.count() == 1


def test_a_change_at_the_desk_wants_its_reason(office):
    party = factories.booking(ahead(), "Mia Torres")
    form = sent(party.event, price="650", balance_due_on="")

    refused = office.post(f"{LIST}{party.pk}/change/", form)
    answer = office.post(f"{LIST}{party.pk}/change/", form | {"reason": "A cake."})

    party.refresh_from_db()
    assert (refused.status_code, answer.status_code) == (422, 302)
    assert (party.price_cents, party.changed_why) == (65_000, "A cake.")


def test_a_cancelled_booking_is_looked_at_and_none_is_deleted(office):
    at = clock.now()
    ended = {"cancelled_at": at, "cancelled_side": "guest", "cancelled_why": "Ill.", "kept_cents": 0}
    party = factories.booking(ahead(), **ended, cancelled_by=factories.admin("Olive"))

    page = office.get(f"{LIST}{party.pk}/change/").content.decode()

    assert ("Ill." in page, 'name="price"' in page) == (True, False)
    assert office.post(f"{LIST}{party.pk}/delete/", {"post": "yes"}).status_code == 403


def steps(*pairs):
    form = {"name": "Charter", "is_active": "on", "steps-TOTAL_FORMS": len(pairs), "steps-INITIAL_FORMS": 0}
    for place, (hours, percent) in enumerate(pairs):
        form |= {f"steps-{place}-hours": hours, f"steps-{place}-percent": percent}
    return form


def test_terms_fall_with_the_hours(office):
    refused = office.post("/admin/events/cancellationterms/add/", steps((48, 100), (336, 50)))
    answer = office.post("/admin/events/cancellationterms/add/", steps((48, 50), (336, 100)))

    assert refused.status_code == 422
    assert "Who cancels later never gets back more" in refused.content.decode()
    assert (answer.status_code, CancellationTerms.objects.get().as_steps()) == (302, [[336, 100], [48, 50]])


@pytest.mark.parametrize("table", ["bookingchannel", "cancellationterms"])
def test_what_a_booking_names_is_retired_and_not_deleted(office, table):
    party = factories.booking(ahead())
    row = party.channel if table == "bookingchannel" else party.terms

    answer = office.post(f"/admin/events/{table}/{row.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 403
    assert (BookingChannel.objects.count(), CancellationTerms.objects.count()) == (1, 1)
