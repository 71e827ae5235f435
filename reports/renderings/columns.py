"""Charts that go on in time, from left to right (pure): lines, columns and stacks."""

from __future__ import annotations

import math
from typing import Any

from reports.renderings.marks import ABOVE, SMALL, WIDTH, Layer, Plot, along, dashed, key, layer, words
from reports.renderings.scales import Scale, scale_of, tick
from reports.renderings.series import Spot, plain, short
from reports.tree import Shape

HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 190, 44, 12, 26, 42
BESIDE = 92  # for the names of lines, at their ends
CLOSE = 32  # two such names need so many pixels
NAMED = 7  # of so many columns each has its figure above it
LETTER, APART = 6.5, 6  # pixels of a letter below, and between two names


def columns(plot: Plot) -> tuple[list[Layer], dict[str, Any]]:
    """The layers and the sizes of a chart over time."""
    is_line, found = plot.chart.shape == Shape.LINE, plot.found
    ends = _ends(plot)
    right = BESIDE if is_line else RIGHT
    width = WIDTH - LEFT - right
    across, up = {"x": along("x", 0, max(len(found.places), 1))}, {"y": along("y", ends.low, ends.high)}
    has_key = not is_line and len(found.titles) > 1
    layers = [*_ticks(plot, ends), _places(plot, across, width), *(key(plot) if has_key else ())]
    layers += _lines(plot, ends, across | up) if is_line else _stacks(plot, across | up)
    if plot.rule:
        told, amount = plot.rule
        layers.append(layer("rule", dashed(plot), [{"y": amount}], **up))
        layers.append(words(told, "rule_name", (width, ABOVE), align="right", color=plot.inks["muted"]))
    if not found.known:
        layers.append(words("Not recorded", "none", (width / 2, HEIGHT / 2), align="center", color=plot.inks["muted"]))
    top = TOP + (12 if has_key or plot.rule else 0)
    return layers, {
        "width": width,
        "height": HEIGHT,
        "padding": {"left": LEFT, "right": right, "top": top, "bottom": BOTTOM},
    }


def _ends(plot: Plot) -> Scale:
    """The scale over everything that is drawn: in stacks, over the sums of each place."""
    amounts = [end for _, _, end, _ in plot.boxes()] if plot.is_stacked else list(plot.found.known)
    if plot.rule:
        amounts.append(plot.rule[1])
    return scale_of(min(amounts, default=0), max(amounts, default=0))


def _ticks(plot: Plot, ends: Scale) -> list[Layer]:
    """Hairlines across, their amounts at the left; that of 0 stronger."""
    found, inks = plot.found, plot.inks
    rows = [{"y": each, "name": tick(each, found.measure), "is_zero": each == 0} for each in ends.ticks]
    rows = rows if found.known else []
    up = {"y": along("y", ends.low, ends.high)}
    colour = {"condition": {"test": "datum.is_zero", "value": inks["muted"]}, "value": inks["line"]}
    look = {"type": "text", "align": "right", "fontSize": SMALL, "color": inks["muted"]}
    return [
        layer("grid", {"type": "rule", "strokeWidth": 1}, rows, **up, color=colour),
        layer("ticks", look, rows, **up, x={"value": -8}, text={"field": "name"}),
    ]


def _places(plot: Plot, across: dict[str, Any], width: int) -> Layer:
    """Names below: where they are many every second or third, and the year where it begins."""
    names = [short(of) for of in plot.found.places]
    widest = max((len(name[0]) for name in names), default=0) * LETTER + APART
    every = math.ceil(len(names) * widest / width) or 1
    rows, year = [], ""
    for place in range(0, len(names), every):
        told = names[place]
        if len(told) > 1:
            told, year = ([told[0]] if told[1] == year else told), told[1]
        rows.append({"x": place + 0.5, "name": told})
    look = {"type": "text", "baseline": "top", "fontSize": SMALL, "color": plot.inks["muted"], "lineHeight": 15}
    return layer("places", look, rows, **across, y={"value": HEIGHT + 8}, text={"field": "name"})


def _lines(plot: Plot, ends: Scale, scales: dict[str, Any]) -> list[Layer]:
    """A line a series, broken where nothing is known, its name and last amount at its end."""
    layers: list[Layer] = []
    lasts = []
    for series in range(len(plot.found.titles)):
        spots, colour = plot.found.of_series(series), plot.colour(series)
        rows = [{"x": spot.place + 0.5, "y": spot.amount} for spot in spots]
        line = {"type": "line", "color": colour, "strokeWidth": 2.25, "strokeJoin": "round", "strokeCap": "round"}
        layers.append(layer(f"line{series}", line | {"invalid": "break-paths-show-path-domains"}, rows, **scales))
        last = next((spot for spot in reversed(spots) if spot.amount is not None), None)
        lasts += [last] if last else []
        dots = [rows[spot.place] for spot in (*_alone(spots), *([last] if last else []))]
        dot = {"type": "point", "filled": True, "size": 44, "opacity": 1, "color": colour}
        layers.append(layer(f"dots{series}", dot, dots, **scales))
    return [*layers, *_at_ends(plot, lasts, ends)]


def _alone(spots: tuple[Spot, ...]) -> list[Spot]:
    """Known spots between unknown ones: a line alone would not show them."""
    known = {spot.place for spot in spots if spot.amount is not None}
    return [spot for spot in spots if spot.place in known and not {spot.place - 1, spot.place + 1} & known]


def _at_ends(plot: Plot, lasts: list[Spot], ends: Scale) -> list[Layer]:
    """The names of the lines beside their ends, moved apart where they are close."""
    layers: list[Layer] = []
    above = float("-inf")
    for spot in sorted(lasts, key=lambda each: -(each.amount or 0)):
        above = y = max(HEIGHT * (1 - ends.share(spot.amount or 0)), above + CLOSE)
        told = [plot.found.titles[spot.series], plain(spot)]
        at = (WIDTH - LEFT - BESIDE + 2.0, y - 7)
        layers.append(words(told, f"end{spot.series}", at, color=plot.colour(spot.series), fontWeight=600))
    return layers


def _stacks(plot: Plot, scales: dict[str, Any]) -> list[Layer]:
    """A column a place, in parts or side by side where there are several series; of few places with their figures."""
    found, width = plot.found, 0.64
    step = width / (1 if plot.is_stacked else max(len(found.titles), 1))
    layers = []
    for spot, low, high, side in plot.boxes():
        left = spot.place + (1 - width) / 2 + side * step
        layers.append(layer(
            f"box{spot.place}_{spot.series}",
            {"type": "rect", "color": plot.colour(spot.series)},
            [{"x": left, "x2": left + step, "y": low, "y2": high}],
            **scales, x2={"field": "x2"}, y2={"field": "y2"},
        ))  # fmt: skip
    return [*layers, *(_tops(plot, scales) if len(found.titles) == 1 and len(found.places) <= NAMED else ())]


def _tops(plot: Plot, scales: dict[str, Any]) -> list[Layer]:
    """The figure over each column."""
    rows = [{"x": spot.place + 0.5, "y": max(spot.amount or 0, 0), "name": plain(spot)} for spot in plot.found.spots]
    look = {"type": "text", "baseline": "bottom", "dy": -4, "fontSize": SMALL, "color": plot.inks["ink"], "limit": 80}
    return [layer("tops", look, rows, **scales, text={"field": "name"})]
