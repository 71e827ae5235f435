"""Signs of life: each part of the machinery leaves one row, overwritten each time."""

from __future__ import annotations

from datetime import datetime

from scc_site.models import Heartbeat


def beat(*, name: str, at: datetime, detail: str = "") -> None:
    """Note that a part of the machinery was alive at this instant; one statement, safe in parallel."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=at, detail=detail[:200])],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at", "detail"],
    )
