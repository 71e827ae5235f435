"""Every report, on a house without records and on the demo house: what holds for all of them."""

import importlib.util
from collections import Counter
from dataclasses import fields, is_dataclass

import pytest
from django.urls import resolve

from reports import perspectives
from reports.findings import found
from reports.perspectives import SLUGS, Seen
from reports.tree import Chart, FindingList, Gap, Section, Table, figures_of
from reports.values import Value
from reports.words import Named
from tests.reports.housefacts import JADA, UNITS, empty_facts

BUILT = [slug for slug in SLUGS if importlib.util.find_spec(f"reports.perspectives.{slug}")]
OF_THE_REPORT = ("coverage", "threshold", "kpi")  # what is recorded and what a rule asks: no business figure
SCOPES = {"six units": UNITS, "one unit of another kind": (JADA,), "no unit": ()}


def seen(facts) -> Seen:
    return Seen(facts, found(facts))


def parts(of, kind):
    """Every part of a kind within, however deep; a value is a leaf."""
    if isinstance(of, kind):
        yield of
    if isinstance(of, tuple) and not hasattr(of, "_fields"):
        for each in of:
            yield from parts(each, kind)
    elif is_dataclass(of) and not isinstance(of, Value):
        for each in fields(of):
            yield from parts(getattr(of, each.name), kind)


def leaves(sections) -> list[Section]:
    """The sections that hold no other."""
    return [leaf for one in sections for leaf in (leaves(one.sections) if one.sections else [one])]


def places(section) -> list[str]:
    """Where a section leads to enter what is missing."""
    linked = [part.href for part in parts(section, Named) if part.href]
    return linked + [gap.href for gap in parts(section, Gap)]


def business(figures) -> list[str]:
    """The figures that state an amount of the business."""
    return [
        figure.key for figure in figures
        if figure.value.is_known and figure.counted is None and not figure.metric.startswith(OF_THE_REPORT)
    ]  # fmt: skip


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("slug", BUILT)
def test_a_house_without_records_is_told_what_is_missing_and_where_to_enter_it(slug, scope):
    looked = seen(empty_facts(SCOPES[scope]))
    report = perspectives.of(slug)
    whole = perspectives.of(slug).sections(seen(empty_facts()))

    sections = report.sections(looked)

    assert [one.key for one in sections] == [one.key for one in whole] != []
    assert {leaf.key: bool(places(leaf)) for leaf in leaves(sections)} == {leaf.key: True for leaf in leaves(sections)}
    assert business(figures_of(sections)) == []


@pytest.mark.parametrize("slug", BUILT)
def test_headlines_are_at_most_five_and_state_nothing_that_is_not_recorded(slug):
    figures = perspectives.of(slug).headlines(seen(empty_facts()))

    assert 1 <= len(figures) <= 5
    assert business(figures) == []


@pytest.mark.parametrize("slug", BUILT)
@pytest.mark.parametrize("is_empty", [True, False])
def test_keys_are_unique_and_one_key_is_one_figure(slug, is_empty, demo_facts):
    looked = seen(empty_facts() if is_empty else demo_facts)
    report = perspectives.of(slug)
    sections = report.sections(looked)

    figures = [*report.headlines(looked), *figures_of(sections)]
    texts = {(figure.key, figure.text, figure.label) for figure in figures}
    tables = {id(table): table.key for table in parts(sections, Table)}  # a chart's table may stand beside it, too

    assert _twice([one.key for one in parts(sections, Section)]) == []
    assert _twice(tables.values()) == []
    assert _twice(key for key, _, _ in texts) == []


def _twice(keys) -> list[str]:
    return [key for key, times in Counter(keys).items() if times > 1]


@pytest.mark.parametrize("slug", BUILT)
def test_tables_have_a_cell_for_each_column_and_charts_draw_their_figures(slug, demo_facts):
    sections = perspectives.of(slug).sections(seen(demo_facts))

    tables, charts = list(parts(sections, Table)), list(parts(sections, Chart))

    assert [table.key for table in tables if {len(row.cells) for row in table.rows} - {len(table.columns)}] == []
    assert [
        chart.table.key for chart in charts if not all(chart.table.columns[n].is_figure for n in chart.columns)
    ] == []


@pytest.mark.parametrize("slug", BUILT)
def test_every_link_of_a_report_leads_to_a_page(slug, demo_facts):
    report = perspectives.of(slug)
    linked = {
        href.partition("?")[0]
        for facts in (demo_facts, empty_facts())
        for section in report.sections(seen(facts))
        for href in places(section)
    }

    assert [path for path in sorted(linked) if resolve(path).func.__name__ == "catch_all_view"] == []


@pytest.mark.parametrize("slug", BUILT)
def test_a_report_names_only_findings_that_were_found(slug, demo_facts):
    looked = seen(demo_facts)
    listed = {key for block in parts(perspectives.of(slug).sections(looked), FindingList) for key in block.keys}

    assert listed <= {one.key for one in looked.findings}


def test_every_action_of_the_demo_house_leads_to_a_page(demo_facts):
    links = {one.fired.action.href.partition("?")[0] for one in found(demo_facts)} - {""}

    assert [path for path in sorted(links) if resolve(path).func.__name__ == "catch_all_view"] == []
