"""The chief executive's report: on an empty house it says what is missing, on the demo house what is wrong."""

from dataclasses import replace

import pytest

from reports import perspectives
from reports.findings import found
from reports.perspectives import Seen
from reports.report import Header, Report, seen_with
from reports.tree import Chart, FindingList, Gaps, Table, figures_of
from reports.words import Figure
from tests.reports.housefacts import AS_OF, JADA, UNITS, empty_facts, every_domain

OURS = ("coverage", "kpi", "open_")  # figures about the records and the findings, not about the business


_made = {}  # what was found in facts and made of them, once for all tests: a report takes a second


def made(facts):
    if id(facts) not in _made:
        seen = Seen(facts, tuple(found(facts)))
        _made[id(facts)] = facts, seen, perspectives.of("ceo").sections(seen)
    return _made[id(facts)]


def seen_of(facts):
    return made(facts)[1]


def sections(facts):
    return made(facts)[2]


def blocks(section):
    """Every block of a section and of those within, the table of a chart too."""
    for block in section.blocks:
        yield block
        if isinstance(block, Chart):
            yield block.table
    for each in section.sections:
        yield from blocks(each)


def table(facts, key):
    return next(
        block for section in sections(facts) for block in blocks(section)
        if isinstance(block, Table) and block.key == key
    )  # fmt: skip


def rows(facts, key):
    return [[str(cell) for cell in row.cells] for row in table(facts, key).rows]


def test_every_section_stands_in_its_order(demo_facts):
    expected = ["assets", "shortfalls", "kpis", "risks", "scoreboard"]

    assert [section.key for section in sections(demo_facts)] == expected
    assert [section.key for section in sections(empty_facts())] == expected


@pytest.mark.parametrize("units", [UNITS, (JADA,), ()], ids=["six units", "one unit", "no unit"])
def test_on_an_empty_house_every_section_says_what_is_missing_and_tells_no_business_figure(units):
    facts = empty_facts(units)
    every = sections(facts)
    bare = [section.key for section in every if not any(isinstance(block, Gaps) for block in blocks(section))]
    told = [figure for section in every for figure in figures_of(section)]
    told += perspectives.of("ceo").headlines(seen_of(facts))

    assert [key for key in bare if key != "kpis"] == []
    assert [each.key for each in told if each.value.is_known and not each.metric.startswith(OURS)] == []


def test_every_gap_leads_to_where_it_is_entered():
    gaps = [
        item for section in sections(empty_facts()) for block in blocks(section) if isinstance(block, Gaps)
        for item in block.items
    ]  # fmt: skip

    assert {gap.href.startswith("/admin/reports/") for gap in gaps} == {True}
    assert {gap.href for gap in gaps} >= {"/admin/reports/asset/add/", "/admin/reports/ownershipstake/"}


def test_the_inventory_tells_value_debt_and_equity(demo_facts):
    found = {row[0]: row[1:] for row in rows(demo_facts, "inventory")}

    assert found["3028 51st St: property"] == [
        "1", "$735,000 (out of date)", "380 days", "$234,220", "$500,780 (out of date)"
    ]  # fmt: skip
    assert found["JADA: vessels"][0] == "2"


def test_obligations_are_counted_within_thirty_sixty_and_ninety_days(demo_facts):
    found = {row[0]: row[1:] for row in rows(demo_facts, "obligations")}

    assert found["JADA: vessels"] == ["0", "1", "2", "3"]
    assert rows(demo_facts, "obligations-by-day")[0][:2] == ["2 Dec 2026", "registration of Dump trailer"]


def test_shortfalls_are_all_that_is_high_or_critical_twelve_in_full(demo_facts):
    seen = seen_of(demo_facts)
    listed = next(block for block in sections(demo_facts)[1].blocks if isinstance(block, FindingList))

    assert listed.keys == tuple(one.key for one in seen.findings if one.fired.severity in {"critical", "high"})
    assert (listed.most, listed.by_unit) == (12, True)


def test_kpis_are_counted_and_not_canned(demo_facts):
    def count(facts, metric):
        told = {each.metric: each for each in figures_of(sections(facts)[2]) if not each.subject}
        return told[metric].value.number

    without = replace(demo_facts, wanted=replace(demo_facts.wanted, goals=()))

    assert count(demo_facts, "kpis_counted") == count(without, "kpis_counted")
    assert count(without, "kpis_without_target") == count(without, "kpis_counted")
    assert count(demo_facts, "kpis_without_target") < count(demo_facts, "kpis_counted")


def test_the_scoreboard_sets_every_unit_beside_the_others(demo_facts):
    found = {row[0]: row[1:4] for row in rows(demo_facts, "scoreboard")}

    assert found["Queen of San Diego"] == ["$27,890", "$32,830", "$17,970"]
    assert found["QuickDumpNow"] == ["$620", "nothing is sold ahead", "−$260"]
    assert list(found)[-1] == "All"


def test_all_recorded_and_nothing_there_is_told_as_nothing():
    facts = empty_facts((JADA,), complete=every_domain((JADA,)))

    assert rows(facts, "scoreboard") == [["JADA", "$0", "$0", "$0", "1", "100 %"]]


def test_a_key_is_one_figure_with_one_value(demo_facts):
    seen = seen_of(demo_facts)
    parts = [*sections(demo_facts), *(one.fired.title for one in seen.findings), *(one.fired.detail for one in
             seen.findings if one.rule.startswith("CEO"))]  # fmt: skip
    values = {}
    for figure in (figure for part in parts for figure in figures_of(part)):
        values.setdefault(figure.key, set()).add((figure.value.amount, figure.value.state))

    assert {key: found for key, found in values.items() if len(found) > 1} == {}


def test_five_headlines_the_most_telling_first(demo_facts):
    told = perspectives.of("ceo").headlines(seen_of(demo_facts))

    assert [each.metric for each in told] == ["free_cash", "runway", "revenue", "confirmed_ahead", "open_critical"]


def test_who_may_not_see_ownership_sees_none_of_it_and_counts_less(demo_facts):
    seen = seen_of(demo_facts)
    whole = report(demo_facts, seen)
    plain = seen_with(whole, ())
    hidden = [figure for figure in plain.figures if figure.label == "equity" and figure.value.is_known]

    assert hidden == []
    assert [one.key for one in plain.findings if one.rule == "CEO-03"] == []
    assert critical(plain) == critical(whole) - 3


def critical(report):
    told = [figure for figure in report.figures if figure.metric == "open_critical" and not figure.unit]
    return told[0].value.number


def report(facts, seen):
    coverage = Figure("coverage", "Recorded completely", perspectives.of("ceo").headlines(seen)[0].value)
    header = Header(
        "ceo", "Chief executive", "", "", "", (), facts.period, AS_OF, "America/Los_Angeles", None, "run", coverage
    )
    return Report(header, sections(facts), seen.findings)


def test_what_may_come_is_told_by_unit_and_in_all(demo_facts):
    with_chances = sorted({chance.unit for chance in demo_facts.wanted.chances})
    names = [demo_facts.name(unit) for unit in with_chances]

    found = table(demo_facts, "pipeline")

    assert sorted(str(row.cells[0]) for row in found.rows) == sorted([*names, "All"])
    assert [figure.metric for figure in figures_of(found.rows[-1].cells)] == [
        "pipeline", "likely_ahead", "confirmed_ahead", "pipeline_coverage", "win_rate",
    ]  # fmt: skip


def test_where_no_pipeline_is_recorded_no_table_tells_of_one():
    keys = {
        block.key for section in sections(empty_facts(UNITS)) for block in blocks(section) if isinstance(block, Table)
    }

    assert "pipeline" not in keys
