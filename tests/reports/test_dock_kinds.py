"""The dock's own files: what `export` prints comes in again, through the dock's rules, and writes to nobody."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import call_command

from events.models import Booking, BookingChannel, BookingPayment, CancellationTerms, ChecklistItem, SailEvent
from reports.importing.engine import FileRefused
from scc_site.models import OutgoingMail, User
from tests import factories
from tests.reports.books import taken
from tests.waivers import aboard
from waivers.models import Guest

pytestmark = pytest.mark.django_db

SAIL = "event_id,vessel,event_type,departs_at,returns_at,capacity,status,departed_at,returned_at\n"
GONE = (
    "{id},jada,sunset,2026-05-01T23:30:00Z,2026-05-02T02:00:00Z,20,closed,2026-05-01T23:34:00Z,2026-05-02T02:10:00Z\n"
)
PARTY = "reference,event_id,lead_name,party_size,price_cents,tax_cents,channel,made_at,paid_cents,paid_on,tips_cents\n"
QUIST = "PAST01,may-1,Walter Quist,20,180000,14400,phone,2026-04-01T10:00:00Z,194400,2026-04-02,20000\n"


@pytest.fixture(autouse=True)
def house():
    """A fleet, a way to book and an office; no sails yet."""
    factories.vessel(slug="jada", name="JADA", mark="J")
    factories.event_type(slug="sunset")
    factories.channel(slug="phone", name="Phone")
    factories.terms(name="Charter")
    return factories.admin(email="office@example.com")


def printed(kind):
    """What `export` prints of a kind, as a CSV text."""
    out = io.StringIO()
    call_command("export", kind, stdout=out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({name: json.dumps(cell) if isinstance(cell, list) else cell for name, cell in row.items()})
    return text.getvalue()


def faults(kind, text):
    with pytest.raises(FileRefused) as refused:
        taken(kind, text)
    return [(found.line, found.column, found.words) for found in refused.value.found]


def emptied():
    """The house without its sails and parties, as another database would be."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in ("bookingpayment", "booking", "seat", "checklistitem", "sailevent"):
            cursor.execute(f"DELETE FROM events_{table}")
        cursor.execute("DELETE FROM events_saileventhistory")
        cursor.execute("SET session_replication_role = DEFAULT")


def test_a_sail_of_the_past_comes_in_as_it_went_and_writes_to_nobody():
    batch = taken("events", SAIL + GONE.format(id="may-1"))

    sail = SailEvent.objects.get()
    assert (batch.created_count, sail.status, sail.sails_on) == (1, "closed", date(2026, 5, 1))
    assert sail.returned_at.isoformat() == "2026-05-02T02:10:00+00:00"
    assert not ChecklistItem.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_what_export_prints_comes_back_the_same_and_twice_changes_nothing():
    lines = [GONE.format(id="may-1"), "june-9,jada,sunset,2026-06-09T23:30:00Z,2026-06-10T02:00:00Z,20,scheduled,,\n"]
    taken("events", SAIL + "".join(lines))
    taken("bookings", PARTY + QUIST + "PAST02,june-9,Mia Torres,4,60000,4800,phone,2026-05-20T10:00:00Z,0,,0\n")
    sails, parties = printed("events"), printed("bookings")
    emptied()

    for text, kind in ((sails, "events"), (parties, "bookings")):
        first, second = taken(kind, text), taken(kind, text)

        assert (first.created_count, second.unchanged_count) == (2, 2)
    assert (printed("events"), printed("bookings")) == (sails, parties)
    assert not OutgoingMail.objects.exists()


def test_a_sum_that_grew_becomes_one_more_payment_and_one_that_fell_is_refused():
    taken("events", SAIL + GONE.format(id="may-1"))
    taken("bookings", PARTY + QUIST.replace("194400", "60000"))

    taken("bookings", PARTY + QUIST.replace("2026-04-02", "2026-04-30"))
    refused = faults("bookings", PARTY + QUIST.replace("194400", "50000"))

    rows = BookingPayment.objects.filter(kind="payment").order_by("pk").values_list("amount_cents", "received_on")
    assert list(rows) == [(60_000, date(2026, 4, 2)), (134_400, date(2026, 4, 30))]
    assert refused == [(2, "paid_cents", "is less than is recorded: correct the payment on the booking’s page")]


def test_payments_come_in_once_each_and_no_more_goes_back_than_is_held():
    head = "booking,kind,received_on,amount,reference\n"
    taken("events", SAIL + GONE.format(id="may-1"))
    taken("bookings", PARTY + QUIST.replace("194400", "0"))
    text = (
        head + "PAST01,payment,2026-04-02,1944.00,ch_1\nPAST01,tip,2026-05-02,120.00,\nPAST01,fee,2026-04-02,56.68,\n"
    )

    first, second = taken("payments", text), taken("payments", text)
    refused = faults("payments", head + "PAST01,refund,2026-05-03,5000,\nNONE,payment,2026-05-03,1,\n")

    assert (first.created_count, second.unchanged_count) == (3, 3)
    assert Booking.objects.with_totals().get().totals.held_cents == 194_400
    assert refused == [
        (2, "amount", "$1,944.00 is held for this booking: no more can go back."),
        (3, "booking", "is no booking’s reference"),
    ]


def test_a_party_beyond_the_places_is_refused_at_its_row_and_nothing_is_kept():
    taken("events", SAIL + GONE.format(id="may-1"))

    refused = faults("bookings", PARTY + QUIST + QUIST.replace("PAST01", "PAST02").replace(",20,", ",3,"))

    assert refused == [(3, "party_size", "20 of 20 places are taken; none are left.")]
    assert not Booking.objects.exists()


def test_a_cancelled_party_takes_no_place_and_keeps_what_was_settled():
    taken("events", SAIL + GONE.format(id="may-1"))
    head = PARTY.strip() + ",state,cancelled_at,cancelled_side,kept_cents,refunded_cents,refunded_on\n"
    row = QUIST.strip() + ",cancelled,2026-04-20T10:00:00Z,guest,90000,104400,2026-04-22\n"

    first, second = taken("bookings", head + row), taken("bookings", head + row)

    booking = Booking.objects.with_totals().get()
    assert (first.created_count, second.unchanged_count) == (1, 1)
    assert (booking.state, booking.kept_cents, booking.totals.held_cents) == ("cancelled", 90_000, 90_000)
    assert SailEvent.objects.get().guests_booked == 0


def test_a_sail_with_a_crew_is_not_moved_by_a_file():
    taken("events", SAIL + "june-9,jada,sunset,2026-06-09T23:30:00Z,2026-06-10T02:00:00Z,20,scheduled,,\n")
    moved = SAIL + "june-9,jada,sunset,2026-06-09T22:30:00Z,2026-06-10T02:00:00Z,20,scheduled,,\n"
    SailEvent.objects.update(seats_total=1, seats_filled=1)

    refused = faults("events", moved)
    SailEvent.objects.update(seats_filled=0)
    batch = taken("events", moved)

    assert refused == [(2, "", "has a crew aboard: change it on its own page, where they are told")]
    assert batch.changed_count == 1


@pytest.mark.parametrize(("status", "to"), [("draft", "scheduled"), ("scheduled", "cancelled")])
def test_a_sail_with_guests_who_would_be_told_is_not_published_nor_called_off_by_a_file(status, to):
    line = "june-9,jada,sunset,2026-06-09T23:30:00Z,2026-06-10T02:00:00Z,20,{},,\n"
    taken("events", SAIL + line.format(status))
    guest = aboard.guest(SailEvent.objects.get(), email="mia@example.com")

    refused = faults("events", SAIL + line.format(to))
    Guest.objects.update(email="")
    batch = taken("events", SAIL + line.format(to))

    assert refused == [(2, "", "has guests on its list: change it on its own page, where they are told")]
    assert (batch.changed_count, guest.event.event_id) == (1, "june-9")


def test_the_log_stands_and_unknown_boats_are_named():
    taken("events", SAIL + GONE.format(id="may-1"))

    refused = faults("events", SAIL + GONE.format(id="may-1").replace("02:10", "02:20"))
    unknown = faults("events", SAIL + GONE.format(id="may-2").replace("jada", "queen"))

    assert refused == [(2, "returned_at", "differs from the log: it stands as it was kept")]
    assert unknown == [(2, "vessel", "is not in the house: enter it in the office first")]


def test_terms_that_the_house_does_not_know_come_with_their_steps():
    CancellationTerms.objects.all().delete()
    taken("events", SAIL + GONE.format(id="may-1"))
    head, row = PARTY.strip() + ",terms_name,terms_steps\n", QUIST.strip() + ',Winter,"[[48, 100]]"\n'

    taken("bookings", head + row)

    assert Booking.objects.get().terms_steps == [[48, 100]]
    assert CancellationTerms.objects.get().as_steps() == [[48, 100]]


def test_people_come_in_by_address_and_the_office_stays():
    head = "email,name,phone,roles,active\n"
    people = printed("people")

    batch = taken("people", head + "Ana@Example.com,Ana Reyes,+1 619 555 0102,crew executive,yes\n")
    refused = faults("people", head + "office@example.com,Office,,crew,yes\n")

    ana = User.objects.with_address("ana@example.com").get()
    assert (batch.created_count, ana.is_crew, ana.is_executive, ana.is_admin) == (1, True, True, False)
    assert refused == [(2, "roles", "takes the office from somebody: do that on their own page")]
    assert taken("people", people).unchanged_count == 1
    assert not OutgoingMail.objects.exists()


def test_a_channel_that_holds_the_cash_is_the_bookings_holder():
    BookingChannel.objects.update(holds_cash=True)
    taken("events", SAIL + GONE.format(id="may-1"))

    taken("bookings", PARTY + QUIST.replace("194400,2026-04-02,20000", "0,,0"))

    assert Booking.objects.get().cash_holder == "channel"
