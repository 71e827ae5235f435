"""How values read: rounded once, and said in words where they are not known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import showing, values
from reports.values import Level, Measure, Range, State, Value, recorded

CENTS = Measure.CENTS


def known(amount, measure=CENTS, **columns):
    return recorded(amount, measure, coverage=columns.pop("coverage", Level.COMPLETE), n=1, **columns)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (recorded(0, CENTS, coverage=Level.NONE, n=0), "not recorded"),
        (recorded(0, CENTS, coverage=Level.COMPLETE, n=0), "$0"),
        (known(123_449), "$1,234"),
        (known(123_450), "$1,235"),
        (known(-123_450), "−$1,235"),
        (known(-49), "$0"),
        (known(123_400, coverage=Level.PARTIAL), "$1,234 (in part)"),
        (known(123_400, is_stale=True), "$1,234 (out of date)"),
        (known(Decimal("0.36585"), Measure.SHARE), "36.6 %"),
        (known(Decimal("3.625"), Measure.MONTHS), "3.6 months"),
        (known(1, Measure.MONTHS), "1.0 month"),
        (known(1, Measure.DAYS), "1 day"),
        (known(12_345, Measure.MILES), "12,345 nm"),
        (known(6, Measure.COUNT), "6"),
        (known(Decimal("1.255"), Measure.NUMBER), "1.26"),
        (values.withheld(CENTS), "withheld"),
        (values.change(known(500), recorded(0, CENTS, coverage=Level.COMPLETE, n=0)), "from zero"),
        (values.not_applicable(Measure.MONTHS, "not burning"), "not burning"),
        (values.undefined(CENTS, ""), "undefined"),
        (values.not_applicable(CENTS, ""), "does not apply"),
    ],
)
def test_a_value_reads_in_words(value, words):
    assert showing.shown(value) == words


def test_money_shows_cents_where_asked():
    mean = values.mean(CENTS, [known(5000), known(7100), known(8400)])

    assert showing.shown(mean, places=2) == "$68.33"
    assert [showing.exact(known(cents)) for cents in (123_450, -1200, 0)] == ["1,234.50", "(12.00)", "0.00"]
    assert showing.exact(values.no_data(CENTS)) == "not recorded"


def test_a_range_reads_from_to_and_as_one_figure_where_both_ends_read_alike():
    def spread(*cents):
        return showing.between(values.spread(CENTS, [known(amount) for amount in cents]))

    assert (spread(700_000, 900_000), spread(700_010, 700_020)) == ("$7,000 to $9,000", "$7,000")
    assert showing.between(Range(*(values.no_data(CENTS),) * 3)) == "not recorded"
    half = values.spread(CENTS, [known(500), values.no_data(CENTS, "March")])
    assert (showing.between(half), showing.behind(half.mean)) == ("$5 (in part)", "1 row · missing: March")


@given(st.decimals(-(10**12), 10**12, places=6))
def test_an_amount_is_rounded_once_from_all_its_digits(cents):
    text = showing.shown(Value(cents, CENTS, State.OK))

    shown = Decimal(text.replace("$", "").replace(",", "").replace("−", "-"))
    assert abs(shown - cents / 100) <= Decimal("0.5")
    assert shown == values.rounded(cents / 100) or (shown, values.rounded(cents / 100)) == (0, 0)
    assert text != "−$0"
