"""The sail: vessels, event types, events, seats and checklists."""

from events.models.checklist import ChecklistItem, ChecklistItemQuerySet
from events.models.fleet import SLUG, Anchor, ChecklistTemplate, EventType, Role, SeatRule, Vessel
from events.models.sails import SailEvent, SailEventQuerySet, Seat

__all__ = [
    "SLUG",
    "Anchor",
    "ChecklistItem",
    "ChecklistItemQuerySet",
    "ChecklistTemplate",
    "EventType",
    "Role",
    "SailEvent",
    "SailEventQuerySet",
    "Seat",
    "SeatRule",
    "Vessel",
]
