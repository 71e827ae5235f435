"""What the model gives for the next letter to all, kept until it goes out: then it is held to what came."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from reports.facts import Facts
from reports.figures.market import blast, planned
from reports.formulas.campaigns import Blast
from reports.formulas.response import NOT_YOURS
from reports.models import Campaign, CampaignForecast
from reports.values import Value, rounded
from scc_site.models import User

PLACES = 4  # of counts: a model does not count whole bookings


@transaction.atomic
def keep(*, facts: Facts, author: User | None, at: datetime) -> CampaignForecast | None:
    """The model of the next planned campaign, in place of the one kept before; None where there is nothing to keep.

    A campaign whose day is come keeps what was modelled before it. Revenue in whole cents, low, mean and high; what
    is not recorded (nobody to write to, no price) leaves no model. `author` is empty where the house built by itself.
    """
    letter, day = planned(facts), at.astimezone(settings.HOUSE_ZONE).date()
    if letter is None or (letter.planned_on is not None and letter.planned_on <= day):
        return None
    model = blast(facts)
    if not all(run.revenue.is_known for run in (model.low, model.mean, model.high)):
        return None
    campaign = Campaign.objects.named(unit=letter.unit, name=letter.name)
    told = _told(model) | {"made_at": at, "author": author}
    return CampaignForecast.objects.update_or_create(campaign=campaign, defaults=told)[0]


def _told(model: Blast) -> dict[str, int | str | Decimal]:
    mean = model.mean
    rates = (f"{rate.name}: {rate.words if rate.is_own else NOT_YOURS}" for rate in model.rates)
    return {
        "contactable": int(model.contactable.number),
        "rates": "; ".join(rates),
        "delivered": rounded(mean.delivered.number, PLACES),
        "clicks": rounded(mean.clicks.number, PLACES),
        "bookings": rounded(mean.bookings.number, PLACES),
        "revenue_low_cents": _cents(model.low.revenue),
        "revenue_cents": _cents(mean.revenue),
        "revenue_high_cents": _cents(model.high.revenue),
    }


def _cents(value: Value) -> int:
    return int(rounded(value.number))
