"""Charts: drawn from exact amounts, what is unknown left open, and no word that is no figure, name or tick."""

import re
from dataclasses import replace
from html import unescape

import pytest

from reports.renderings import charts
from reports.renderings.scales import scale_of, tick
from reports.renderings.series import can_draw, drawn
from reports.tree import Shape
from reports.values import Measure
from tests.reports import sample_report as sample


def words_of(picture):
    return [unescape(told) for told in re.findall(r"<text[^>]*>([^<]*)</text>|<tspan[^>]*>([^<]*)</tspan>", picture)
            for told in told if told]  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 11_200, (0, 5_000, 10_000, 15_000)),
        (-3_000, 9_000, (-5_000, 0, 5_000, 10_000)),
        (3, 3, (0, 1, 2, 3)),
        (0, 0, (0,)),
    ],
)
def test_scales_are_round_and_hold_nothing_at_zero(low, high, ticks):
    assert scale_of(low, high).ticks == ticks


@pytest.mark.parametrize(
    ("amount", "measure", "said"),
    [
        (7_500, Measure.CENTS, "$7.5K"),
        (-5_000, Measure.CENTS, "−$5K"),
        (50, Measure.CENTS, "$50"),
        (20, Measure.SHARE, "20 %"),
        (1_200, Measure.COUNT, "1,200"),
    ],
)
def test_ticks_are_short(amount, measure, said):
    assert tick(amount, measure) == said


def test_a_line_is_broken_where_nothing_is_known():
    chart = sample.burn_chart()

    line = next(layer for layer in charts.spec(chart)["layer"] if layer["name"] == "line0")

    assert [row["y"] for row in line["data"]["values"]][3:6] == [7800, None, 9900]
    assert line["mark"]["invalid"].startswith("break-paths")


def test_bars_say_what_is_unknown_and_figures_are_those_of_the_table():
    chart = sample.cost_chart()
    figures = [figure.text for row in chart.table.rows for figure in row.cells[1].figures]

    assert words_of(charts.svg(chart)) == [*(str(row.cells[0]) for row in chart.table.rows), *figures]
    assert "not recorded" in figures


def test_a_total_is_not_drawn_beside_its_parts():
    assert [str(place) for place in drawn(sample.equity_chart()).places] == ["jada", "rental-3028-51st"]


def test_the_rule_of_a_chart_has_its_name_and_its_figure():
    assert "┄ Burn that was meant $7,500" in words_of(charts.svg(sample.burn_chart()))


def test_a_chart_of_nothing_known_is_no_picture_and_does_not_fail():
    chart = sample.burn_chart()
    rows = chart.table.rows[4:5]
    nothing = replace(chart, columns=(1,), line_at=None, table=replace(chart.table, rows=rows))

    assert not can_draw(nothing)
    assert "Not recorded" in words_of(charts.svg(nothing))
    assert [charts.svg(replace(nothing, shape=shape, table=replace(chart.table, rows=())))[:4] for shape in Shape] == [
        "<svg"
    ] * 3
