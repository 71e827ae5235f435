"""A signature drawn by hand: read, judged, drawn again (pure).

The box it lies in is WIDTH × HEIGHT units wide and high, whatever the screen; the form's script scales to it. What is
kept are whole units and the order of the points: neither rhythm nor pressure, which nobody was asked for.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any

WIDTH, HEIGHT = 1000, 500
LEAST_POINTS, MOST_POINTS = 2, 10_000
LONGEST = 64 * 1024  # bytes of JSON
LEAST_INK = 20  # units: some seven pixels of a phone; less is a tap that slipped
MARGIN = 10  # units around the box, so that a pen at its edge is drawn whole
DEEPEST = 4  # brackets within brackets: list, stroke, its points, a point

Point = list[int]
Strokes = list[list[Point]]


class Fault(StrEnum):
    """What is wrong with a drawing."""

    UNREADABLE = "unreadable"
    FAINT = "faint"
    OUTSIDE = "outside"
    LONG = "long"


class Unfit(ValueError):
    """No signature can be made of it; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        """Keep why."""
        super().__init__(fault.value)
        self.fault = fault


def read(text: str) -> Strokes:
    """The strokes of a JSON text, each a list of `[x, y]` in whole units, equal neighbours once.

    Takes `[[{"x", "y"}…]…]`, what signature_pad's toData() gives, `[{"points": […]}…]`, and points as `[x, y]`, of
    which 10,000 have room; anything else that a point or a stroke carries is left out.
    Raises Unfit for what is no such text, points that are no finite numbers or lie outside the box, fewer than 2 or
    more than 10,000 of them, more than 64 KB, and ink too short.
    """
    if len(text) > LONGEST or len(text.encode("utf-8", "replace")) > LONGEST:
        raise Unfit(Fault.LONG)
    strokes = [[_point(each) for each in stroke] for stroke in _listed(_parsed(text))]
    count = sum(map(len, strokes))
    if count > MOST_POINTS:
        raise Unfit(Fault.LONG)
    if count < LEAST_POINTS or ink(strokes) < LEAST_INK:
        raise Unfit(Fault.FAINT)
    return [list(_once(stroke)) for stroke in strokes if stroke]


def ink(strokes: Sequence[Sequence[Sequence[float]]]) -> float:
    """The length of all strokes, in units."""
    return sum(math.dist(one, other) for stroke in strokes for one, other in pairwise(stroke))


def path(strokes: Strokes) -> str:
    """The strokes as an SVG path: digits, blanks, M and L alone. A stroke of one point is a dot."""
    return " ".join(_line(stroke) for stroke in strokes)


def svg(strokes: Strokes, label: str = "") -> str:
    """The picture as inline SVG without style or script, in the colour of the text around it.

    With a label it is an image of that name; without one it is decoration. Raises TypeError or ValueError unless the
    strokes are whole numbers, so that nothing but a drawing can be smuggled into a page.
    """
    box = f"{-MARGIN} {-MARGIN} {WIDTH + 2 * MARGIN} {HEIGHT + 2 * MARGIN}"
    named = f'role="img" aria-label="{_quoted(label)}"' if label else 'aria-hidden="true"'
    pen = 'fill="none" stroke="currentColor" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="signature" viewBox="{box}" {named}>'
        f'<path d="{path(strokes)}" {pen}/></svg>'
    )


def _parsed(text: str) -> Any:
    """The JSON, once its depth is known to be that of strokes: a bomb of brackets is not unpacked."""
    depth = deepest = 0
    for sign in text:
        depth += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise Unfit(Fault.UNREADABLE)
    try:
        return json.loads(text, parse_constant=_refuse, parse_int=_number, parse_float=_number)
    except (ValueError, RecursionError):
        raise Unfit(Fault.UNREADABLE) from None


def _refuse(word: str) -> None:
    """NaN and Infinity, which Python's JSON takes and JSON does not know."""
    raise Unfit(Fault.UNREADABLE)


def _number(digits: str) -> float:
    """A finite number, of at most 25 signs: a million digits are no coordinate."""
    longest = 25
    found = float(digits) if len(digits) <= longest else math.inf
    if not math.isfinite(found):
        raise Unfit(Fault.UNREADABLE)
    return found


def _listed(found: Any) -> Iterator[list[Any]]:
    """The list of points of each stroke."""
    if not isinstance(found, list):
        raise Unfit(Fault.UNREADABLE)
    for stroke in found:
        points = stroke.get("points") if isinstance(stroke, dict) else stroke
        if not isinstance(points, list):
            raise Unfit(Fault.UNREADABLE)
        yield points


def _point(given: Any) -> Point:
    pair = (given.get("x"), given.get("y")) if isinstance(given, dict) else given
    x, y = pair if isinstance(pair, list | tuple) and len(pair) == len("xy") else (None, None)
    if not isinstance(x, float) or not isinstance(y, float):  # every number is one by now; true and "1" are none
        raise Unfit(Fault.UNREADABLE)
    if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        raise Unfit(Fault.OUTSIDE)
    return [round(x), round(y)]


def _once(stroke: list[Point]) -> Iterator[Point]:
    """The points without those that repeat the one before."""
    yield stroke[0]
    yield from (point for before, point in pairwise(stroke) if point != before)


def _line(stroke: list[Point]) -> str:
    first, *rest = [f"{x:d} {y:d}" for x, y in stroke]
    return f"M{first}" + "".join(f"L{point}" for point in rest or [first])


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
