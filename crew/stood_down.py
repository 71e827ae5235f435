"""Who was to sail on a sail that is off, as its page names them to the office and to those people."""

from __future__ import annotations

from typing import Any

from crew.models import Assignment
from events.models import SailEvent
from scc_site.models import User


def rows(event: SailEvent, viewer: User) -> list[dict[str, Any]]:
    """One line of crew/_panel.html each, in the order of the roster; none for anybody else."""
    found = Assignment.objects.stood_down(event)
    if not (viewer.has_perm("events.edit", event) or any(one.person_id == viewer.pk for one in found)):
        return []
    return [
        {
            "label": one.seat.get_role_display(),
            "who": f"{one.person.name} (you)" if one.person_id == viewer.pk else one.person.name,
            "word": "was to sail",
            "tone": "muted",
        }
        for one in found
    ]
