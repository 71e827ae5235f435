"""What formulas are told of the market: as of a day, no more queries for more rows."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from reports.formulas.market import CHANNELS, CampaignFact, List, Rank, Sent, live_listings
from reports.inputs import market as inputs
from reports.models import (
    Campaign,
    CampaignForecast,
    CampaignResult,
    Channel,
    ChannelTerms,
    DataCoverage,
    Keyword,
    Listing,
    ListingStep,
    LocalSeoCheck,
    RankSnapshot,
    ReviewSnapshot,
)
from reports.values import State
from tests import factories
from tests.reports import books

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 11, 20)
LATER = AS_OF + timedelta(days=1)
QUERIES = 11


def rows(unit, number):
    """One more of everything, of the day and of the day after it."""
    channel = Channel.objects.create(slug=f"site-{number}", name=f"Site {number}", kind="ota")
    ChannelTerms.objects.create(channel=channel, commission_percent=Decimal("11.5"))
    ChannelTerms.objects.create(channel=channel, commission_percent=Decimal(8), effective_from=LATER)
    listing = Listing.objects.create(unit=unit, channel=channel, status="draft", checked_on=AS_OF, declared_rank=number)
    ListingStep.objects.create(listing=listing, title="photographs", done_on=AS_OF)
    ListingStep.objects.create(listing=listing, title="insurance", done_on=LATER)
    keyword = Keyword.objects.create(unit=unit, words=f"charter {number}", place="San Diego")
    for day, rank in ((AS_OF, 4), (LATER, 1)):
        ReviewSnapshot.objects.create(unit=unit, channel=channel, on=day, reviews=rank)
        RankSnapshot.objects.create(keyword=keyword, on=day, rank=rank)
        LocalSeoCheck.objects.create(unit=unit, check_name=f"hours {number} {day}", result="yes", checked_on=day)
        campaign = Campaign.objects.create(unit=unit, name=f"letter {number} {day}", planned_on=day)
        CampaignResult.objects.create(campaign=campaign, sent=100, clicked=3)
        CampaignForecast.objects.create(
            campaign=campaign, made_at=datetime(2026, 11, day.day, 20, tzinfo=UTC), contactable=100, rates="own",
            delivered=98, clicks=3, bookings=1, revenue_low_cents=0, revenue_cents=5, revenue_high_cents=9,
        )  # fmt: skip
    slug = unit.slug
    site, look = f"{slug},Site {number}", f"{slug},Look {number}"
    books.taken("channel_stats", f"unit,channel,month,clicks\n{site},2026-10,9\n{site},2026-12,9\n")
    books.taken("funnel", f"unit,step,day,count\n{look},2026-11-20,9\n{look},2026-11-21,9\n")
    books.taken("contacts", f"email,consent_basis\nhand{number}@example.com,sailed with us\n")


def test_what_came_later_is_not_known_yet():
    unit = books.unit()
    rows(unit, 1)

    found = inputs.read(units=[unit], as_of=AS_OF)
    (listing,) = found.listings

    assert (listing.commission, listing.steps, listing.open_steps) == (Decimal("0.115"), 2, ("insurance",))
    assert [(row.month, row.clicks, row.spend_cents) for row in found.months] == [(date(2026, 10, 1), 9, None)]
    assert found.ranks == (Rank("jada", "charter 1, San Diego", AS_OF, 4),)
    assert [(row.on, row.reviews) for row in found.reviews] == [(AS_OF, 4)]
    assert [row.checked_on for row in found.checks] == [AS_OF]
    assert list(found.counts.values()) == [[(AS_OF, 9)]]
    assert found.contacts == List(listed=1, contactable=1)
    assert found.campaigns == (
        CampaignFact("jada", "letter 1 2026-11-20", AS_OF, True, None, None, None, None, Sent(100, clicked=3), 5),
        CampaignFact("jada", "letter 1 2026-11-21", LATER, False, None, None, None, None),
    )


def test_another_units_rows_are_not_told_and_the_list_is_everybodys():
    unit, other = books.unit(), books.unit("quickdumpnow")
    rows(unit, 1)

    found = inputs.read(units=[other], as_of=AS_OF)

    assert (found.listings, found.months, found.campaigns, found.steps) == ((), (), (), ())
    assert found.contacts.contactable == 1


def test_zero_listings_are_zero_once_a_person_says_that_all_is_there():
    unit = books.unit()
    before = live_listings(inputs.read(units=[unit], as_of=AS_OF))
    DataCoverage.objects.create(
        unit=unit, domain=CHANNELS, starts_on=date(2026, 10, 1), ends_on=date(2026, 11, 1), level="complete",
        basis="asserted", stated_at=factories.NOW, author=factories.admin(),
    )  # fmt: skip

    after = live_listings(inputs.read(units=[unit], as_of=AS_OF))

    assert (before.state, after.state, after.amount) == (State.NO_DATA, State.ZERO, 0)


def test_more_rows_ask_no_more(django_assert_num_queries):
    unit, other = books.unit(), books.unit("queen-of-san-diego")
    rows(unit, 1)
    with django_assert_num_queries(QUERIES):
        inputs.read(units=[unit], as_of=AS_OF)
    rows(unit, 2)
    rows(other, 3)

    with django_assert_num_queries(QUERIES):
        found = inputs.read(units=[unit, other], as_of=AS_OF)

    assert len(found.listings) == 3
