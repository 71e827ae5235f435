"""Marks of charts (pure): colours, sizes, and layers of Vega-Lite with amounts of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reports.renderings.series import Drawn, Spot, drawn
from reports.tree import Chart, Shape

Layer = dict[str, Any]
# The tokens of static/css/tokens.css; the second to fourth colour of a stack are mid-tones of its sea and its paper.
INKS: dict[str, dict[str, str]] = {
    "light": {"ink": "#13222d", "muted": "#4c5d69", "line": "#d9d5cb", "sea": "#0a5a78", "sunset": "#b4481a"},
    "dark": {"ink": "#e8eef1", "muted": "#9db0bc", "line": "#24343f", "sea": "#74c7e3", "sunset": "#ffa06b"},
}
STACKED = {
    "light": ("#0a5a78", "#7ba7b8", "#c4a267", "#8a959c"),
    "dark": ("#74c7e3", "#3f7f98", "#c4a267", "#6d818e"),
}
SIZE, SMALL = 13, 12
WIDTH = 480  # of the whole picture
NAME = 320  # the longest name of a rule
ABOVE = -24  # where names stand over a picture


@dataclass(frozen=True)
class Plot:
    """A chart with what it draws and in which colours."""

    chart: Chart
    found: Drawn
    inks: dict[str, str]
    colours: tuple[str, ...]

    @property
    def is_stacked(self) -> bool:
        """Whether the series of a place stand on each other."""
        return self.chart.shape == Shape.STACK

    @property
    def rule(self) -> tuple[str, float] | None:
        """Name and amount of the figure that is drawn as a rule."""
        figure, amount = self.chart.line_at, self.found.line
        return None if figure is None or amount is None else (f"┄ {figure.title} {figure.text}", amount)

    def colour(self, series: int) -> str:
        """The colour of a series."""
        return self.colours[series % len(self.colours)]

    def boxes(self) -> list[tuple[Spot, float, float, int]]:
        """Every amount but 0 with where its box begins and ends, and which beside the others of its place it is."""
        boxes, sums = [], dict[tuple[int, bool], float]()
        for spot in self.found.spots:
            if not spot.amount:
                continue
            key = (spot.place, spot.amount > 0)
            base = sums.get(key, 0.0) if self.is_stacked else 0.0
            sums[key] = base + spot.amount
            boxes.append((spot, base, base + spot.amount, 0 if self.is_stacked else spot.series))
        return boxes


def plot_of(chart: Chart, theme: str) -> Plot:
    """A chart, to be drawn on light or dark."""
    inks = INKS[theme]
    single = (inks["sea"], inks["sunset"], inks["muted"], inks["ink"])
    return Plot(chart, drawn(chart), inks, STACKED[theme] if chart.shape == Shape.STACK else single)


def layer(name: str, mark: dict[str, Any], values: list[dict[str, Any]], **encoding: Any) -> Layer:
    """One layer of marks with amounts of its own."""
    return {"name": name, "data": {"values": values}, "mark": mark, "encoding": encoding}


def along(field: str, low: float, high: float) -> dict[str, Any]:
    """A place along a scale without axis."""
    scale = {"domain": [low, high], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def pixel(field: str) -> dict[str, Any]:
    """A place in pixels."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def words(told: str | list[str], name: str, at: tuple[float, float], **look: Any) -> Layer:
    """A line or two of text at a place in pixels."""
    mark = {"type": "text", "align": "left", "fontSize": SMALL, "lineHeight": 15, "limit": NAME} | look
    return layer(name, mark, [{"name": told}], x={"value": at[0]}, y={"value": at[1]}, text={"field": "name"})


def dashed(plot: Plot) -> dict[str, Any]:
    """How a rule looks."""
    return {"type": "rule", "strokeDash": [3, 3], "strokeWidth": 1.25, "color": plot.inks["muted"]}


def key(plot: Plot) -> list[Layer]:
    """The names of the series above, each after a square in its colour."""
    rows, x = [], 0.0
    for series, title in enumerate(plot.found.titles):
        rows.append({"x": x, "beside": x + 14, "square": "■", "name": title, "colour": plot.colour(series)})
        x += 34 + 7 * len(title)
    look = {"type": "text", "align": "left", "fontSize": SMALL}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    above = {"value": ABOVE}
    return [
        layer("key", look, rows, x=pixel("x"), y=above, text={"field": "square"}, color=colour),
        layer(
            "key_names", look | {"color": plot.inks["ink"]}, rows, x=pixel("beside"), y=above, text={"field": "name"}
        ),
    ]
