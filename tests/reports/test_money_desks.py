"""Targets, rules, milestones, capital and opportunities at the desk: typed as people write, refused in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from reports import metrics
from reports.models import (
    CapitalRequest,
    CapitalTier,
    Declared,
    FinancialRule,
    Milestone,
    Opportunity,
    OpportunityStep,
    Target,
)
from tests import factories
from tests.reports import books
from tests.signing_in import signed_in

TABLES = ("target", "declared", "financialrule", "milestone", "capitaltier", "capitalrequest", "opportunity")
NO_STEPS = {"steps-TOTAL_FORMS": 0, "steps-INITIAL_FORMS": 0}


@pytest.fixture
def office(db):
    return signed_in(factories.admin("Olga"), "admin")


def words(response):
    return " ".join(strip_tags(response.content.decode().replace("<", " <")).split())


def sent(office, table, **fields):
    """What the add page answers to a form."""
    return office.post(f"/admin/reports/{table}/add/", fields)


@given(st.sampled_from(sorted(metrics.known())), st.integers(-(10**9), 10**9))
def test_an_amount_is_written_as_it_is_read(slug, number):
    metric = metrics.known()[slug]
    found = number if metric.measure == "cents" else Decimal(number).scaleb(-4)

    assert metrics.amount(metric, metrics.written(metric, found)) == found


def test_a_target_is_typed_in_dollars_for_any_day_of_its_month(office):
    unit = books.unit()

    answer = sent(office, "target", unit=unit.pk, metric="revenue", month="2026-12-17", amount="$14,000.50")

    row = Target.objects.get()
    assert (answer.status_code, row.month, row.amount) == (302, date(2026, 12, 1), 1_400_050)
    page = words(office.get("/admin/reports/target/"))
    assert "Revenue recognised Jada December 2026 $14,000.50" in page
    assert 'value="$14,000.50"' in office.get(f"/admin/reports/target/{row.pk}/change/").content.decode()


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"metric": "revenue", "amount": "40%"}, "“40%” is no share: write revenue like 7000 or $7,000.50."),
        ({"metric": "occupancy", "amount": "40"}, "“40” is a share: write it with its sign, like 40%"),
        ({"metric": "revenue", "amount": "plenty"}, "“plenty” is no amount: write one like 7000 or $7,000.50."),
        ({"metric": "revenue", "amount": "0.005"}, "“0.005” has parts of a cent."),
        ({"metric": "weather", "amount": "5"}, "Select a valid choice. weather is not one of the available choices."),
        ({"metric": "revenue", "amount": ""}, "This field is required."),
    ],
)
def test_what_is_no_amount_of_the_metric_is_refused_in_words(office, fields, fault):
    answer = sent(office, "target", unit=books.unit().pk, month="2026-12-01", **fields)

    assert (answer.status_code, Target.objects.count()) == (422, 0)
    assert fault in words(answer)


def test_the_same_target_twice_is_refused(office):
    fields = {"unit": books.unit().pk, "metric": "revenue", "month": "2026-12-01", "amount": "5"}

    answers = [sent(office, "target", **fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert "Target with this Unit, Metric and Month already exists." in words(answers[1])


def test_what_the_owner_says_reaches_from_a_figure_to_one_not_below_it(office):
    unit = books.unit()

    good = sent(office, "declared", unit=unit.pk, metric="burn", low="7000", high="$9,000", source="A letter")
    bad = sent(office, "declared", unit=unit.pk, metric="runway", low="6", high="5.5")

    assert (good.status_code, bad.status_code) == (302, 422)
    assert "This is below the figure it should reach from." in words(bad)
    assert "$7,000 to $9,000 A letter" in words(office.get("/admin/reports/declared/"))
    assert list(Declared.objects.values_list("low", "high")) == [(700_000, 900_000)]


def test_a_rule_has_one_of_three_slots_and_who_adopted_it_did_so_on_a_day(office):
    unit = books.unit()
    rule = {"unit": unit.pk, "slot": 1, "metric": "reserve_months", "operator": ">=", "threshold": "3", "window": "t3m"}

    undated = sent(office, "financialrule", **rule, adopted_by="Ada Quay")
    fourth = sent(office, "financialrule", **rule | {"slot": 4})
    good = sent(office, "financialrule", **rule, adopted_by="Ada Quay", adopted_on="2026-11-01")
    taken = sent(office, "financialrule", **rule)

    assert [answer.status_code for answer in (undated, fourth, good, taken)] == [422, 422, 302, 422]
    assert "Say on which day." in words(undated)
    assert "already exists" in words(taken)
    assert "Free cash in months of fixed costs at least 3 Jada 1" in words(office.get("/admin/reports/financialrule/"))
    assert FinancialRule.objects.get().threshold == 3


def test_a_milestone_says_where_a_metric_shall_stand(office):
    unit = books.unit()

    sent(office, "milestone", unit=unit.pk, metric="uncategorised_share", operator="<=", target="5%", due="2027-01-31")

    assert Milestone.objects.get().target == Decimal("0.05")
    page = words(office.get("/admin/reports/milestone/"))
    assert "Spending not yet categorised at most 5% Jada" in page


def test_a_tier_has_a_whole_gate_or_none(office):
    half = sent(office, "capitaltier", rank=1, name="Grow", gate_metric="reserve_months")
    other = sent(office, "capitaltier", rank=1, name="Grow", gate_amount="3")
    good = sent(
        office, "capitaltier", rank=1, name="Grow", gate_metric="reserve_months", gate_amount="3", cap_cents="$20,000"
    )
    open_to_all = sent(office, "capitaltier", rank=2, name="Dream")

    assert [answer.status_code for answer in (half, other, good, open_to_all)] == [422, 422, 302, 302]
    assert "Say at which amount the gate opens." in words(half)
    assert "Choose the metric that this amount is of." in words(other)
    page = words(office.get("/admin/reports/capitaltier/"))
    assert "1 Grow Free cash in months of fixed costs: 3 $20,000" in page
    assert "2 Dream open none" in page
    assert list(CapitalTier.objects.values_list("gate_amount", "cap_cents")) == [(3, 2_000_000), (None, None)]


def test_what_is_asked_for_says_how_soon_it_pays_back_and_its_tier_stays(office):
    unit, tier = books.unit(), CapitalTier.objects.create(rank=1, name="Keep sailing")
    asked = {"unit": unit.pk, "status": "open", "tier": tier.pk}
    for title, benefit in (("Mainsail", "$400"), ("Site", ""), ("Flag", "0")):
        sent(office, "capitalrequest", title=title, cost_cents="1,000", monthly_benefit_cents=benefit, **asked)

    below = sent(office, "capitalrequest", title="Refund", cost_cents="-5", **asked)
    page = words(office.get("/admin/reports/capitalrequest/"))

    assert (below.status_code, CapitalRequest.objects.count()) == (422, 3)
    assert "Write an amount of zero or more." in words(below)
    assert [part in page for part in ("$400.00 2.5 months", "not known not recorded", "$0.00 never")] == [True] * 3
    assert office.get(f"/admin/reports/capitaltier/{tier.pk}/delete/").status_code == 403


def test_an_opportunity_keeps_the_days_of_its_stages(office):
    chance = {"unit": books.unit().pk, "key": "Gala", "value_cents": "$5,400", "probability": "40%", **NO_STEPS}

    sent(office, "opportunity", **chance, stage="lead", since="2026-10-09")
    row = Opportunity.objects.get()
    page = f"/admin/reports/opportunity/{row.pk}/change/"
    early = office.post(page, chance | {"stage": "won", "since": "2026-10-08"})
    same = office.post(page, chance | {"stage": "lead", "since": "2026-10-20", "probability": "0.5"})
    won = office.post(page, chance | {"stage": "won", "since": "2026-10-21"})

    assert [answer.status_code for answer in (early, same, won)] == [422, 302, 302]
    assert "Since 2026-10-09 it stood in the stage lead: choose no earlier day." in words(early)
    assert list(OpportunityStep.objects.of(row).values_list("entered_on", "stage")) == [
        (date(2026, 10, 9), "lead"), (date(2026, 10, 21), "won"),
    ]  # fmt: skip
    row.refresh_from_db()
    assert (row.stage, row.value_cents, row.probability) == ("won", 540_000, Decimal("0.4"))
    still_open, decided = (words(office.get(f"/admin/reports/opportunity/?stands={s}")) for s in ("open", "decided"))
    assert ["Gala Jada" in still_open, "Gala Jada won $5,400.00 40%" in decided] == [False, True]


def test_an_empty_list_says_what_it_is_for(office):
    pages = {table: words(office.get(f"/admin/reports/{table}/")) for table in TABLES}

    assert "No target yet: gaps and coverage wait for them." in pages["target"]
    assert [table for table, page in pages.items() if " yet" not in page] == []


def test_every_metric_is_listed_with_its_name_in_files(office):
    page = words(office.get("/admin/reports/target/metrics/"))

    assert [slug for slug in metrics.known() if slug not in page] == []
    assert "Runway runway months higher F5 ledger all" in page


def filled(number):
    unit = books.unit(f"unit-{number}")
    row = {"unit": unit, "metric": "revenue"}
    Target.objects.create(**row, month=date(2026, 12, 1), amount=5)
    Declared.objects.create(**row, low=5, high=6)
    FinancialRule.objects.create(**row, slot=1, threshold=5)
    Milestone.objects.create(**row, target=5, due=date(2027, 1, 1))
    tier = CapitalTier.objects.create(rank=number, name=f"Tier {number}")
    CapitalRequest.objects.create(unit=unit, title="Sails", cost_cents=5, tier=tier)
    Opportunity.objects.create(unit=unit, key="Gala")


def test_longer_lists_ask_no_more(office):
    counts = []
    for number in (1, 2, 3):
        filled(number)
        counts.append([])
        for table in TABLES:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                office.get(f"/admin/reports/{table}/")
            counts[-1].append(len(asked))

    assert counts[1] == counts[2]
