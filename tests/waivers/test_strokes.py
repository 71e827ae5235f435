"""Drawn signatures: what is one, what is none, and the picture that is made of it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waivers import strokes
from waivers.strokes import HEIGHT, MOST_POINTS, WIDTH, Fault, Unfit

WAVE = [{"x": 100 + 8 * step, "y": 200 + 40 * (step % 2)} for step in range(20)]


def drawn(*points):
    return json.dumps([[{"x": x, "y": y} for x, y in points]])


def test_strokes_are_kept_in_whole_units_without_rhythm_and_pressure():
    text = json.dumps([[{"x": 10.4, "y": 20.6, "time": 1, "pressure": 0.5}, {"x": 90, "y": 20.2}], [{"x": 5, "y": 5}]])

    assert strokes.read(text) == [[[10, 21], [90, 20]], [[5, 5]]]


def test_what_signature_pad_gives_is_read_alike():
    text = json.dumps([{"penColor": "black", "dotSize": 0, "points": WAVE}])

    assert strokes.read(text) == strokes.read(json.dumps([WAVE]))


def test_two_points_are_enough_and_points_that_repeat_are_kept_once():
    assert strokes.read(drawn((0, 0), (0, 0), (WIDTH, HEIGHT))) == [[[0, 0], [WIDTH, HEIGHT]]]


def test_ten_thousand_points_are_the_most_and_one_more_is_too_long():
    most = ",".join(f"[{place % 10},1]" for place in range(MOST_POINTS))

    kept = strokes.read(f"[[{most}]]")

    assert len(kept[0]) == MOST_POINTS
    with pytest.raises(Unfit, match="long"):
        strokes.read(f"[[{most},[0,0]]]")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "null", "[]", "{}", "[[]]", "0", "true", '"<svg/>"',
        "[[{}]]", "[[1, 2]]", "[{}]", "[[[1, 2, 3], [300, 4, 5]]]", "[[[1], [300]]]",
        '[[{"x":"1","y":"2"},{"x":"300","y":"2"}]]', '[[{"x":true,"y":0},{"x":300,"y":false}]]',
        '[[{"x":NaN,"y":1},{"x":300,"y":2}]]', '[[{"x":Infinity,"y":1},{"x":300,"y":2}]]',
        '[[{"x":-Infinity,"y":1},{"x":300,"y":2}]]', '[[{"x":1e999,"y":1},{"x":300,"y":2}]]',
        f'[[{{"x":{"9" * 5_000},"y":1}},{{"x":300,"y":2}}]]', f'[[{{"x":0.{"9" * 5_000},"y":1}},{{"x":300,"y":2}}]]',
        '[[{"x":null,"y":1},{"x":300,"y":2}]]', '[[{"x":[1],"y":1},{"x":300,"y":2}]]',
        "[" * 30_000, "[" * 30_000 + "]" * 30_000, '{"a":' * 9_000, '[[{"x":1,"y":1},{"x":300,"y":2}]',
        '[[{"x":1,"y":1},{"x":300,"y":2}]] <script>', "data:image/png;base64,iVBORw0KGgo=",
        "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0L9 9'/></svg>", "\x89PNG\r\n\x1a\n", "\ud800",
        drawn((-1, 10), (300, 10)), drawn((10, 10), (WIDTH + 1, 10)), drawn((10, 10), (300, HEIGHT + 0.6)),
        drawn((10, 10)), drawn((10, 10), (10, 10)), drawn(*[(10, 10)] * 500), drawn((10, 10), (14, 13)),
        json.dumps([[{"x": 10, "y": 10}], [{"x": 900, "y": 10}]]),
        " " * (64 * 1024) + drawn((0, 0), (900, 0)), "é" * 40_000, "[" + "1," * 1_500_000 + "1]",
    ],
    ids=lambda text: repr(text[:30]),
)  # fmt: skip
def test_what_is_no_signature_is_refused(text):
    with pytest.raises(Unfit) as refused:
        strokes.read(text)

    assert refused.value.fault in Fault


@given(
    st.text(max_size=200) | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(json.dumps)
)
def test_whatever_is_sent_is_read_or_refused(text):
    try:
        found = strokes.read(text)
    except Unfit:
        return
    assert strokes.read(json.dumps([[{"x": x, "y": y} for x, y in stroke] for stroke in found])) == found


def test_the_picture_is_a_path_and_nothing_else():
    picture = strokes.svg(strokes.read(json.dumps([WAVE, [{"x": 7, "y": 9}]])), 'Signed by "Mia" <b>')

    root = ET.fromstring(picture)
    assert root.attrib["aria-label"] == 'Signed by "Mia" <b>'
    assert [child.tag.rpartition("}")[2] for child in root] == ["path"]
    assert root[0].attrib["d"].endswith("L252 240 M7 9L7 9")


def test_strokes_that_never_were_read_are_not_drawn():
    with pytest.raises((TypeError, ValueError)):
        strokes.svg([[['1 1"/><script>', 2], [3, 4]]])
