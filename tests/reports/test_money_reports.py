"""The reports of the chief financial officer and of accounting: on an empty house, and on the demo house."""

from dataclasses import replace
from datetime import date

import pytest

from reports import perspectives
from reports.demo import FOLDER as DEMO
from reports.figures.scopes import of_units
from reports.findings import found, known
from reports.inputs import money
from reports.models import Declared
from reports.perspectives import Seen
from reports.tree import Chart, FindingList, Gaps, Paragraph, Table, figures_of
from tests.reports import books
from tests.reports.housefacts import UNITS, empty_facts, every_domain
from tests.reports.ledgers import month_sum

SLUGS = ("cfo", "accounting")
KEYS = {
    "cfo": ["free-cash", "burn", "runway", "weeks", "profit", "break-even", "targets", "capital", "rules"],
    "accounting": ["books", "recognition", "accounts", "spending", "statements", "ageing", "milestones"],
}


def told(slug, facts):
    """The report's sections by key."""
    return {part.key: part for part in perspectives.of(slug).sections(Seen(facts, tuple(found(facts))))}


@pytest.fixture(scope="module")
def demo(demo_facts):
    """Both reports of the demo house, each section by key."""
    return {slug: told(slug, demo_facts) for slug in SLUGS}


def tables(section):
    """Its tables by key, those of charts too."""
    blocks = [block.table if isinstance(block, Chart) else block for block in section.blocks]
    return {block.key: block for block in blocks if isinstance(block, Table)}


def rows(section, key):
    return [[str(cell) for cell in row.cells] for row in tables(section)[key].rows]


def words(section):
    return [str(block.words) for block in section.blocks if hasattr(block, "words")]


def listed(section):
    return [key for block in section.blocks if isinstance(block, FindingList) for key in block.keys]


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("units", [UNITS, UNITS[:1], ()])
def test_an_empty_house_is_told_what_is_missing_and_shown_no_figure(slug, units):
    sections = told(slug, empty_facts(units))

    gaps = {key: [gap for block in part.blocks if isinstance(block, Gaps) for gap in block.items]
            for key, part in sections.items()}  # fmt: skip
    assert list(sections) == KEYS[slug]
    assert [figure.key for figure in figures_of(tuple(sections.values())) if figure.value.is_known] == []
    assert [key for key, items in gaps.items() if not items or not all(gap.href for gap in items)] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_house_of_which_all_is_recorded_and_nothing_happened_has_its_zeros(slug):
    sections = told(slug, empty_facts(complete=every_domain()))

    shown = [figure for figure in figures_of(tuple(sections.values())) if figure.metric != "months_known"]
    assert list(sections) == KEYS[slug]
    assert [figure.key for figure in shown if figure.value.is_known and figure.value.amount] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_figure_is_the_same_wherever_the_report_shows_it(slug, demo, demo_facts):
    perspective, facts = perspectives.of(slug), demo_facts
    shown = [*figures_of(tuple(demo[slug].values())), *perspective.headlines(Seen(facts, ()))]
    said = {}
    for figure in shown:
        said.setdefault(figure.key, set()).add(figure.text)

    assert {key: texts for key, texts in said.items() if len(texts) > 1} == {}
    assert [figure.key for figure in shown if len(figure.value.evidence) > 20] == []
    assert len(perspective.headlines(Seen(facts, ()))) == 5


def test_free_cash_is_what_is_left_of_cash_after_what_is_others(demo):
    section = demo["cfo"]["free-cash"]
    amounts = [row.cells[1].figures[0].value.number for row in tables(section)["free-cash"].rows]

    assert [row[0] for row in rows(section, "free-cash")] == [
        "Cash", "− Guests’ deposits", "− Refunds due", "− Tenants’ deposits", "− Tax payable", "− Tips of the crew",
        "= Free cash",
    ]  # fmt: skip
    assert sum(amounts[:-1]) == amounts[-1] > 0


def test_the_owner_s_story_comes_out_of_the_records(demo):
    sections = demo["cfo"]

    assert words(sections["burn"])[0].startswith("Net burn is $7,020 to $8,980 a month, $8,000 in the mean.")
    assert words(sections["break-even"])[0].startswith("A charter leaves $1,400 in the mean of ")
    assert rows(sections["break-even"], "break-even")[0] == ["Fixed costs alone", "$7,849", "5", "6", "7"]
    assert listed(sections["break-even"]) == ["CFO-07:queen-of-san-diego:break_even_charters:burn"]


def test_what_is_declared_is_contradicted_until_it_is_taken_back(demo_facts, db):
    queen = books.unit("queen-of-san-diego")
    books.taken("declared", (DEMO / "declared.csv").read_text(encoding="utf-8"))

    def said():
        facts = replace(demo_facts, wanted=money.read(units=[queen], as_of=demo_facts.as_of))
        return [one.key for one in known()["CFO-07"].fire(facts)]

    before = said()
    Declared.objects.get(metric="break_even_charters").delete()

    assert (before, said()) == (["CFO-07:queen-of-san-diego:break_even_charters:burn"], [])


def test_a_business_without_charters_has_no_break_even_but_fixed_costs(demo_facts):
    section = told("cfo", of_units(demo_facts, ["dangerouscentaur"]))["break-even"]

    assert words(section) == [
        "Break-even counts charters, and no business here sails any. Its fixed costs are $34 a month."
    ]


def test_fixed_costs_are_told_while_break_even_still_waits_for_a_charter(demo_facts):
    alone = of_units(demo_facts, ["jada"])
    facts = replace(alone, sailing=replace(alone.sailing, done=()), wanted=replace(alone.wanted, sayings=()))

    section = told("cfo", facts)["break-even"]

    assert [type(block) for block in section.blocks][:2] == [Paragraph, Gaps]
    assert [figure.metric for figure in figures_of(section)] == ["fixed_costs"]


def test_thirteen_weeks_and_twelve_months_follow_each_other(demo):
    sections = demo["cfo"]
    weeks = rows(sections["weeks"], "weeks")
    months = rows(sections["profit"], "profit")

    assert (len(weeks), weeks[0][0], weeks[-1][0]) == (13, "21 Nov 2026", "13 Feb 2027")
    assert [months[0][0], months[-2][0], months[-1][0]] == ["November 2025", "October 2026", "Twelve months"]
    assert len(rows(sections["targets"], "targets")) == 12
    assert rows(sections["targets"], "targets")[-1] == [
        "October 2027", "not recorded", "to come", "$0", "not recorded", "not recorded",
    ]  # fmt: skip


def test_tiers_are_filled_while_their_gates_are_open_and_requests_are_paid_back(demo):
    section = demo["cfo"]["capital"]

    assert [(row[0], row[2], row[3], row[4]) for row in rows(section, "tiers")] == [
        ("Keep her safe", "open", "$5,450", "$5,450"), ("Bring guests", "open", "$2,100", "$2,100"),
        ("Grow", "shut", "$0", "nothing"),
    ]  # fmt: skip
    assert [row[4] for row in rows(section, "requests")] == [
        "not recorded", "2.9 months", "not recorded", "1.8 months",
    ]  # fmt: skip


def test_three_slots_say_how_each_rule_stands_and_the_rest_is_proposed(demo):
    section = demo["cfo"]["rules"]

    assert [(row[0], row[3]) for row in rows(section, "rules-queen-of-san-diego")] == [
        ("First", "fail"), ("Second", "pass"), ("Third", "not adopted"),
    ]  # fmt: skip
    assert [len(block.items) for block in section.blocks if type(block).__name__ == "Bullets"] == [1]


def test_dock_and_ledger_agree_and_deposits_roll_forward_in_the_demo_house(demo):
    section = demo["accounting"]["recognition"]
    lines = {row[0]: row[1] for row in rows(section, "deposits-queen-of-san-diego")}

    assert [row[2] for row in rows(section, "exceptions")] == ["0"] * 7
    assert lines["= held at the end"] == lines["The ledger says"] == lines["Bookings hold"]


def test_the_chart_names_what_is_missing_unused_and_unset(demo):
    section = demo["accounting"]["accounts"]
    (bullets,) = [block for block in section.blocks if type(block).__name__ == "Bullets"]

    assert [str(item).partition(":")[0] for item in bullets.items] == [
        "Missing, and needed by the formulas", "Costs that nobody called fixed or variable", "Never used",
    ]  # fmt: skip
    assert rows(section, "accounts")[13][:2] == ["Payable", "2200"]


def test_expenses_are_told_by_category_and_payee_and_pay_is_for_those_cleared(demo):
    section = demo["accounting"]["spending"]
    payees = tables(section)["payees"].rows

    assert rows(section, "categories")[0] == ["Owners’ pay", "6500", "$48,000", "18.2 %", "0.0 %", "$12,000"]
    assert rows(section, "payees")[2][-1] == "comes again"
    assert [str(row.cells[0]) for row in payees if row.label == "payroll"] == ["Owners", "Day crew", "Delivery crew"]
    assert {row.label for row in payees} == {"", "payroll"}


def test_the_statements_add_up(demo):
    section = demo["accounting"]["statements"]
    profit = tables(section)["profit-and-loss"].rows
    by_code = {str(row.cells[1]): row.cells[2].figures[0].value.number for row in profit}
    income = sum(amount for code, amount in by_code.items() if code.startswith("4"))
    costs = sum(amount for code, amount in by_code.items() if code[:1] in {"5", "6"})

    assert income - costs == by_code[""]
    assert words(section)[-1].endswith(": $0, as it must be when the books hold.")


def test_milestones_stand_by_their_rate(demo):
    section = demo["accounting"]["milestones"]

    assert sorted({row[-1] for row in rows(section, "milestones")}) == [
        "behind", "met", "on track", "unknown",
    ]  # fmt: skip
    assert words(section)[0].startswith("Months to profit on the trend of 6 months: ")
    assert len(listed(section)) == 3


def test_months_to_profit_wait_for_four_months():
    facts = empty_facts(complete=every_domain(), books={"months": (month_sum("overhead", 900),)})
    few = replace(facts, as_of=date(2026, 11, 14))

    assert words(told("accounting", few)["milestones"])[0].startswith("Months to profit")
