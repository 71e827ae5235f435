"""What a channel takes, on the day that is asked about."""

from datetime import date
from decimal import Decimal

import pytest

from events.models import BookingChannel
from reports.models import Channel, ChannelTerms

pytestmark = pytest.mark.django_db
CHANGE = date(2026, 9, 1)


def terms():
    """GetMyBoat took 11.5 % as far back as anybody knows, and 8.5 % since September."""
    dock = BookingChannel.objects.create(slug="getmyboat", name="GetMyBoat", kind="marketplace", holds_cash=True)
    channel = Channel.objects.create(slug="gmb", name="GetMyBoat", kind="ota", booking_channel=dock)
    ChannelTerms.objects.create(channel=channel, commission_percent=Decimal("11.5"), payout_days=10)
    ChannelTerms.objects.create(channel=channel, commission_percent=Decimal("8.5"), effective_from=CHANGE)
    return dock


@pytest.mark.parametrize(("day", "percent"), [(date(2020, 1, 1), "11.5"), (date(2026, 8, 31), "11.5"), (CHANGE, "8.5")])
def test_terms_are_those_of_the_day(day, percent, django_assert_num_queries):
    dock = terms()

    with django_assert_num_queries(1):
        one = ChannelTerms.objects.of(dock, day)
    with django_assert_num_queries(1):
        rates = ChannelTerms.objects.rates()
        read = {slug: rates.of(slug, day).commission_percent for slug in ("getmyboat", "gmb")}

    assert one.commission_percent == Decimal(percent)
    assert read == {"getmyboat": Decimal(percent), "gmb": Decimal(percent)}


def test_a_channel_without_terms_has_none():
    sailo = BookingChannel.objects.create(slug="sailo", name="Sailo")
    terms()

    assert ChannelTerms.objects.of(sailo, CHANGE) is None
    assert ChannelTerms.objects.rates().of("sailo", CHANGE) is None
