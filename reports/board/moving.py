"""What people do with cards: move them, plan them, leave them for now. Every act is kept with who and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from reports.models import ActionEvent, ActionItem
from scc_site.models import User
from scc_site.refusals import Refusal, Unseen

Status = ActionItem.Status
MOVED, PLANNED = "moved", "planned"
HOURS = (1, 2, 4, 8, 16, 40)


class Changed(Refusal):
    """The card was moved by somebody else since the page was shown."""


@dataclass(frozen=True)
class Plan:
    """Who has a card, by when, how much work it is, until when it may rest, and a note; empty: as the rule says."""

    owner: User | None = None
    due: date | None = None
    hours: int | None = None
    accepted_until: date | None = None
    note: str = ""


@transaction.atomic
def move(*, item_id: int, to: str, seen: str, by: User, at: datetime) -> ActionItem:
    """Put a card into another column; where it is already, nothing happens.

    `seen` is the column in which the mover saw it. Raises Unseen, and Changed where another hand moved it elsewhere.
    """
    item = _held(item_id)
    if item.status == to:
        return item
    if seen and item.status != seen:
        raise Changed(f"“{item.title}” is {item.get_status_display()} by now. Look again before you move it.")
    before, item.status = item.get_status_display(), to
    is_done = to == Status.COMPLETED
    item.completed_at, item.completed_by = (at, by) if is_done else (None, None)
    if is_done:
        item.is_regressed = False
    item.save(update_fields=["status", "completed_at", "completed_by", "is_regressed"])
    said = f"{before} → {item.get_status_display()}"
    ActionEvent.objects.create(item=item, at=at, by=by, what=MOVED, said=said)
    return item


@transaction.atomic
def plan(*, item_id: int, plan: Plan, by: User, at: datetime) -> ActionItem:
    """Set who, when, how long, and until when it may rest; what stays the same is not told again. Raises Unseen."""
    item = _held(item_id)
    said = []
    for name, words in (("owner", "with"), ("due", "by"), ("hours", "hours"), ("accepted_until", "rests until"),
                        ("note", "note")):  # fmt: skip
        value = getattr(plan, name)
        if getattr(item, name) != value:
            setattr(item, name, value)
            said.append(f"{words}: {value if value else 'nothing set'}")
    if said:
        item.save(update_fields=["owner", "due", "hours", "accepted_until", "note"])
        ActionEvent.objects.create(item=item, at=at, by=by, what=PLANNED, said="; ".join(said))
    return item


def _held(item_id: int) -> ActionItem:
    item = ActionItem.objects.select_for_update().filter(pk=item_id).first()
    if item is None:
        raise Unseen("There is no such card.")
    return item
