"""One spelling for one thing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waivers import canonical

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_and_no_blank_stands_between_signs():
    assert canonical.written({"b": [1, True, None], "a": "é"}) == '{"a":"é","b":[1,true,null]}'.encode()


def test_composed_and_decomposed_letters_are_one():
    assert canonical.written("e\u0301") == canonical.written("\u00e9")


def test_instants_are_told_in_utc_and_dates_as_they_are():
    west = datetime(2026, 6, 1, 11, 0, tzinfo=timezone(timedelta(hours=-7)))

    assert canonical.written([west, date(2026, 6, 1)]) == b'["2026-06-01T18:00:00.000000Z","2026-06-01"]'
    assert canonical.written(west) == canonical.written(west.astimezone(UTC))


def test_a_fraction_is_written_as_text_and_a_whole_number_as_a_number():
    assert canonical.written([1.5, 2.0, -0.0, 1e300 // 1]) == b'["1.5",2,0,' + str(int(1e300)).encode() + b"]"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_is_no_number_and_no_text_is_refused(value):
    with pytest.raises(ValueError, match=r"finite|surrogates"):
        canonical.written(value)


@pytest.mark.parametrize("value", [b"bytes", object(), {1, 2}])
def test_what_has_no_spelling_is_refused(value):
    with pytest.raises(TypeError, match="canonical"):
        canonical.written(value)


@given(VALUES)
def test_what_was_read_again_is_spelled_the_same(value):
    import json

    first = canonical.written(value)

    assert canonical.written(json.loads(first)) == first


def test_a_link_is_of_number_previous_and_content_with_blanks_between():
    assert canonical.link(1, "0" * 64, "a" * 64) == canonical.digest(f"1 {'0' * 64} {'a' * 64}".encode())
