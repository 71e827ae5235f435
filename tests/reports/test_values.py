"""Values keep what is not known through all arithmetic, and parts add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import values
from reports.values import KNOWN, ORDER, Evidence, Level, Measure, State, Value

CENTS = Measure.CENTS
quotients = st.fractions(-1000, 1000).map(lambda found: Decimal(found.numerator) / found.denominator)
amounts = st.one_of(st.integers(-(10**14), 10**14), quotients)
weighing = st.lists(st.one_of(st.integers(0, 10**6), st.decimals(0, 1000, places=3)), min_size=1, max_size=12)
words = st.sampled_from(["", "declared", "from an import"])


@st.composite
def any_value(draw, states=tuple(State)):
    state = draw(st.sampled_from(states))
    amount = None
    if state in KNOWN:
        amount = 0 if state == State.ZERO else draw(amounts)
    if state == State.WITHHELD:
        return values.withheld(CENTS)
    sources = draw(st.lists(st.builds(Evidence, st.just("ledger"), st.sampled_from("abc")), max_size=2))
    missing = draw(st.lists(st.sampled_from(["bank", "ledger", "rent"]), max_size=2))
    level = Level.NONE if state == State.NO_DATA else Level.PARTIAL if state == State.PARTIAL else Level.COMPLETE
    return Value(amount, CENTS, state, level, draw(st.integers(0, 9)), tuple(sources), tuple(missing), draw(words))


lists = st.lists(any_value(), min_size=1, max_size=6)


def known(amount, **columns):
    return values.recorded(amount, CENTS, coverage=Level.COMPLETE, n=1, **columns)


@given(lists)
def test_a_derived_value_is_as_good_as_the_worst_of_its_sources(parts):
    found = values.derived(CENTS, parts, lambda *numbers: sum(numbers))

    unknown = [part.state for part in parts if not part.is_known]
    worst = max(unknown or [part.state for part in parts], key=ORDER.index)
    if worst in {State.OK, State.ZERO}:
        worst = State.ZERO if found.amount == 0 else State.OK
    assert found.state == worst
    assert found.is_known == (not unknown)


@given(lists)
def test_nothing_missing_nothing_noted_and_no_evidence_is_lost(parts):
    found = values.derived(CENTS, parts, lambda *numbers: sum(numbers))

    assert set(found.missing) == {name for part in parts for name in part.missing}
    assert set(found.evidence) == {row for part in parts for row in part.evidence}
    assert set(filter(None, found.note.split("; "))) == {part.note for part in parts if part.note}
    assert found.n == sum(part.n for part in parts)


@given(lists, st.randoms())
def test_a_total_is_the_same_in_any_order(parts, random):
    mixed = random.sample(parts, len(parts))

    one, other = values.total(CENTS, parts), values.total(CENTS, mixed)

    assert (one.amount, one.state, one.n, set(one.missing)) == (other.amount, other.state, other.n, set(other.missing))


@given(lists)
def test_a_total_is_whole_only_of_whole_parts(parts):
    found = values.total(CENTS, parts)

    counted = [part for part in parts if part.state != State.NOT_APPLICABLE]
    if any(part.state == State.NO_DATA for part in counted):
        assert found.state not in {State.OK, State.ZERO, State.STALE}
    if any(part.state in {State.WITHHELD, State.UNDEFINED} for part in counted):
        assert not found.is_known


@given(st.lists(any_value(states=(State.OK, State.PARTIAL, State.NO_DATA)), min_size=1, max_size=6))
def test_the_mean_of_partly_known_values_is_that_of_the_known_and_says_so(parts):
    found = values.mean(CENTS, parts)

    told = [part.number for part in parts if part.is_known]
    if not told:
        assert (found.state, found.amount) == (State.NO_DATA, None)
    else:
        assert found.amount == Decimal(values._sum(*told)) / len(told)
        whole = all(part.state == State.OK for part in parts)
        assert found.state == (State.PARTIAL if not whole else State.ZERO if found.amount == 0 else State.OK)


@given(any_value(), any_value())
def test_a_ratio_or_a_change_never_invents_an_amount(part, whole):
    for found in (values.ratio(part, whole), values.change(part, whole), values.difference(part, whole)):
        if not (part.is_known and whole.is_known):
            assert found.amount is None
            assert ORDER.index(found.state) >= ORDER.index(State.NOT_APPLICABLE)


@given(any_value(), st.sampled_from([0, -1, Decimal("-0.5")]))
def test_a_change_from_zero_or_below_is_no_share(now, before):
    found = values.change(now, known(before))

    assert found.amount is None
    if now.is_known:
        note = "from zero" if before == 0 else "from below zero: see the difference"
        assert (found.state, found.note.split("; ")[0]) == (State.UNDEFINED, note)


@given(st.integers(-(10**12), 10**12), weighing)
def test_parts_of_a_split_add_up_and_each_is_within_a_cent(cents, weights):
    parts = values.split(cents, weights)

    whole = sum(weights)
    assert sum(parts) == cents
    for part, weight in zip(parts, weights, strict=True):
        exact = Decimal(cents) * Decimal(weight) / whole if whole else Decimal(cents) / len(weights)
        assert abs(part - exact) < 1
        assert whole == 0 or weight != 0 or part == 0


def test_the_largest_remainder_goes_first_and_ties_to_the_earlier():
    assert values.split(100, [1, 1, 1]) == [34, 33, 33]
    assert values.split(-100, [1, 1, 1]) == [-34, -33, -33]
    assert values.split(10, [Decimal("0.5"), Decimal("2.5")]) == [2, 8]
    assert values.split(3, [0, 0]) == [2, 1]


@pytest.mark.parametrize("weights", [[], [1, -1]])
def test_nothing_is_split_among_nobody_or_less(weights):
    with pytest.raises(ValueError, match="nothing to split"):
        values.split(1, weights)


@pytest.mark.parametrize(
    ("amount", "places", "expected"),
    [
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("2.5", 0, "3"),
        ("1.005", 2, "1.01"),
        ("-1.005", 2, "-1.01"),
        ("0.4", 0, "0"),
    ],
)
def test_rounding_is_half_up_and_away_from_zero(amount, places, expected):
    assert str(values.rounded(Decimal(amount), places)) == expected


def test_no_rows_are_zero_only_where_the_records_are_complete():
    found = {level: values.recorded(0, CENTS, coverage=level, n=0).state for level in Level}

    assert found == {Level.NONE: State.NO_DATA, Level.PARTIAL: State.NO_DATA, Level.COMPLETE: State.ZERO}


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: Value(None, CENTS, State.OK),
        lambda: Value(1, CENTS, State.NO_DATA),
        lambda: Value(1, CENTS, State.ZERO),
        lambda: values.recorded(5, CENTS, coverage=Level.COMPLETE, n=0),
    ],
)
def test_an_amount_that_its_state_denies_is_refused(impossible):
    with pytest.raises(ValueError, match=r"does not go with|is not zero|of no rows"):
        impossible()


def test_a_range_has_the_ends_of_what_is_known():
    found = values.spread(CENTS, [known(7000), known(9000), values.no_data(CENTS, "ledger of March")])

    assert (found.low.amount, found.mean.amount, found.high.amount) == (7000, 8000, 9000)
    assert {value.state for value in found} == {State.PARTIAL}
    assert found.mean.missing == ("ledger of March",)


@pytest.mark.parametrize(("amounts", "expected"), [([3, 1, 2], 2), ([4, 1, 2, 3], Decimal("2.5")), ([5], 5)])
def test_the_median_is_the_middle(amounts, expected):
    assert values.median(CENTS, [known(amount) for amount in amounts]).amount == expected


def test_what_is_withheld_leaves_nothing_to_a_total():
    found = values.total(CENTS, [known(5), values.withheld(CENTS)])

    assert (found.amount, found.state) == (None, State.WITHHELD)
