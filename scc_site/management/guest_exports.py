"""What `manage.py export guests` tells: everybody on the lists of sails, as they stand at this instant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from events.models import SailEvent
from scc_site import clock
from waivers import holds
from waivers.models import Guest

CHUNK = 500


def guests(sail: SailEvent | None, since: date | None) -> Iterator[dict[str, Any]]:
    """Guests by sail and name, those taken off the list left out; since: of sails on that day or later.

    `state` is told from the clock: who added themself and is out of time is `released`, though no job has run.
    """
    at, rows = clock.now(), Guest.objects.listed().select_related("event", "booking", "guardian", "record")
    if sail is not None:
        rows = rows.filter(event=sail)
    if since is not None:
        rows = rows.filter(event__sails_on__gte=since)
    for guest in rows.order_by("event__departs_at", "event_id", "name", "pk").iterator(CHUNK):
        yield {
            "event_id": guest.event.event_id,
            "guest": guest.name,
            "state": str(holds.state_at(guest, at)),
            "hold_until": guest.hold_until,
            "reference": guest.booking.reference if guest.booking else "",
            "email": guest.email,
            "phone": guest.phone,
            "language": guest.language,
            "source": guest.source,
            "guardian": guest.guardian.name if guest.guardian else "",
            "accepted": "yes" if guest.accepted_at else "no",
            "signed_at": guest.record.signed_at if guest.record else None,
        }
