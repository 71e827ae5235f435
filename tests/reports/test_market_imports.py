"""Channels, figures, funnel, contacts and campaigns come in from files, twice the same."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reports.importing.engine import FileRefused
from reports.models import (
    Campaign,
    CampaignResult,
    Channel,
    ChannelStat,
    ChannelTerms,
    Contact,
    ContactSuppression,
    FunnelCount,
    FunnelStep,
    Listing,
)
from scc_site.mail import suppression
from scc_site.models import Suppression
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parent / "examples"
AS_OF = date(2026, 11, 30)
KINDS = {
    "channels": (Listing, 4),
    "channel_stats": (ChannelStat, 3),
    "funnel": (FunnelCount, 5),
    "contacts": (Contact, 4),
    "campaigns": (Campaign, 2),
}


def refusals(kind, text):
    with pytest.raises(FileRefused) as refused:
        books.taken(kind, text)
    return [(fault.line, fault.column, fault.words) for fault in refused.value.found]


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_import_of_the_same_file_changes_nothing(kind):
    books.unit()
    text = (EXAMPLES / f"{kind}.csv").read_text(encoding="utf-8")
    model, rows = KINDS[kind]

    books.taken(kind, text)
    second = books.taken(kind, text)

    assert model.objects.count() == rows
    assert (second.created_count, second.changed_count) == (0, 0)


def test_a_channel_is_the_docks_of_the_same_name_and_takes_what_the_file_says():
    books.unit()
    dock = factories.channel(slug="getmyboat", name="GetMyBoat at the dock", kind="marketplace")
    books.taken("channels", "unit,channel,checked_on,commission_percent\njada,GetMyBoat,2026-10-01,11.5%\n")
    books.taken("channels", "unit,channel,checked_on,commission_percent\njada,getmyboat,2026-11-01,8.5\n")

    channel = Channel.objects.get()
    read = [ChannelTerms.objects.of(dock, date(2026, month, 1)).commission_percent for month in (1, 10, 11)]

    assert (channel.name, channel.kind, channel.booking_channel) == ("GetMyBoat at the dock", "ota", dock)
    assert read == [Decimal("11.5"), Decimal("11.5"), Decimal("8.5")]


def test_a_channels_terms_may_not_differ_within_a_day():
    books.unit()
    books.unit("queen-of-san-diego")
    text = (
        "unit,channel,checked_on,commission_percent\n"
        "jada,GetMyBoat,2026-10-01,11.5\nqueen-of-san-diego,GetMyBoat,2026-10-01,8.5\n"
    )

    assert refusals("channels", text) == [
        (3, "commission_percent", "is not what line 2 says of the same channel and day")
    ]


def test_an_empty_figure_is_not_recorded_and_zero_is_none():
    books.unit()

    books.taken("channel_stats", (EXAMPLES / "channel_stats.csv").read_text(encoding="utf-8"))

    rows = ChannelStat.objects.order_by("channel__slug", "month").values_list(
        "channel__slug", "bookings", "spend_cents"
    )
    assert list(rows) == [("direct", 3, None), ("getmyboat", 2, None), ("getmyboat", 0, 12000)]


def test_steps_without_a_place_go_behind_the_others():
    books.unit()

    books.taken("funnel", "unit,step,day,count\njada,Look,2026-11-01,9\njada,Ask,2026-11-01,2\n")
    books.taken("funnel", "unit,step,day,count,position\njada,Book,2026-11-01,1,\njada,Ask,2026-11-02,3,2\n")

    assert list(FunnelStep.objects.values_list("name", "position")) == [("Look", 1), ("Ask", 2), ("Book", 3)]


def test_another_spelling_is_a_duplicate_that_is_counted_and_what_is_no_address_stays():
    batch = books.taken("contacts", (EXAMPLES / "contacts.csv").read_text(encoding="utf-8"))

    rows = Contact.objects.values_list("email_norm", "name", "consent_basis", "is_valid", "duplicate_count")
    assert list(rows) == [
        ("ana@example.com", "Ana Reyes", "signed up on the site", True, 1),
        ("ben@example.com", "Ben Ito", "sailed with us", True, 0),
        ("cleo@example.com", "Cleo Park", "", True, 0),
        ("not an address", "Somebody", "", False, 0),
    ]
    assert batch.warnings == [
        "line 3: Ana@Example.COM stands on line 2 already",
        "line 5: not an address is no address",
    ]
    assert list(ContactSuppression.objects.values_list("email_norm", "scope")) == [("ben@example.com", "all")]


def test_a_list_comes_down_to_those_who_may_be_written_to(django_assert_num_queries):
    books.taken("contacts", listed())
    suppression.suppress(
        address="hand0@example.com",
        cause=Suppression.Cause.BOUNCE,
        reason="no mailbox",
        since=factories.NOW,
        letter=None,
    )
    Contact.objects.filter(email_norm="hand1@example.com").update(written_on=date(2026, 11, 20))

    with django_assert_num_queries(1):
        counts = Contact.objects.audience(AS_OF, 30)

    assert counts == {
        "listed": 3676, "duplicates": 100, "invalid": 3, "without_consent": 900, "stopped": 77, "quiet": 1,
        "contactable": 2595,
    }  # fmt: skip


def listed():
    """3,676 rows: 900 without consent, 76 suppressed, 100 in another spelling, 3 that are no addresses."""
    rows = ["email,consent_basis,suppressed"]
    rows += [f"hand{number}@example.com,sailed with us,no" for number in range(2597)]
    rows += [f"quiet{number}@example.com,none,no" for number in range(900)]
    rows += [f"gone{number}@example.com,sailed with us,yes" for number in range(76)]
    rows += [f"nowhere{number},sailed with us,no" for number in range(3)]
    rows += [f"HAND{number}@Example.com,sailed with us,no" for number in range(100)]
    return "\n".join(rows)


def test_what_a_person_lifted_an_import_stops_again_but_never_lifts():
    text = "email,suppressed\nben@example.com,{}\n"
    books.taken("contacts", text.format("yes"))

    books.taken("contacts", text.format("no"))
    standing = ContactSuppression.objects.standing().count()
    ContactSuppression.objects.update(lifted_at=factories.NOW, lifted_by=factories.admin(), lifted_why="He asked.")
    books.taken("contacts", text.format("yes"))

    assert (standing, ContactSuppression.objects.standing().count(), ContactSuppression.objects.count()) == (1, 1, 2)


def test_a_campaign_keeps_its_claim_and_what_it_came_to():
    books.unit()

    books.taken("campaigns", (EXAMPLES / "campaigns.csv").read_text(encoding="utf-8"))

    result = CampaignResult.objects.get()
    claims = Campaign.objects.values_list("name", "claimed_low_cents", "claimed_high_cents")
    assert (result.sent, result.delivered, result.clicked, result.revenue_cents) == (400, 392, 11, 180000)
    assert set(claims) == {("Spring sails", None, None), ("Holiday lights", 1_000_000, 5_000_000)}


def test_figures_of_a_campaign_that_cannot_be_true_are_refused():
    books.unit()
    text = (
        "unit,name,claimed_revenue_low,claimed_revenue_high,sent,delivered\njada,A,9,5,,\njada,B,,,10,11\njada,C,,,,4\n"
    )

    assert refusals("campaigns", text) == [
        (2, "claimed_revenue_high", "is below the low claim"),
        (3, "delivered", "is more than were sent"),
        (4, "sent", "is missing: how many were sent, of which delivered are told"),
    ]
