"""A batch taken back (verb): what nobody has touched goes, what people count on stays."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import CharField, Q, Value

from events import contributions
from events.models import ChecklistItem, SailBatch, SailEvent, Seat
from scc_site.models import User
from scc_site.refusals import Refusal

UNTOUCHED = (SailEvent.Status.DRAFT, SailEvent.Status.SCHEDULED)
PLAN = (Seat, ChecklistItem)  # what a sail is born with; whatever else refers to it was added by somebody
REMOVE = (
    "DELETE FROM events_checklistitem WHERE event_id = ANY(%s)",
    "DELETE FROM events_seat WHERE event_id = ANY(%s)",
    "DELETE FROM events_sailevent WHERE id = ANY(%s)",
)


class NothingToUndo(Refusal):
    """No sail of the batch can be removed."""


class Undone(NamedTuple):
    """What an undo did: ids of the sails removed, and the sails that stay, each with the reason."""

    removed: list[str]
    kept: list[tuple[SailEvent, str]]


@transaction.atomic
def undo(*, batch: SailBatch, by: User, at: datetime) -> Undone:
    """Remove every sail of a batch that nobody has touched; the others stay and are named.

    Whoever claims a seat or ticks a task at the same moment is waited for, and their sail stays; whoever comes later
    finds no such sail. Ids are not used again. Raises NothingToUndo when every sail left is counted on, or none is.
    """
    batch = SailBatch.objects.locked(batch)
    sails = list(SailEvent.objects.of_batch(batch).order_by("pk").select_for_update(of=("self",)))
    numbers = [sail.pk for sail in sails]
    # a tick holds its task alone: wait for those under way
    list(ChecklistItem.objects.filter(event__in=numbers).order_by("pk").select_for_update().values_list("pk"))
    why = reasons(sails)
    gone = [sail for sail in sails if sail.event_id not in why]
    if not gone:
        raise NothingToUndo(_nothing(sails))
    with connection.cursor() as cursor:
        for statement in REMOVE:
            cursor.execute(statement, [[sail.pk for sail in gone]])
    batch.undone_at, batch.undone_by = at, by
    batch.save(update_fields=["undone_at", "undone_by"])
    kept = [(sail, why[sail.event_id]) for sail in sails if sail.event_id in why]
    return Undone([sail.event_id for sail in gone], kept)


def _nothing(sails: list[SailEvent]) -> str:
    if sails:
        return "Every sail of this batch is counted on, so none was removed. Cancel them one by one where you must."
    return "No sail of this batch is left."


def reasons(sails: list[SailEvent]) -> dict[str, str]:
    """Why sails may not simply vanish, in words by id; those that may are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    names = {sail.pk: sail.event_id for sail in sails}
    for sail in sails:
        if sail.status not in UNTOUCHED:
            found[sail.event_id].append(f"she is {sail.get_status_display()}")
        elif sail.version > 1:
            found[sail.event_id].append("she was moved")
    for event_id, sentence in contributions.binds(list(names.values())).items():
        found[event_id].append(sentence)
    worked_on = ChecklistItem.objects.filter(event__in=names).worked_on()
    for event_id in worked_on.order_by().values_list("event__event_id", flat=True).distinct():
        found[event_id].append("her checklist was worked on")
    for words, pk in _added([pk for pk, event_id in names.items() if event_id not in found]):
        found[names[pk]].append(words)
    return {event_id: ", ".join(sentences) for event_id, sentences in found.items()}


def _added(numbers: list[int]) -> list[tuple[str, int]]:
    """Whatever else refers to these sails, whichever app it belongs to and whatever is added to the house later.

    One statement, however many tables there are.
    """
    found = []
    for relation in SailEvent._meta.related_objects:
        model, field = relation.related_model, relation.field
        if model in PLAN or not getattr(field, "db_constraint", True):  # a history has none, and outlives its sail
            continue
        rows = model._base_manager.filter(Q(**{f"{field.name}__in": numbers})).order_by()
        words = Value(f"she has a {model._meta.verbose_name}", CharField())
        found.append(rows.annotate(words=words).values_list("words", field.attname).distinct())
    return list(found[0].union(*found[1:])) if numbers else []
