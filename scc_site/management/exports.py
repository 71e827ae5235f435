"""What `manage.py export` can tell: one generator of plain rows per kind, read as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import F, FilteredRelation, OuterRef, QuerySet, Subquery
from pghistory.models import Event as HistoryRow

from crew.models import Assignment
from events.models import Booking, ChecklistItem, SailEvent, Seat
from reports.models import JournalLine
from scc_site.history import by_whom
from scc_site.management import guest_exports, report_exports, waiver_exports
from scc_site.models import LetterCopy, MailEvent, Occurrence, OutgoingMail, User

Row = dict[str, Any]
Export = Callable[[SailEvent | None, date | None], Iterable[Row]]
CHUNK = 500


def midnight(day: date) -> datetime:
    """The first instant of a day in the house's zone."""
    return datetime.combine(day, time.min, settings.HOUSE_ZONE)


def events(sail: SailEvent | None, since: date | None) -> Iterable[Row]:
    """Sails, in order of departure; since: sailing on that day or later."""
    return _narrowed(SailEvent.objects.all(), "", sail, since).for_export()


def checklist(sail: SailEvent | None, since: date | None) -> Iterable[Row]:
    """Tasks of sails, by time due; since: of sails on that day or later."""
    return _narrowed(ChecklistItem.objects.all(), "event__", sail, since).for_export()


def bookings(sail: SailEvent | None, since: date | None) -> Iterable[Row]:
    """Parties, by sail and the time they booked, money in cents; since: of sails on that day or later."""
    return _narrowed(Booking.objects.all(), "event__", sail, since).for_export()


def people(sail: SailEvent | None, since: date | None) -> Iterator[Row]:
    """Everybody by address, with their roles as words; none belongs to a sail; since: known on that day or later."""
    rows = User.objects.order_by("email_canonical")
    if since is not None:
        rows = rows.filter(created_at__gte=midnight(since))
    for person in rows.none() if sail else rows.iterator(CHUNK):
        roles = [word for word in ("crew", "admin", "executive") if getattr(person, f"is_{word}")]
        yield {
            "email": person.email,
            "name": person.name,
            "phone": person.phone,
            "roles": " ".join(roles),
            "active": "yes" if person.is_active else "no",
        }


def seats(sail: SailEvent | None, since: date | None) -> Iterator[Row]:
    """One row per seat, empty ones too; since: of sails on that day or later."""
    held = FilteredRelation("assignments", condition=Assignment.holds("assignments__"))
    rows = (
        _narrowed(Seat.objects.all(), "event__", sail, since)
        .annotate(held=held)
        .order_by("event__departs_at", "event_id", "role", "number")
        .values("role", seat=F("number"), sail=F("event__event_id"), by=F("held__person__email"), is_=F("held__state"))
    )
    for row in rows.iterator(CHUNK):
        yield {
            "event_id": row["sail"],
            "role": row["role"],
            "seat": row["seat"],
            "state": row["is_"] or "open",
            "email": row["by"] or "",
        }


def mail(sail: SailEvent | None, since: date | None) -> Iterator[Row]:
    """Letters by number, each with its subject and fingerprint as it left last, and with what was reported of it.

    Of a sail: those whose context names it; since: written on that day or later.
    """
    rows = OutgoingMail.objects.order_by("pk")
    if sail is not None:
        rows = rows.filter(context__event_id=sail.event_id)
    if since is not None:
        rows = rows.filter(created_at__gte=midnight(since))
    columns = ("id", "kind", "to", "state", "attempts", "possible_duplicate", "lane", "created_at", "sent_at", "fault")
    last = LetterCopy.objects.filter(mail=OuterRef("pk")).order_by("-pk")
    left = {name: Subquery(last.values(name)[:1]) for name in ("subject", "sha256")}
    found = rows.values(*columns, **left).iterator(CHUNK)
    while letters := list(islice(found, CHUNK)):
        reported = MailEvent.objects.by_letter([letter["id"] for letter in letters])
        for letter in letters:
            yield {**letter, "events": reported.get(letter["id"], [])}


def occurrences(sail: SailEvent | None, since: date | None) -> Iterator[Row]:
    """Every time that a schedule came, oldest first; none belongs to a sail; since: due on that day or later."""
    rows = Occurrence.objects.select_related("schedule", "asked_by").order_by("due_at", "pk")
    if since is not None:
        rows = rows.filter(due_at__gte=midnight(since))
    for row in rows.none() if sail else rows.iterator(CHUNK):
        yield {
            "schedule": row.schedule.name,
            "slot": row.slot,
            "local": row.local.isoformat(),
            "utc": row.due_at,
            "state": row.state,
            "attempts": row.attempts,
            "started_at": row.started_at,
            "ended_at": row.ended_at,
            "why": row.why,
            "asked_by": row.asked_by.email if row.asked_by else "",
        }


def history(sail: SailEvent | None, since: date | None) -> Iterator[Row]:
    """Every change of every tracked row: table by table, row by row, oldest first; since: made then or later.

    `by` is the address of who was signed in; where nobody was, what made the change, in words: `by itself` for the
    schedule, `manage.py seed_demo`, `directly in the database` for plain SQL.
    """
    people = {person.pk: person.email for person in User.objects.only("pk", "email")}
    for model in apps.get_models():
        if issubclass(model, HistoryRow) and not model._meta.abstract and hasattr(model, "pgh_tracked_model"):
            yield from _changes(model, people, sail, since)


def _changes(model: Any, people: dict[int, str], sail: SailEvent | None, since: date | None) -> Iterator[Row]:
    """The changes that one history table holds."""
    rows = _of_sail(model, sail).select_related("pgh_context").order_by("pgh_obj_id", "pgh_id")
    fields = [field.attname for field in model._meta.concrete_fields if not field.name.startswith("pgh_")]
    what = model.pgh_tracked_model._meta.model_name
    before: Any = None
    for row in rows.iterator(CHUNK):
        was = before if before is not None and before.pgh_obj_id == row.pgh_obj_id else None
        before = None if row.pgh_label == "delete" else row
        if since is not None and row.pgh_created_at < midnight(since):
            continue
        pairs = {name: [getattr(was, name, None), getattr(before, name, None)] for name in fields}
        change = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        by = by_whom(row.pgh_context.metadata if row.pgh_context else None, people)
        yield {"what": what, "id": row.pgh_obj_id, "at": row.pgh_created_at, "by": by, "change": change}


def _of_sail(model: Any, sail: SailEvent | None) -> QuerySet[Any]:
    """A history table's rows, those of one sail only where one is named."""
    rows: QuerySet[Any] = model.objects.all()
    if sail is None:
        return rows
    if model.pgh_tracked_model is SailEvent:
        return rows.filter(pgh_obj_id=sail.pk)
    if any(field.name == "event" for field in model._meta.concrete_fields):
        return rows.filter(event_id=sail.pk)
    if any(field.name == "booking" for field in model._meta.concrete_fields):
        return rows.filter(booking__event=sail)
    return rows.none()


def _narrowed(rows: Any, path: str, sail: SailEvent | None, since: date | None) -> Any:
    """Rows of one sail, or of sails on a day or later; `path` leads from the row to its sail."""
    if sail is not None:
        rows = rows.filter(**{f"{path}event_id": sail.event_id})
    if since is not None:
        rows = rows.filter(**{f"{path}sails_on__gte": since})
    return rows


def ledger(sail: SailEvent | None, since: date | None) -> Iterator[Row]:
    """Every posted line by day and entry; of a sail: lines that name a booking of it; since: of that day or later.

    `amount_cents` is above 0 for a debit, below 0 for a credit; the lines of an `entry` add up to 0.
    """
    rows = JournalLine.objects.since(since)
    for row in (rows.filter(booking__event=sail) if sail else rows).for_export():
        yield {
            "entry": row["entry_no"],
            "date": row["date"],
            "unit": row["unit_slug"],
            "account": row["account_code"],
            "amount_cents": row["amount_cents"],
            "source_key": row["source_key"],
            "source": row["source_kind"],
            "memo": row["memo"],
            "party": row["party"],
            "document": row["document"],
            "booking": row["booking_reference"] or "",
            "reference": row["reference"],
            "posted_at": row["posted_at"],
        }


KINDS: dict[str, Export] = {
    "actions": report_exports.actions,
    "bookings": bookings,
    "checklist": checklist,
    "events": events,
    "findings": report_exports.findings,
    "guests": guest_exports.guests,
    "history": history,
    "ledger": ledger,
    "mail": mail,
    "occurrences": occurrences,
    "people": people,
    "runs": report_exports.runs,
    "seats": seats,
    "values": report_exports.values,
    "waivers": waiver_exports.waivers,
}


def sail_named(event_id: str) -> SailEvent | None:
    """The sail of an id, drafts too."""
    return SailEvent.objects.filter(event_id=event_id).first()
