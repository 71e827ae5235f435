"""What bookings and vouchers say is in the ledger: posted once, put right when they change, told when it cannot be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from events.parties import bookings, payments
from reports import ledger
from reports.models import (
    Account,
    Channel,
    ChannelTerms,
    FiscalPeriod,
    JournalEntry,
    JournalLine,
    UnitVessel,
    VoucherPolicy,
)
from reports.postings import posting
from scc_site.models import Alarm, OutgoingMail, User
from tests import factories
from tests.factories import NOW
from tests.reports import books

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=200)


@pytest.fixture
def sail():
    """A sail of JADA, which keeps her books."""
    boat = factories.vessel(slug="jada", name="JADA")
    books.unit()
    books.unit("queen")
    books.chart()
    return factories.event(vessel=boat)


def sums(unit="jada"):
    """Balances by subtype, debits above 0."""
    found = {}
    for kind, cents in JournalLine.objects.filter(unit__slug=unit).values_list("account__subtype", "amount_cents"):
        found[kind] = found.get(kind, 0) + cents
    return {kind: cents for kind, cents in found.items() if cents}


def keys():
    """Source keys, without the booking."""
    return sorted(key.split(":", 2)[2] for key in JournalEntry.objects.values_list("source_key", flat=True))


def back(sail, on=None):
    """The sail came back as planned."""
    sail.status, sail.departed_by, sail.returned_by = "returned", sail.created_by, sail.created_by
    sail.departed_at, sail.returned_at = sail.departs_at, on or sail.returns_at
    sail.save()


def close(month, unit="jada"):
    FiscalPeriod.objects.create(unit=books.unit(unit), starts_on=month, closed_at=NOW, closed_by=factories.admin())


def test_posting_twice_changes_nothing(sail):
    party = factories.booking(sail, tax_cents=4_650)
    factories.payment(party, 20_000)
    factories.payment(party, 4_000, "tip", method="cash")
    back(sail)

    first, second = posting.post_all(at=LATER), posting.post_all(at=LATER)

    assert (first.posted, first.undone, second.posted, second.undone) == (3, 0, 0, 0)
    assert sums() == {
        "payment_clearing": 20_000, "cash": 4_000, "receivable": 44_650, "service_income": -60_000,
        "tax_payable": -4_650, "tips_payable": -4_000,
    }  # fmt: skip
    assert second.words == "The ledger says what the dock says: nothing to post."


def test_lines_name_the_booking_and_its_channel(sail):
    party = factories.booking(sail)
    factories.payment(party, 20_000)

    posting.post_booking(booking=party, at=LATER)

    assert set(JournalLine.objects.values_list("booking", "channel", "date")) == {
        (party.pk, party.channel_id, date(2026, 6, 1))
    }
    assert JournalEntry.objects.get().memo == f"{party.reference}: received"


def test_another_price_is_posted_anew_under_the_next_version(sail):
    party = factories.booking(sail)
    back(sail)
    posting.post_all(at=LATER)
    party.price_cents = 70_000
    party.save()

    outcome = posting.post_all(at=LATER)

    assert (outcome.posted, outcome.undone) == (1, 1)
    assert keys() == ["sailed:v1", "sailed:v1:reversed", "sailed:v2"]
    assert sums() == {"receivable": 70_000, "service_income": -70_000}


def test_a_cancellation_taken_back_is_undone_and_may_come_again(sail):
    party, olga = factories.booking(sail), factories.admin()
    factories.payment(party, 20_000)
    for _ in range(2):
        gone = bookings.cancel(booking=party, side="house", why="no crew", by=olga, at=NOW)
        posting.post_all(at=LATER)
        party = bookings.reinstate(booking=gone, why="crew found", by=olga, at=NOW)
        posting.post_all(at=LATER)

    assert sums() == {"payment_clearing": 20_000, "customer_deposits": -20_000}
    assert [key for key in keys() if key.startswith("cancelled")] == [
        "cancelled:v1", "cancelled:v1:reversed", "cancelled:v2", "cancelled:v2:reversed",
    ]  # fmt: skip


def test_a_payment_taken_back_leaves_no_trace_in_the_sums(sail):
    party = factories.booking(sail)
    slip = factories.payment(party, 20_000)
    posting.post_all(at=LATER)

    payments.correct(payment=slip, amount_cents=21_000, why="typed wrong", by=party.made_by, at=NOW)
    posting.post_all(at=LATER)

    assert sums() == {"payment_clearing": 21_000, "customer_deposits": -21_000}


def test_what_a_bookkeeper_reversed_by_hand_is_posted_again(sail):
    party = factories.booking(sail)
    factories.payment(party, 20_000)
    posting.post_all(at=LATER)
    entry = JournalEntry.objects.get()

    ledger.reverse(entry=entry, on=entry.date, at=NOW, why="looked wrong")

    assert posting.post_all(at=LATER).posted == 1
    assert sums() == {"payment_clearing": 20_000, "customer_deposits": -20_000}


def test_what_belongs_to_a_closed_month_is_posted_on_the_first_open_day_and_named(sail):
    party = factories.booking(sail)
    factories.payment(party, 20_000, received_on=date(2026, 5, 20))
    close(date(2026, 5, 1))
    close(date(2026, 6, 1))

    outcome = posting.post_all(at=LATER)

    entry = JournalEntry.objects.get()
    assert (entry.date, entry.memo) == (
        date(2026, 7, 1),
        f"{party.reference}: received (belongs to 20 May 2026, in a closed month)",
    )
    assert outcome.late == [f"{party.reference}: received: 2026-05-20 is closed, posted on 2026-07-01."]
    assert posting.post_all(at=LATER).posted == 0


def test_what_was_posted_before_its_month_closed_stays_until_it_changes(sail):
    party = factories.booking(sail)
    slip = factories.payment(party, 20_000)
    posting.post_all(at=LATER)
    close(date(2026, 6, 1))
    assert posting.post_all(at=LATER).posted == 0

    payments.correct(payment=slip, amount_cents=0, why="bounced", by=party.made_by, at=NOW)

    assert posting.post_all(at=LATER).undone == 1
    assert [str(day) for day in JournalEntry.objects.order_by("pk").values_list("date", flat=True)] == [
        "2026-06-01",
        "2026-07-01",
    ]


def test_a_missing_account_keeps_its_entries_out_and_is_named(sail):
    Account.objects.filter(subtype="tips_payable").update(is_active=False)
    party = factories.booking(sail)
    factories.payment(party, 20_000)
    factories.payment(party, 4_000, "tip")

    outcome = posting.post_all(at=LATER)

    assert outcome.missing == ["jada has no account of the kind “tips_payable”: 1 entry kept out."]
    assert sums() == {"payment_clearing": 20_000, "customer_deposits": -20_000}


def test_an_account_of_the_units_own_comes_before_the_shared_one(sail):
    own = Account.objects.create(
        code="9000", name="JADA deposits", type="liability", subtype="customer_deposits", unit=books.unit()
    )
    party = factories.booking(sail)
    factories.payment(party, 20_000)
    posting.post_all(at=LATER)

    assert JournalLine.objects.get(account=own).amount_cents == -20_000
    own.is_active = False
    own.save()
    assert posting.post_all(at=LATER).posted == 0  # another account is no reason to post anew


@pytest.mark.parametrize("others", [{}, {"row": "queen"}])
def test_a_vessels_own_row_says_whose_books_it_is_in(sail, others):
    if others:
        UnitVessel.objects.create(vessel=sail.vessel, unit=books.unit(others["row"]))
    party = factories.booking(sail)
    factories.payment(party, 20_000)

    posting.post_all(at=LATER)

    assert JournalEntry.objects.get().unit.slug == others.get("row", "jada")


def test_a_vessel_no_unit_takes_is_named_and_the_office_told_once(sail):
    raft = factories.vessel(name="Raft")
    lost = factories.booking(factories.event(vessel=raft))
    factories.payment(lost, 20_000)

    for _ in range(2):
        posting.post(at=LATER)

    assert posting.post_all(at=LATER).missing == [
        f"No unit takes the bookings of Raft: {lost.reference} wait. Name the unit this vessel belongs to."
    ]
    assert Alarm.objects.get().words == "Bookings of Raft are not in the books: no unit takes them."
    assert OutgoingMail.objects.count() == User.objects.admins().count()


def test_the_only_charter_unit_takes_every_vessel(sail):
    books.unit("queen").delete()
    party = factories.booking(factories.event(vessel=factories.vessel(name="Raft")))
    factories.payment(party, 20_000)

    assert posting.post_all(at=LATER).posted == 1


def test_a_house_without_books_posts_nothing_and_alarms_nobody():
    party = factories.booking(factories.event())
    factories.payment(party, 20_000)

    posting.post(at=LATER)

    assert posting.post_all(at=LATER).words == "No books are kept yet: add a unit and its accounts first."
    assert (JournalEntry.objects.count(), Alarm.objects.count()) == (0, 0)


def test_a_party_moved_to_another_units_boat_takes_its_deposit_along(sail):
    queen = factories.event(vessel=factories.vessel(slug="queen"), departs_at=NOW + timedelta(days=9))
    party = factories.booking(sail)
    factories.payment(party, 20_000)

    bookings.move(booking=party, to=queen, why="a bigger boat", by=factories.admin(), at=NOW + timedelta(days=1))
    posting.post_all(at=LATER)

    assert sums("jada") == {"payment_clearing": 20_000, "payable": -20_000}
    assert sums("queen") == {"receivable": 20_000, "customer_deposits": -20_000}
    assert {
        str(day) for day in JournalEntry.objects.exclude(intercompany_with=None).values_list("date", flat=True)
    } == {"2026-06-02"}


def test_a_channels_share_is_that_of_the_day_it_was_booked(sail):
    ota = factories.channel(slug="sailo", kind="marketplace", holds_cash=True)
    market = Channel.objects.create(slug="sailo", name="Sailo", booking_channel=ota)
    for since, percent in ((None, "7"), (date(2026, 6, 1), "11.5"), (date(2026, 6, 2), "30")):
        ChannelTerms.objects.create(channel=market, commission_percent=percent, effective_from=since)
    factories.booking(sail, channel=ota, cash_holder="channel")
    back(sail)

    posting.post_all(at=LATER)

    assert sums() == {"platform_receivable": 53_100, "commission": 6_900, "service_income": -60_000}


def test_days_are_those_of_the_units_zone(sail):
    factories.booking(sail)
    back(sail, on=datetime(2026, 7, 1, 6, 30, tzinfo=UTC))

    posting.post_all(at=LATER)

    assert JournalEntry.objects.get().date == date(2026, 6, 30)


def test_a_voucher_is_a_debt_until_redeemed_and_income_by_policy_alone(sail):
    olga = factories.admin()
    books.voucher("GIFT-1", by=olga)
    party = factories.booking(sail)
    factories.payment(party, 6_000, method="voucher", reference="GIFT-1")
    posting.post_all(at=LATER)
    assert sums() == {"cash": 10_000, "vouchers": -4_000, "customer_deposits": -6_000}

    in_2027 = LATER + timedelta(days=60)
    assert posting.post_all(at=in_2027).posted == 0
    VoucherPolicy.objects.create(
        unit=books.unit(), starts_on=date(2026, 1, 1), breakage="after_expiry", note="terms §4", stated_at=NOW,
        stated_by=olga,
    )  # fmt: skip
    assert posting.post_all(at=in_2027).posted == 1
    assert sums() == {"cash": 10_000, "breakage_income": -4_000, "customer_deposits": -6_000}


@pytest.mark.parametrize("count", [1, 12])
def test_a_run_asks_as_much_for_many_bookings_as_for_one(sail, count, django_assert_num_queries):
    for _ in range(count):
        party = factories.booking(sail, party_size=1)
        factories.payment(party, 20_000)
    books.voucher("GIFT-1")

    with django_assert_num_queries(COST):
        posting.post_all(at=LATER)
    with django_assert_num_queries(COST - WRITES):
        posting.post_all(at=LATER)


COST, WRITES = 19, 4
