"""The rows behind figures: every source that the demo house's reports name leads to rows, and labels are kept."""

from collections import defaultdict
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import findings, frame, perspectives
from reports.evidence import SOURCES, groups_of
from reports.evidence.shapes import PAGE
from reports.figures import all_figures
from reports.frame import Making
from reports.models import Account, BankTransaction, BusinessUnit, JournalLine, RuleLimit
from reports.telling import MOST_EVIDENCE
from reports.tree import LABELS
from reports.values import Evidence
from tests.reports.conftest import LOADED_AT, LOADED_ON

pytestmark = pytest.mark.django_db
WHOLE = frozenset(LABELS)
OF_THEMSELVES = {
    **dict.fromkeys(("score", "score_severity", "score_urgency", "score_money", "score_certainty"), "the agenda’s own"),
    **dict.fromkeys(("effort_hours", "action_hours", "planned_hours", "weekly_hours"), "the agenda’s own"),
    **dict.fromkeys(("open_critical", "open_high"), "findings, which stand in the report"),
    **dict.fromkeys(("letter_rate", "best_conversion"), "a benchmark that ships, until own campaigns have results"),
    "sailing_hours": "a definition that ships",
}  # figures that no row of the books tells
SHIPS = {"F50:bounced", "F50:complained"}  # thresholds of no rule
OF_ABSENCE = {"bank", "coverage", "targets", "other_income"}  # what a finding or a sum of nothing names is missing


@pytest.fixture(scope="module")
def named(demo_house, django_db_blocker):
    """The keys that the eight reports of the demo house name, by source."""
    with django_db_blocker.unblock():
        facts = demo_house.read()
    used = defaultdict(set)
    for figure in told(facts):
        for source, key in figure.value.evidence:
            used[source].add(key)
    for one in findings.found(facts):
        for source, key in one.fired.evidence:
            used[source].add(key)
    return used


def told(facts):
    """Every figure of the eight reports, and every metric of the whole and of each unit."""
    found, making = findings.found(facts), Making("run", LOADED_AT, "UTC")
    reports = [frame.compose(slug, facts=facts, findings=found, making=making) for slug in perspectives.SLUGS]
    return [figure for report in reports for figure in report.figures] + all_figures(facts)


def has_rows(value):
    return value.is_known and bool(value.n or value.amount)


def rows_of(source, *keys, clearance=WHOLE, page=1):
    return groups_of([Evidence(source, key) for key in keys], clearance=clearance, page=page)[0]


def test_every_figure_with_rows_behind_it_names_some_of_them(demo_facts):
    figures = [each for each in told(demo_facts) if has_rows(each.value) and each.metric not in OF_THEMSELVES]

    bare = {each.key for each in figures if not each.value.evidence and each.subject not in SHIPS}
    crowded = {each.key for each in figures if len(each.value.evidence) > MOST_EVIDENCE}

    assert (bare, crowded) == (set(), set())


def test_what_needs_no_rows_is_still_told(demo_facts):
    rowless = {each.metric for each in told(demo_facts) if has_rows(each.value) and not each.value.evidence}

    assert rowless == {*OF_THEMSELVES, "threshold"}


def test_a_threshold_leads_to_what_ships_and_to_what_the_house_set(demo_house):
    RuleLimit.objects.create(rule="CTO-02", name="critical", amount=3, set_at=LOADED_AT, note="agreed with the host")

    found = rows_of("limits", "CTO-02:critical", "CTO-02:high")

    assert [row[2:] for row in found.rows] == [("7 days", "3 days", "agreed with the host"), ("30 days", "", "")]


def test_lines_of_the_bank_that_wait_are_those_counted(demo_house):
    unit, account = BusinessUnit.objects.get(slug="jada"), Account.objects.get(code="1000")
    for number, on in enumerate((LOADED_ON, LOADED_ON + timedelta(days=1))):
        BankTransaction.objects.create(
            account=account, unit=unit, fitid=f"F{number}", on=on, amount_cents=500, text=f"Card {number}"
        )

    found = rows_of("bank_lines", f"jada:1000:{LOADED_ON}")

    assert [row[2:] for row in found.rows] == [("Card 0", "$5.00")]


def test_every_source_that_the_demo_house_names_leads_to_its_rows(demo_house, named):
    empty = {source for source, keys in named.items() if not rows_of(source, *sorted(keys)).rows}

    assert set(named) - set(SOURCES) == set()
    assert empty - OF_ABSENCE == set()


def test_every_key_leads_to_a_row_but_those_of_what_is_missing(demo_house, named):
    few = {source: sorted(keys)[:12] for source, keys in named.items() if source not in OF_ABSENCE}

    lost = [(source, key) for source, keys in few.items() for key in keys if not rows_of(source, key).rows]

    assert [(source, key) for source, key in lost if ":income:" not in key] == []


def test_a_source_asks_as_much_for_one_key_as_for_many(demo_house, named):
    many = {source: sorted(keys)[:5] for source, keys in named.items()}

    for source, keys in many.items():
        with CaptureQueriesContext(connection) as one:
            rows_of(source, keys[0])
        with CaptureQueriesContext(connection) as all_of_them:
            rows_of(source, *keys)
        assert len(all_of_them) == len(one) <= 5, source


def test_lines_are_those_of_the_ledger_page_by_page(demo_house):
    unit = BusinessUnit.objects.get(slug="queen-of-san-diego")
    lines = JournalLine.objects.filter(unit=unit, account__type="expense", date__lte=LOADED_ON)
    days = [f"{line.date.day} {line.date:%b %Y}" for line in lines.order_by("-date", "-pk")[: 2 * PAGE]]

    first, second = (rows_of("ledger", f"{unit.slug}:expense:{LOADED_ON}", page=page) for page in (1, 2))

    assert first.has_more
    assert [row[0] for row in first.rows + second.rows] == days


@pytest.mark.parametrize(
    ("source", "label"), [("stakes", "equity"), ("crew_pay", "payroll"), ("leases", "tenants"), ("rent", "tenants")]
)
def test_rows_with_a_label_are_withheld_and_not_counted(demo_house, named, source, label):
    keys = sorted(named[source])

    whole, cleared = rows_of(source, *keys), rows_of(source, *keys, clearance=WHOLE - {label})

    assert len(whole.rows) >= 1
    assert (cleared.rows, cleared.has_more, cleared.withheld) == ((), False, LABELS[label])


def test_lines_of_pay_are_withheld_from_those_without_clearance(demo_house):
    pay = Account.objects.filter(subtype="crew", lines__isnull=False).order_by("code").first()
    unit = pay.lines.order_by("pk")[0].unit.slug

    whole, cleared = (
        rows_of("ledger", f"{unit}:{pay.code}:2026-11-20", clearance=clearance) for clearance in (WHOLE, frozenset())
    )

    assert len(whole.rows) >= 1
    assert (cleared.rows, cleared.withheld) == ((), LABELS["payroll"])


def test_where_a_hole_is_stands_in_no_cell_for_who_may_not_see_it(demo_house, named):
    keys = sorted(named["security"])

    whole, cleared = rows_of("security", *keys), rows_of("security", *keys, clearance=frozenset())

    assert [head.title for head in whole.heads if head not in cleared.heads] == ["Component", "Where"]
    assert [row[0] for row in cleared.rows] == [row[0] for row in whole.rows]


@pytest.mark.parametrize(
    "key", ["", "x", ":", "::", "jada:", "jada:4000:2026-99", "jada:4000:2026-02-31", "line:", "line:9" * 9,
            "9" * 30, "²", "jada:²:2026-10"],
)  # fmt: skip
def test_a_key_that_nothing_fits_is_a_page_without_rows(key):
    found = {source: groups_of([Evidence(source, key)], clearance=WHOLE)[0].rows for source in SOURCES}

    assert {source for source, rows in found.items() if rows} == set()
    assert groups_of([Evidence("nothing", key)], clearance=WHOLE)[0].rows == ()
