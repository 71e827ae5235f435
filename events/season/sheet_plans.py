"""The rows of a file as sails to be: read against the house's own; every fault has line and column."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError

from events import planning, timing
from events.forms import MOST_GUESTS, one_line, plain
from events.models import SLUG, EventType, SailEvent, Vessel
from events.season import spelling
from events.season.batches import Plan
from events.season.previews import Candidate
from events.season.sheets import Row, Sheet
from scc_site.refusals import Mistyped

LENGTHS = {"dock": 120, "itinerary": 200, "notes": 4000}
MINUTE = timedelta(minutes=1)
DIGITS = 4


class Read(NamedTuple):
    """What the file would bring: its sails, or every fault; `asks` when days can be read in two ways."""

    candidates: list[Candidate]
    faults: list[str]
    asks: bool


class Fault(Exception):
    """A cell cannot be read: its column and the sentence."""

    def __init__(self, column: str, sentence: str) -> None:
        """As both are shown."""
        super().__init__(sentence)
        self.column = column


class House(NamedTuple):
    """What rows are read against. `here` are ids that sails have now, `ever` those that any ever had."""

    vessels: dict[str, Vessel]
    kinds: dict[str, EventType]
    here: set[str]
    ever: set[str]
    order: str


def of(sheet: Sheet, *, order: str = "") -> Read:
    """All rows read; four queries. `order` (mdy, dmy) says how 3/4/2027 is meant where the file does not say itself."""
    order = order or spelling.order_of(row.cells.get("departs_at", "") for row in sheet.rows)
    given = {row.cells.get("event_id", "") for row in sheet.rows} - {""}
    house = House(
        _by_name(Vessel), _by_name(EventType), set(SailEvent.objects.ids_now(given)),
        SailEvent.objects.ids_ever_among(given), order,
    )  # fmt: skip
    found = Read([], [], asks=False)
    seen: set[str] = set()
    for row in sheet.rows:
        try:
            found.candidates.append(_candidate(row, house, seen))
        except Fault as fault:
            found.faults.append(f"Line {row.line}, {fault.column}: {fault}")
            found = found._replace(asks=found.asks or isinstance(fault.__cause__, spelling.TwoReadings))
    return found


def _by_name(model: type[Vessel] | type[EventType]) -> dict[str, Any]:
    """Those in use by slug and by name, in small letters."""
    rows = list(model.objects.in_use())
    return {row.name.casefold(): row for row in rows} | {row.slug: row for row in rows}


def _candidate(row: Row, house: House, seen: set[str]) -> Candidate:
    vessel = _named(row, "vessel", house.vessels)
    kind = _named(row, "event_type", house.kinds)
    remarks: list[str] = []
    departs_at = _instant(row, "departs", house, remarks)
    returns_at = _returns(row, departs_at, kind, house, remarks)
    event_id = _id(row, seen)
    plan = Plan(
        key=f"line-{row.line}",
        vessel=vessel,
        event_type=kind,
        departs_at=departs_at,
        returns_at=returns_at,
        capacity=_capacity(row, vessel),
        dock=_text(row, "dock") or vessel.dock,
        itinerary=_text(row, "itinerary"),
        notes=_text(row, "notes"),
        publish=_status(row) != SailEvent.Status.DRAFT,
        event_id=event_id,
    )
    for sentences in timing.order_faults(departs_at, returns_at).values():
        raise Fault("returns_at", sentences[0])
    on = departs_at.astimezone(settings.HOUSE_ZONE).date()
    known = _known(event_id, house)
    return Candidate(
        key=plan.key,
        on=on,
        sunset_at=timing.sunset(on, planning.house()),
        plan=None if known else plan,
        remarks=(*remarks, *known),
        doubts=_doubts(row),
        title=f"{vessel.name}, {kind.name}",
    )


def _cell(row: Row, column: str) -> str:
    return row.cells.get(column, "")


def _named(row: Row, column: str, known: dict[str, Any]) -> Any:
    asked = _cell(row, column)
    if not asked:
        raise Fault(column, "is missing.")
    if asked.casefold() not in known:
        slugs = sorted({found.slug for found in known.values()})
        raise Fault(column, f"“{asked[:40]}” is not known here. Write one of: {', '.join(slugs)}.")
    return known[asked.casefold()]


def _instant(row: Row, end: str, house: House, remarks: list[str]) -> datetime:
    column = f"{end}_at"
    try:
        return _on_clock(spelling.moment(_cell(row, column), house.order), row, end, remarks)
    except spelling.Misspelt as fault:
        raise Fault(column, str(fault)) from fault


def _on_clock(wall: datetime, row: Row, end: str, remarks: list[str]) -> datetime:
    fold = {"": None, "0": 0, "1": 1}.get(_cell(row, f"{end}_fold"), -1)
    if fold == -1:
        raise Fault(f"{end}_fold", "Write 0 for the first of two equal times, 1 for the second, or nothing.")
    try:
        return timing.instant(wall, settings.HOUSE_ZONE, field="on", fold=fold)
    except timing.Doubled:
        remarks.append(f"{wall:%H:%M} comes twice: the first is meant ({end}_fold says otherwise).")
        return timing.instant(wall, settings.HOUSE_ZONE, field="on", fold=0)
    except Mistyped as refusal:
        raise Fault(f"{end}_at", refusal.sentence) from refusal


def _returns(row: Row, departs_at: datetime, kind: EventType, house: House, remarks: list[str]) -> datetime:
    """Blank: as long as the kind; a bare time: the first such time after departure."""
    typed = _cell(row, "returns_at")
    if not typed:
        return departs_at + kind.duration_minutes * MINUTE
    try:
        bare = spelling.clock(typed)
    except spelling.Misspelt:
        return _instant(row, "returns", house, remarks)
    here = departs_at.astimezone(settings.HOUSE_ZONE).replace(tzinfo=None)
    wall = datetime.combine(here.date(), bare)
    return _on_clock(wall if wall > here else wall + timedelta(days=1), row, "returns", remarks).astimezone(UTC)


def _id(row: Row, seen: set[str]) -> str:
    event_id = _cell(row, "event_id")
    if not event_id:
        return ""
    try:
        SLUG(event_id)
    except ValidationError as fault:
        raise Fault("event_id", fault.messages[0]) from fault
    if len(event_id) > 80 or event_id in planning.RESERVED:  # noqa: PLR2004 -- as the model has it
        raise Fault("event_id", "This cannot be an id: choose a shorter one, or none.")
    if event_id in seen:
        raise Fault("event_id", f"“{event_id}” stands on a line above already.")
    seen.add(event_id)
    return event_id


def _known(event_id: str, house: House) -> tuple[str, ...]:
    """Why a sail is not brought in a second time."""
    if event_id in house.here:
        return (f"{event_id} is here already; a file changes no sail.",)
    if event_id in house.ever:
        return (f"{event_id} was here and was removed; an id is never used again. Leave event_id blank.",)
    return ()


def _capacity(row: Row, vessel: Vessel) -> int:
    typed = _cell(row, "capacity")
    if not typed:
        return vessel.legal_maximum
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= DIGITS and int(typed) <= MOST_GUESTS):
        raise Fault("capacity", "Write how many guests, in digits.")
    for sentences in planning.too_many(int(typed), vessel).values():
        raise Fault("capacity", sentences[0])
    return int(typed)


def _text(row: Row, column: str) -> str:
    text = _cell(row, column)
    if len(text) > LENGTHS[column]:
        raise Fault(column, f"At most {LENGTHS[column]} characters.")
    try:
        plain(text)
        if column != "notes":
            one_line(text)
    except ValidationError as fault:
        raise Fault(column, fault.messages[0]) from fault
    return text


def _status(row: Row) -> str:
    said = _cell(row, "status").lower().replace(" ", "_")
    if said and said not in SailEvent.Status.values:
        raise Fault("status", f"Write {SailEvent.Status.DRAFT} or {SailEvent.Status.SCHEDULED}, or nothing.")
    return said


def _doubts(row: Row) -> tuple[str, ...]:
    said = _status(row)
    if said in {"", SailEvent.Status.DRAFT, SailEvent.Status.SCHEDULED}:
        return ()
    return (f"She is {SailEvent.Status(said).label} where the file comes from; here she would be scheduled.",)
