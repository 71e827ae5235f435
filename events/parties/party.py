"""What is agreed with a party."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from events.models import BookingChannel


@dataclass(frozen=True, kw_only=True)
class Party:
    """What is agreed with a party. Money in cents of US dollars, the price without tax; days are the house's."""

    lead_name: str
    party_size: int
    price_cents: int
    channel: BookingChannel
    lead_email: str = ""
    lead_phone: str = ""
    tax_cents: int = 0
    deposit_cents: int = 0
    deposit_due_on: date | None = None
    balance_due_on: date | None = None
    external_reference: str = ""
    note: str = ""
