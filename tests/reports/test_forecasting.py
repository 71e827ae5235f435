"""What the model gave for a campaign is kept until it goes out, and held to what came."""

from datetime import UTC, datetime, timedelta

import pytest

from reports import building, forecasting
from reports.building import Order
from reports.figures.market import blast
from reports.inputs import facts
from reports.models import BusinessUnit, Campaign, CampaignForecast, CampaignResult
from reports.values import rounded
from tests.reports.housefacts import empty_facts

AT = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def built(at, slug="cmo", unit=None):
    return building.build(order=Order(slug, unit, at.date(), f"test:{at}:{slug}:{unit}"), builder=None, at=at)


def known(at):
    return facts.read(units=list(BusinessUnit.objects.in_scope(())), as_of=at.date(), is_whole=True)


def kept():
    return list(CampaignForecast.objects.order_by("pk").values_list("made_at", "revenue_cents", "contactable"))


def test_a_model_is_kept_as_the_report_told_it(demo_house):
    model = blast(known(AT))

    built(AT)

    row = CampaignForecast.objects.get()
    told = [int(rounded(run.revenue.number)) for run in (model.low, model.mean, model.high)]
    assert [row.revenue_low_cents, row.revenue_cents, row.revenue_high_cents] == told
    assert (row.campaign.name, row.made_at, row.contactable) == ("Winter evenings", AT, model.contactable.number)
    assert row.rates == "hard bounces: not yours; clicks: not yours; bookings of clicks: not yours"


def test_a_later_report_takes_its_place_until_the_campaign_goes_out(demo_house):
    goes_on = Campaign.objects.get().planned_on
    going = datetime(goes_on.year, goes_on.month, goes_on.day, 21, tzinfo=UTC)

    for at in (AT, AT + DAY):
        forecasting.keep(facts=known(at), author=None, at=at)
    before = kept()
    for at in (going, going + DAY):
        forecasting.keep(facts=known(AT), author=None, at=at)
        forecasting.keep(facts=known(at), author=None, at=at)

    assert [made_at for made_at, *_ in before] == [AT + DAY]
    assert kept() == before


def test_a_look_back_one_unit_and_other_reports_keep_no_model(demo_house):
    built(AT, "ceo")
    built(AT, "cmo", unit=Campaign.objects.get().unit)
    assert kept() == []

    built(AT)
    now = kept()
    order = Order("cmo", None, AT.date() - DAY, "test:back")
    building.build(order=order, builder=None, at=AT + DAY)

    assert kept() == now


def test_what_came_is_held_to_the_model_and_the_error_is_stored(demo_house):
    built(AT)
    campaign = Campaign.objects.get()
    CampaignResult.objects.create(campaign=campaign, sent=100, revenue_cents=123_400)
    after = datetime(campaign.planned_on.year, campaign.planned_on.month, campaign.planned_on.day, 21, tzinfo=UTC) + DAY

    run = built(after)

    error = run.values.get(metric="model_error")
    assert (error.state, error.amount) == ("ok", 123_400 - campaign.forecast.revenue_cents)


def test_without_a_campaign_ahead_nothing_is_kept():
    assert forecasting.keep(facts=empty_facts(), author=None, at=AT) is None
    assert kept() == []
