"""Charts of things, from top to bottom (pure): a bar each, its figure at the end."""

from __future__ import annotations

import textwrap
from typing import Any

from reports.renderings.marks import WIDTH, Layer, Plot, along, dashed, key, layer, pixel, words

NAMES, FIGURES = 150, 116  # pixels for the names of the things, and for the figures
ROW, BAR, BETWEEN = 32, 14, 3
LETTERS, LINES = 20, 2  # of a name
HALF = 7  # a line of it, by two
TOP, KEYED, BOTTOM, RULED = 4, 40, 6, 26


def bars(plot: Plot) -> tuple[list[Layer], dict[str, Any]]:
    """The layers and the sizes of a chart of things."""
    found = plot.found
    many = 1 if plot.is_stacked else max(len(found.titles), 1)
    row = ROW + (many - 1) * (BAR + BETWEEN)
    height = max(row * len(found.places), ROW)
    across = {"x": along("x", *_ends(plot))}
    whole = {"y": {"value": 0}, "y2": {"value": height}}
    zero = {"type": "rule", "color": plot.inks["muted"], "strokeWidth": 1}
    has_key = len(found.titles) > 1
    layers = [_names(plot, row), *(key(plot) if has_key else ())]
    for spot, start, end, side in plot.boxes():
        top = row * spot.place + _inset(many, row, side)
        layers.append(_bar(f"bar{spot.place}_{spot.series}", plot.colour(spot.series), (start, end), top, across))
    layers += [] if plot.is_stacked else [_figures(plot, across, row, many)]
    layers.append(layer("zero", zero, [{"x": 0}], **across, **whole))
    if plot.rule:
        layers.append(layer("rule", dashed(plot), [{"x": plot.rule[1]}], **across, **whole))
        layers.append(words(plot.rule[0], "rule_name", (0, height + 14), color=plot.inks["muted"]))
    padding = {
        "left": NAMES,
        "right": FIGURES,
        "top": KEYED if has_key else TOP,
        "bottom": RULED if plot.rule else BOTTOM,
    }
    return layers, {"width": WIDTH - NAMES - FIGURES, "height": height, "padding": padding}


def _ends(plot: Plot) -> tuple[float, float]:
    """From the lowest to the highest that is drawn; 0 is within."""
    amounts = [0.0, *(end for _, _, end, _ in plot.boxes()), *([plot.rule[1]] if plot.rule else [])]
    low, high = min(amounts), max(amounts)
    return low, high if high > low else low + 1


def _inset(many: int, row: int, side: int) -> float:
    """How far below the top of its row a bar begins."""
    return (row - many * BAR - (many - 1) * BETWEEN) / 2 + side * (BAR + BETWEEN)


def _bar(name: str, colour: str, ends: tuple[float, float], top: float, across: dict[str, Any]) -> Layer:
    return layer(
        name,
        {"type": "rect", "color": colour},
        [{"x": ends[0], "x2": ends[1]}],
        **across,
        x2={"field": "x2"},
        y={"value": top},
        y2={"value": top + BAR},
    )


def _names(plot: Plot, row: int) -> Layer:
    """What each bar is of, at its left, in a line or two."""
    told = [_lines(str(of)) for of in plot.found.places]
    rows = [{"y": row * place + row / 2 - HALF * (len(name) - 1), "name": name} for place, name in enumerate(told)]
    look = {"type": "text", "align": "right", "baseline": "middle", "color": plot.inks["ink"], "lineHeight": 2 * HALF}
    return layer("places", look, rows, x={"value": -10}, y=pixel("y"), text={"field": "name"})


def _figures(plot: Plot, across: dict[str, Any], row: int, many: int) -> Layer:
    """The figure at the end of each bar; what is not known is said there. Of a stack none: its table has them."""
    rows = [
        {
            "x": max(spot.amount or 0, 0),
            "y": row * spot.place + _inset(many, row, spot.series) + BAR / 2,
            "name": spot.figure.text if spot.figure else "",
            "is_known": spot.amount is not None,
        }
        for spot in plot.found.spots
    ]
    look = {"type": "text", "align": "left", "baseline": "middle", "dx": 7, "limit": FIGURES + 60}
    colour = {"condition": {"test": "datum.is_known", "value": plot.inks["ink"]}, "value": plot.inks["muted"]}
    return layer("figures", look, rows, **across, y=pixel("y"), text={"field": "name"}, color=colour)


def _lines(told: str) -> list[str]:
    return textwrap.wrap(told, LETTERS, max_lines=LINES, placeholder="…") or [told]
