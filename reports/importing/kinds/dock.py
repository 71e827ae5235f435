"""The dock's own: sails and people, with the headers that `export` prints. They go through the dock's verbs.

No letter leaves: whatever would have to be told to somebody is refused, and done on the sail's own page. What the dock
keeps is never taken out again, so these batches cannot be undone.
"""

from __future__ import annotations

from collections.abc import Sequence

from events import lifecycle, past, planning
from events.models import EventType, SailEvent, Vessel
from reports.importing import cells, dock_cells
from reports.importing.dock_cells import ROLES
from reports.importing.dock_rows import WORKED_OUT, Outcome, acting, by_slug, count, refuse
from reports.importing.engine import Run
from reports.importing.shapes import Column, Kind, Row
from scc_site.addresses import canonical
from scc_site.auth import people
from scc_site.models import User
from scc_site.refusals import Mistyped, Refusal
from waivers.models import Guest

Status = SailEvent.Status
BACK = (Status.RETURNED, Status.CLOSED)
LOGGED = (Status.UNDER_WAY, *BACK)
PLAN = ("departs_at", "returns_at", "capacity", "dock", "itinerary", "notes")


def write_events(run: Run, rows: Sequence[Row]) -> None:
    """Sails by id: planned, and brought to where the file says they stand."""
    by = acting(run, rows)
    if by is None:
        return
    boats, kinds = by_slug(run, Vessel, rows, "vessel"), by_slug(run, EventType, rows, "event_type")
    ids = [row["event_id"] for row in rows]
    held = {
        sail.event_id: sail
        for sail in SailEvent.objects.filter(event_id__in=ids).select_related("vessel", "event_type")
    }
    for row in rows:
        vessel, kind, sail = boats.get(row["vessel"]), kinds.get(row["event_type"]), held.get(row["event_id"])
        if vessel is None or kind is None:
            continue
        try:
            if sail is None:
                held[row["event_id"]] = _new_sail(run, row, vessel, kind, by)
                count(run, row, Outcome.CREATED)
            else:
                count(run, row, _change_sail(run, row, sail, by))
        except Refusal as refusal:
            refuse(run, row, refusal)


def _new_sail(run: Run, row: Row, vessel: Vessel, kind: EventType, by: User) -> SailEvent:
    status = row["status"] or Status.SCHEDULED
    sail = planning.create(
        vessel=vessel, event_type=kind, event_id=row["event_id"], departs_at=row["departs_at"],
        returns_at=row["returns_at"], capacity=row["capacity"], by=by, at=run.at, dock=row["dock"],
        itinerary=row["itinerary"] or "", notes=row["notes"] or "", publish=status != Status.DRAFT,
        has_list=status not in BACK,
    )  # fmt: skip
    if status not in {Status.DRAFT, Status.SCHEDULED}:
        _bring(run, row, sail, status, by)
    return sail


def _bring(run: Run, row: Row, sail: SailEvent, status: str, by: User) -> None:
    """A sail without crew brought to a status by the lifecycle's own verbs: there is nobody to tell."""
    why = row["reason"] or "As it stood when it was taken in."
    if status in LOGGED:
        departed_at = row["departed_at"] or row["departs_at"]
        returned_at = row["returned_at"] if status in BACK else None
        if status in BACK and returned_at is None:
            raise Mistyped("", {"returned_at": ["is missing for a sail that is back"]})
        past.keep_log(
            event=sail, departed_at=departed_at, returned_at=returned_at, is_closed=status == Status.CLOSED,
            by=by, at=run.at,
        )  # fmt: skip
    elif status == Status.BOARDING:
        lifecycle.board(event=sail)
    elif status == Status.SCHEDULED:
        lifecycle.publish(event=sail, at=run.at)
    elif status == Status.WEATHER_HOLD:
        lifecycle.hold(event=sail, reason=why, by=by, at=run.at)
    elif status == Status.CANCELLED:
        lifecycle.cancel(event=sail, reason=why, by=by, at=run.at)


def _change_sail(run: Run, row: Row, sail: SailEvent, by: User) -> Outcome:
    """What became of a sail that stands: it is changed only where nobody would have to be told."""
    _refuse_other(row, sail)
    differs = {name: row[name] for name in PLAN if row[name] is not None and row[name] != getattr(sail, name)}
    status = row["status"] or sail.status
    if not differs and status == sail.status:
        return Outcome.UNCHANGED
    if set(differs) & {"departs_at", "returns_at"} or status != sail.status:
        _refuse_told(sail)
    if differs:
        plan = {name: getattr(sail, name) for name in PLAN} | differs
        sail = planning.edit(event=sail, by=by, at=run.at, **plan)
    if status != sail.status:
        if sail.status not in SailEvent.EDITABLE or status == Status.DRAFT:
            raise Mistyped("", {"status": [f"cannot follow on {sail.get_status_display()}"]})
        _bring(run, row, sail, status, by)
    return Outcome.CHANGED


def _refuse_told(sail: SailEvent) -> None:
    """Raises Refusal where crew or guests would be written to."""
    if sail.seats_filled:
        raise Refusal("has a crew aboard: change it on its own page, where they are told")
    if Guest.objects.reached(sail).exists():
        raise Refusal("has guests on its list: change it on its own page, where they are told")


def _refuse_other(row: Row, sail: SailEvent) -> None:
    """Raises Mistyped where a row says another boat or kind, or another log than the house kept."""
    for name, has in (("vessel", sail.vessel.slug), ("event_type", sail.event_type.slug)):
        if row[name] != has:
            raise Mistyped("", {name: [f"is not what the sail has, {has}: plan another sail under another id"]})
    for name in ("departed_at", "returned_at"):
        if row[name] and sail.status in LOGGED and row[name] != getattr(sail, name):
            raise Mistyped("", {name: ["differs from the log: it stands as it was kept"]})


def write_people(run: Run, rows: Sequence[Row]) -> None:
    """People by address; roles go through the office's own rules, and nobody of the office is put out by a file."""
    spelled = [canonical(row["email"]) for row in rows]
    held = {person.email_canonical: person for person in User.objects.filter(email_canonical__in=spelled)}
    for row, address in zip(rows, spelled, strict=True):
        person = held.get(address) or User(email=row["email"], name="")
        before = None if person.pk is None else (person.email, person.name, person.phone, people.roles_of(person))
        roles = _roles(row, person)
        if person.is_admin and not (roles.is_admin and roles.is_active):
            run.fault(row, "roles", "takes the office from somebody: do that on their own page")
            continue
        try:
            if run.author and people.roles_of(person) != roles:
                people.check(person=person, roles=roles, by=run.author)
        except Refusal as refusal:
            refuse(run, row, refusal)
            continue
        after = (row["email"], row["name"], person.phone if row["phone"] is None else row["phone"], roles)
        if before == after:
            count(run, row, Outcome.UNCHANGED)
            continue
        person.email, person.name, person.phone, _ = after
        person.is_active, person.is_crew = roles.is_active, roles.is_crew
        person.is_admin, person.is_executive = roles.is_admin, roles.is_executive
        person.save()
        held[address] = person
        count(run, row, Outcome.CREATED if before is None else Outcome.CHANGED)


def _roles(row: Row, person: User) -> people.Roles:
    """The roles a row gives; those that stand where the column is not there."""
    active = person.is_active if row["active"] in {None, "unknown"} else row["active"] == "yes"
    if "roles" not in row.cells:
        return people.Roles(active, person.is_crew, person.is_admin, person.is_executive)
    return people.Roles(active, *(word in (row["roles"] or frozenset()) for word in ROLES))


KINDS = (
    Kind(
        "events",
        "Sails",
        "The sails, planned and past, as `export events` prints them. No letter leaves; vessels and kinds come first.",
        (
            Column("event_id", cells.slug, required=True, is_key=True),
            Column("vessel", cells.slug, required=True, says="The vessel's short name."),
            Column("event_type", cells.slug, required=True, says="The short name of the kind of sail."),
            Column("departs_at", dock_cells.instant, required=True),
            Column("returns_at", dock_cells.instant, required=True),
            Column("capacity", cells.whole, required=True, says="Places for guests."),
            Column("status", cells.choice(*Status.values), says="Empty: scheduled."),
            Column("departed_at", dock_cells.instant, says="When it left. Empty, for one that has left: as planned."),
            Column("returned_at", dock_cells.instant, says="When it was back; a returned or closed sail wants it."),
            Column("reason", cells.text(), says="Why it is on hold or cancelled."),
            Column("dock", cells.text(120)),
            Column("itinerary", cells.text()),
            Column("notes", cells.text(4000)),
            *(
                Column(name, cells.text(), says=WORKED_OUT)
                for name in ("sunset_at", "call_at", "version", "captain_state", "seats_total", "seats_filled")
            ),
        ),
        write_events,
    ),
    Kind(
        "people",
        "People",
        "Crew, office and executives, as `export people` prints them.",
        (
            Column("email", dock_cells.address, required=True, is_key=True),
            Column("name", cells.text(120), required=True),
            Column("phone", cells.text(40)),
            Column("roles", dock_cells.roles, says="Any of crew, admin, executive."),
            Column("active", cells.answer, says="Whether they may sign in."),
        ),
        write_people,
    ),
)
