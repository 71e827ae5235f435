"""The hinge: what a person may do on a sail, answered for everybody below.

The office's rights are answered elsewhere (scc_site.auth.backend): admins, in admin-scoped sessions, may do all.
"""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from crew.seating import seating_of
from events.models import SailEvent
from scc_site.models import Scope, User

OF_ANY_CREW = {"events.view_event", "crew.claim"}
OF_ITS_CREW = {"events.work_event", "events.tick_item", "crew.delegate"}
OF_ITS_CAPTAIN = {"events.depart", "events.return", "crew.designate", "crew.approve"}


class CrewBackend(BaseBackend):
    """Rights that come from being crew and from holding a seat."""

    def has_perm(self, user_obj: User, perm: str, obj: object = None) -> bool:  # type: ignore[override]
        """Whether crew membership or a seat on the sail grants the right; at most one query per event and request.

        The sail is given as its row, or as its `event_id` by those who know no sails. A draft does not exist for the
        crew; an event-scoped session knows its own event only.
        """
        if isinstance(obj, str):
            obj = SailEvent.objects.filter(event_id=obj).first()
        if not isinstance(user_obj, User) or not isinstance(obj, SailEvent) or not _may_know(user_obj, obj):
            return False
        if perm in OF_ANY_CREW:
            return True
        if perm in OF_ITS_CREW:
            return seating_of(obj).is_aboard(user_obj)
        return perm in OF_ITS_CAPTAIN and seating_of(obj).is_captain(user_obj)


def _may_know(person: User, event: SailEvent) -> bool:
    """Whether the sail exists for this person at all, as crew."""
    if not (person.is_active and person.is_crew) or event.status == SailEvent.Status.DRAFT:
        return False
    session = person.auth_session
    return session is None or session.scope != Scope.EVENT or session.event_id == event.event_id
