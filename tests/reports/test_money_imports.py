"""Targets, rules, milestones, capital and opportunities come in from files, twice the same."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reports import metrics
from reports.importing.engine import FileRefused
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
from tests.reports import books

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parent / "examples"
KINDS = {
    "targets": Target,
    "declared": Declared,
    "money_rules": FinancialRule,
    "milestones": Milestone,
    "capital_tiers": CapitalTier,
    "capital_requests": CapitalRequest,
    "opportunities": Opportunity,
}


def refusals(kind, text):
    with pytest.raises(FileRefused) as refused:
        books.taken(kind, text)
    return [(fault.line, fault.column, fault.words) for fault in refused.value.found if fault.words != "is missing"]


@pytest.mark.parametrize(("kind", "model"), KINDS.items())
def test_a_second_import_of_the_same_file_changes_nothing(kind, model):
    books.unit()
    text = (EXAMPLES / f"{kind}.csv").read_text(encoding="utf-8")

    first, second = books.taken(kind, text), books.taken(kind, text)

    rows = len(text.splitlines()) - 1
    assert (model.objects.count(), first.created_count) == (rows, rows)
    assert (second.created_count, second.changed_count, second.unchanged_count) == (0, 0, rows)


def test_amounts_are_kept_in_the_measure_of_their_metric():
    books.unit()

    books.taken("targets", 'unit,metric,month,value\njada,Net Burn,2026-12,"$7,000.50"\njada,win-rate,2026-12-05,40%\n')

    rows = Target.objects.order_by("metric").values_list("metric", "month", "amount")
    assert list(rows) == [
        ("burn", date(2026, 12, 1), Decimal(700_050)),
        ("win_rate", date(2026, 12, 1), Decimal("0.4")),
    ]


@pytest.mark.parametrize(
    ("metric", "written", "words"),
    [
        ("win_rate", "40", "is a share: write it with its sign, like 40%, or as a part of 1, like 0.4"),
        ("revenue", "40%", "is no share: write revenue like 7000 or $7,000.50"),
        ("revenue", "1.005", "has parts of a cent"),
        ("charters", "many", "is no amount: write one like 6"),
        ("charters", "NaN", "is no amount: write one like 6"),
        ("charters", "1e400", "is no amount: write one like 6"),
    ],
)
def test_what_is_no_amount_of_its_metric_is_refused_in_words(metric, written, words):
    books.unit()

    assert refusals("targets", f"unit,metric,month,value\njada,{metric},2026-12,{written}\n") == [(2, "value", words)]


def test_an_unknown_metric_names_those_that_are_known():
    books.unit()

    found = refusals("targets", "unit,metric,month,value\njada,glamour,2026-12,1\n")

    assert found == [(2, "metric", f"is no metric; known are: {metrics.slugs()}")]


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("declared", "unit,metric,low,high\njada,burn,9,7\n", (2, "high", "is less than what stands under low")),
        ("money_rules", "unit,slot,metric,operator,threshold\njada,4,burn,<,7\n",
         (2, "slot", "is no slot: a unit has rules 1 to 3")),
        ("milestones", "unit,metric,operator,target,due\njada,burn,near,7,2026-12-01\n",
         (2, "operator", "is no comparison: write >=, >, <=, < or =")),
        ("capital_tiers", "rank,name,gate_metric\n1,Keep,burn\n",
         (2, "gate_value", "goes with a gate_metric: write both, or neither")),
        ("capital_requests", "unit,title,cost,tier\njada,Sail,10,7\n",
         (2, "tier", "names no tier: give the rank of one that is there")),
        ("opportunities", "unit,key,probability\njada,A,140%\n",
         (2, "probability", "is no probability: write one from 0% to 100%")),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_true_is_refused_in_words(kind, text, fault):
    books.unit()

    assert refusals(kind, text) == [fault]


def test_an_empty_cell_empties_and_an_absent_column_leaves():
    books.unit()
    books.taken("opportunities", "unit,key,stage,value,channel\njada,Fair,proposal,100,referral\n")

    books.taken("opportunities", "unit,key,value\njada,Fair,\n")

    assert Opportunity.objects.values_list("stage", "value_cents", "channel").get() == ("proposal", None, "referral")


def test_a_stage_is_dated_by_the_file_or_by_the_day_it_came_in():
    books.unit()

    books.taken("opportunities", "unit,key,stage,stage_on\njada,Fair,lead,2026-01-05\n")
    books.taken("opportunities", "unit,key,stage\njada,Fair,quoted\n")
    books.taken("opportunities", "unit,key,stage\njada,Fair,quoted\n")

    steps = OpportunityStep.objects.values_list("stage", "entered_on")
    assert list(steps) == [("lead", date(2026, 1, 5)), ("proposal", date(2026, 6, 1))]
