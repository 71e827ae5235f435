"""Charts (pure): a chart of the tree as a Vega-Lite spec, and as SVG by vl-convert: no browser, nothing fetched.

Everything is placed by us, few lines and direct labels; a label is the text of its figure, ticks alone are the scale's.
"""

from __future__ import annotations

import importlib
import json
from functools import lru_cache
from typing import Any, Literal
from xml.sax.saxutils import escape

from reports.renderings.bars import bars
from reports.renderings.columns import columns
from reports.renderings.marks import SIZE, plot_of
from reports.tree import Chart

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
FONT = "Inter, 'Helvetica Neue', Arial, sans-serif"
GRAMMAR = "5.21"  # of Vega-Lite


def svg(chart: Chart, theme: Theme = "light") -> str:
    """The picture of a chart; the same bytes for the same chart."""
    picture = _svg(json.dumps(spec(chart, theme), ensure_ascii=False))
    return picture.replace("><g", f' role="img"><title>{escape(str(chart.says))}</title><g', 1)


@lru_cache(maxsize=64)
def _svg(told: str) -> str:
    program = importlib.import_module("vl_convert")  # it is large, and pages need none of it
    return str(program.vegalite_to_svg(told, vl_version=GRAMMAR))


def spec(chart: Chart, theme: Theme = "light") -> dict[str, Any]:
    """The Vega-Lite spec."""
    plot = plot_of(chart, theme)
    layers, sizes = (columns if plot.found.is_dated else bars)(plot)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "transparent",
        "autosize": {"type": "none"},
        **sizes,
        "view": {"stroke": None},
        "layer": layers,
        "config": {
            "font": FONT,
            "text": {"font": FONT, "fontSize": SIZE, "color": plot.inks["ink"]},
            "axis": None,
            "aria": False,
        },
    }
