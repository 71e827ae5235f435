"""Chosen sails as a sheet: CSV that a spreadsheet opens as text, never as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse

from events.models import SailEvent
from events.office.acts import ticked
from scc_site import clock

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet takes for the beginning of one
HEAD = (
    "event_id", "vessel", "event_type", "status", "departs_at", "returns_at", "sunset_at", "capacity",
    "captain", "seats_filled", "seats_total", "dock", "itinerary", "notes",
)  # fmt: skip


@admin.action(description="Take the chosen sails as a sheet (CSV)")
def take_sheet(desk: Any, request: HttpRequest, queryset: QuerySet[SailEvent]) -> StreamingHttpResponse:
    """The sails as a file, however many; instants on the house's clock, vessel and kind by their slugs."""
    sails = ticked(request, queryset).select_related("vessel", "event_type").order_by("departs_at", "pk")
    day = clock.now().astimezone(settings.HOUSE_ZONE).date()
    return StreamingHttpResponse(
        written([HEAD], (row(sail) for sail in sails.iterator(chunk_size=500))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="sails-{day}.csv"', "Cache-Control": "no-store"},
    )


def row(sail: SailEvent) -> tuple[Any, ...]:
    """One sail, in the order of the head."""
    walls = [at and f"{at.astimezone(settings.HOUSE_ZONE):%Y-%m-%dT%H:%M}" for at in (sail.departs_at, sail.returns_at)]
    sunset = f"{sail.sunset_at.astimezone(settings.HOUSE_ZONE):%H:%M}" if sail.sunset_at else ""
    named = (sail.event_id, sail.vessel.slug, sail.event_type.slug, sail.status)
    seats = (sail.captain_state, sail.seats_filled, sail.seats_total)
    return (*named, *walls, sunset, sail.capacity, *seats, sail.dock, sail.itinerary, sail.notes)


def safe(cell: Any) -> str:
    """A cell's text; one that a spreadsheet would calculate gets a quote before it, as spreadsheets write text."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def written(*parts: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Rows as lines of CSV, one by one."""
    for rows in parts:
        for cells in rows:
            line = io.StringIO()
            csv.writer(line).writerow(map(safe, cells))
            yield line.getvalue()
