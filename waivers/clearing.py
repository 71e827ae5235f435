"""What a record does for those it covers."""

from __future__ import annotations

from waivers.models import Guest, WaiverRecord


def clear(guest: Guest, record: WaiverRecord) -> Guest:
    """Keep the record with a guest, whose row is held, and clear them if nothing else is missing.

    Somebody who added themself stays on hold until staff accepts them; `settle` clears them then.
    """
    guest.record = record
    _move_on(guest)
    guest.save(update_fields=["record", "state"])
    return guest


def settle(guest: Guest) -> Guest:
    """Clear a guest, whose row is held, who has signed and waited for staff alone."""
    if _move_on(guest):
        guest.save(update_fields=["state"])
    return guest


def _move_on(guest: Guest) -> bool:
    """Whether the guest is cleared now, and was not before."""
    waits = guest.awaits_acceptance
    if waits or guest.record_id is None or guest.state not in Guest.WAITING:
        return False
    guest.state = Guest.State.CLEARED
    return True
