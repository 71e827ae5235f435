"""Chosen sails as a sheet, the same that the season's pages write and read back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from events.models import SailEvent
from events.office.acts import ticked
from events.season import sheets
from scc_site import clock


@admin.action(description="Take the chosen sails as a sheet (CSV)")
def take_sheet(desk: Any, request: HttpRequest, queryset: QuerySet[SailEvent]) -> HttpResponse:
    """The sails as a file, however many: no cell is a formula, and it can be brought in again."""
    day = clock.now().astimezone(settings.HOUSE_ZONE).date()
    return HttpResponse(
        sheets.written(ticked(request, queryset).order_by("departs_at", "pk").as_sheet()),  # type: ignore[attr-defined]
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="sails-{day}.csv"', "Cache-Control": "no-store"},
    )
