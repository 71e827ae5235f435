"""Rows of guests for tests: every argument has a plain default, so that a test names only what it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from events.models import SailEvent
from tests import factories
from tests.factories import NOW
from waivers.models import Guest, WaiverText

BODY = """# Waiver

1. I know that sailing has risks.
2. I follow what the crew says.
"""


def text(*, is_published: bool = True, **fields: Any) -> WaiverText:
    """The published waiver of sails out and back, or another text."""
    author = fields.pop("written_by", None) or factories.admin()
    variant = fields.get("variant", WaiverText.Variant.OUT_AND_BACK)
    last = WaiverText.objects.filter(variant=variant).order_by("-version").first()
    told: dict[str, Any] = {
        "variant": variant, "version": last.version + 1 if last else 1, "title": "Waiver", "body": BODY,
        "title_es": "Exención", "body_es": BODY.replace("Waiver", "Exención"),
        "written_at": NOW - timedelta(days=30), "written_by": author,
    }  # fmt: skip
    if is_published:
        told |= {"published_at": NOW - timedelta(days=30), "published_by": author}
    return WaiverText.objects.create(**told | fields)


def guest(sail: SailEvent | None = None, name: str = "Mia Stone", **fields: Any) -> Guest:
    """Somebody invited by the office, whose hold ends a day before departure; of no party unless told."""
    sail = sail or factories.event()
    told: dict[str, Any] = {
        "source": Guest.Source.OFFICE, "hold_until": sail.departs_at - timedelta(hours=24), "added_at": NOW,
    }  # fmt: skip
    return Guest.objects.create(event=sail, name=name, **told | fields)


def walk_in(sail: SailEvent | None = None, name: str = "Leo Park", **fields: Any) -> Guest:
    """Somebody who added themself at the dock."""
    return guest(sail, name, **{"source": Guest.Source.DOCK, "state": Guest.State.ON_HOLD} | fields)
