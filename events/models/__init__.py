"""The sail: vessels, event types, events, seats and checklists."""

from events.models.acts import SailAct
from events.models.bookings import Booking, BookingPayment, BookingPaymentQuerySet, BookingQuerySet
from events.models.channels import BookingChannel, CancellationStep, CancellationTerms
from events.models.checklist import ChecklistItem, ChecklistItemQuerySet
from events.models.fleet import SLUG, Anchor, ChecklistTemplate, EventType, Role, SeatRule, Vessel
from events.models.sails import SailEvent, SailEventQuerySet
from events.models.season import SailBatch
from events.models.seats import Seat

__all__ = [
    "SLUG",
    "Anchor",
    "Booking",
    "BookingChannel",
    "BookingPayment",
    "BookingPaymentQuerySet",
    "BookingQuerySet",
    "CancellationStep",
    "CancellationTerms",
    "ChecklistItem",
    "ChecklistItemQuerySet",
    "ChecklistTemplate",
    "EventType",
    "Role",
    "SailAct",
    "SailBatch",
    "SailEvent",
    "SailEventQuerySet",
    "Seat",
    "SeatRule",
    "Vessel",
]
