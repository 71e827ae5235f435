"""What a chart draws (pure): places, series and the exact amounts of its table, for pictures and for bars alike."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reports.showing import shown
from reports.tree import Chart, Row, Shape
from reports.values import Measure
from reports.words import Figure, Named, Text, Told

CENTS, PERCENT = 100, 100
SHORT_DAY = 2  # words of “21 Nov”
SHORT_MONTH = 3  # letters of “Nov”


@dataclass(frozen=True)
class Spot:
    """One amount of one series at one place; `amount` in dollars, percent or the measure's own unit, None: unknown."""

    place: int
    series: int
    figure: Figure | None
    amount: float | None


@dataclass(frozen=True)
class Drawn:
    """A chart as amounts: names of the places, titles of the series, and every spot, series by series."""

    places: tuple[Text, ...]
    titles: tuple[str, ...]
    spots: tuple[Spot, ...]
    measure: Measure
    line: float | None
    is_dated: bool

    @property
    def known(self) -> tuple[float, ...]:
        """Every amount that is known."""
        return tuple(spot.amount for spot in self.spots if spot.amount is not None)

    def of_place(self, place: int) -> tuple[Spot, ...]:
        """The spots of one place."""
        return tuple(spot for spot in self.spots if spot.place == place)

    def of_series(self, series: int) -> tuple[Spot, ...]:
        """The spots of one series."""
        return tuple(spot for spot in self.spots if spot.series == series)


def figure_in(cell: Text) -> Figure | None:
    """The figure of a cell: its first."""
    return next(iter(cell.figures), None)


def plain(spot: Spot) -> str:
    """The figure of a spot where there is little room: that it is in part or out of date is said in the table."""
    figure = spot.figure
    return shown(figure.value, places=figure.places, marked=False) if figure else ""


def amount_of(figure: Figure | None) -> float | None:
    """How far a figure reaches, for drawing alone; None where it is unknown."""
    if figure is None or not figure.value.is_known:
        return None
    number = Decimal(figure.value.number)
    if figure.value.measure == Measure.CENTS:
        number /= CENTS
    elif figure.value.measure == Measure.SHARE:
        number *= PERCENT
    return float(number)


def rows_of(chart: Chart) -> tuple[Row, ...]:
    """The rows that are drawn: a total beside its parts would hide them."""
    return tuple(row for row in chart.table.rows if not row.is_total)


def drawn(chart: Chart) -> Drawn:
    """The chart's amounts."""
    rows = rows_of(chart)
    spots = [
        Spot(place, series, figure, amount_of(figure))
        for series, column in enumerate(chart.columns)
        for place, row in enumerate(rows)
        for figure in (figure_in(row.cells[column]),)
    ]
    measures = [spot.figure.value.measure for spot in spots if spot.figure]
    return Drawn(
        tuple(row.cells[0] for row in rows),
        tuple(chart.table.columns[column].title for column in chart.columns),
        tuple(spots),
        measures[0] if measures else Measure.NUMBER,
        amount_of(chart.line_at),
        chart.shape == Shape.LINE or (bool(rows) and all(_date_in(row.cells[0]) for row in rows)),
    )


def can_draw(chart: Chart) -> bool:
    """Whether any of it is known: a picture of nothing is none."""
    return bool(drawn(chart).known)


def reach(amount: float | None, widest: int, most: float) -> int:
    """How long the bar of an amount is, of `widest`; at least 1 where there is anything, 0 for nothing and unknown."""
    return max(1, round(abs(amount) / most * widest)) if amount and most else 0


def short(place: Text) -> list[str]:
    """The name of a place in a line or two: “October 2026” as month and year, “21 Nov 2026” as day."""
    told = str(place)
    if not _date_in(place):
        return [told]
    words = told.split()
    if len(words) > SHORT_DAY:
        return [" ".join(words[:SHORT_DAY])]
    return [words[0][:SHORT_MONTH], *words[1:]]


def _date_in(place: Text) -> bool:
    return len(place.parts) == 1 and isinstance(place.parts[0], Named) and place.parts[0].kind == Told.DATE
