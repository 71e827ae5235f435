"""The history page of a sail: what its rows' history says, read, told and laid out by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import groupby, islice
from typing import Any, NamedTuple

from django.conf import settings

from events import contributions, wording
from events.log import words as chronicle_words
from events.log.chapters import Chapter
from events.log.chronicle import Change, Entry, Line, Names, entries, plain, replayed
from events.models import Booking, BookingPayment, ChecklistItem, EventType, SailAct, SailEvent, Seat, Vessel
from events.parties import words as booking_words
from scc_site.models import User

Context = dict[str, Any]
A_PAGE = 100
WHAT = (
    ("", "All"), ("sail", "The sail"), ("seats", "Seats"), ("guests", "Guests"), ("tasks", "Tasks"),
    ("bookings", "Bookings"),
)  # fmt: skip
STEPS = {"moved": "Moved:", "held": "Put on weather hold:", "resumed": "Taken off hold:", "cancelled": "Cancelled:"}


class Day(NamedTuple):
    """One day of the log, newest first: its title, and of each entry its clock, instant, hand and lines."""

    title: str
    entries: list[tuple[str, str, Entry]]


class Log(NamedTuple):
    """All that is known of a sail: what was told, and where a table and its history disagree."""

    entries: Iterator[Entry]
    unrecorded: list[Line]


def page(event: SailEvent, viewer: User, at: datetime, *, what: str, number: int) -> Context:
    """One page of the log, 100 entries long. Queries: one per table, and one each for decisions and names."""
    log = read(event, judged=viewer.acts_as_admin)
    told = _shown(log.entries, what=what, office=viewer.acts_as_admin)
    start = A_PAGE * (number - 1)
    read_on = list(islice(told, start, start + A_PAGE + 1))
    return {
        "days": list(_days(read_on[:A_PAGE], at)),
        "unrecorded": log.unrecorded,
        "choices": WHAT,
        "what": what,
        "newer": number - 1,
        "older": number + 1 if len(read_on) > A_PAGE else 0,
        "zone_words": wording.zone_name(event.departs_at, settings.HOUSE_ZONE),
    }


def read(event: SailEvent, *, judged: bool = False) -> Log:
    """The whole history of a sail, newest first; judged: held against the rows as they stand."""
    chapters = chapters_of(event)
    found = {chapter: chapter.changes(event.pk) for chapter in chapters}
    names = _names(event, found)
    every = [change for changes in found.values() for change in changes]
    told = entries(every, {chapter.table: chapter.describe for chapter in chapters}, names)
    differing = (_unrecorded(chapter, changes, event, names) for chapter, changes in found.items() if judged)
    return Log(told, [line for lines in differing for line in lines])


def chapters_of(event: SailEvent) -> list[Chapter]:
    """The tables that tell of a sail, in the order their lines stand in an entry; one query, for its decisions."""
    acts = chronicle_words.acts_of(SailAct.objects.filter(event=event.pk).values(), STEPS)
    return [
        Chapter(SailEvent, "sail", partial(chronicle_words.sail, acts=acts), "pgh_obj_id"),
        Chapter(Seat, "seats", chronicle_words.seat, called=("seat_id", chronicle_words.seat_name)),
        *contributions.chapters(),
        Chapter(ChecklistItem, "tasks", chronicle_words.task),
        Chapter(Booking, "bookings", booking_words.booking, called=("booking_id", booking_words.party)),
        Chapter(BookingPayment, "bookings", booking_words.payment, "booking__event_id"),
    ]


def _names(event: SailEvent, found: dict[Chapter, list[Change]]) -> Names:
    """What all the numbers stand for; boats and kinds are asked for only where the sail has had another."""
    every = [change for changes in found.values() for change in changes]
    people = {number for chapter, changes in found.items() for number in chapter.people_in(changes)}
    people |= {change.actor for change in every if change.actor}
    names = Names(settings.HOUSE_ZONE, User.objects.names_of(people), {"event_id": {event.pk: "this sail"}})
    sails = [row for change in every if change.table == "sailevent" for row in (change.before, change.after) if row]
    things = dict(names.things)
    for column, model, known in (("vessel_id", Vessel, event.vessel), ("event_type_id", EventType, event.event_type)):
        ids = {row[column] for row in sails} - {known.pk}
        others = model.objects.in_bulk(ids) if ids else {}
        things[column] = {known.pk: known.name} | {number: other.name for number, other in others.items()}
    for chapter, changes in found.items():
        if chapter.called:
            column, call = chapter.called
            things[column] = {change.row: call(change.stands, names) for change in changes}
    return names._replace(things=things)


def _unrecorded(chapter: Chapter, changes: list[Change], event: SailEvent, names: Names) -> list[Line]:
    """Where a table does not hold what its history says: somebody wrote with the history switched off."""
    said, stands = replayed(changes), chapter.standing(event.pk)
    lines = []
    for number in sorted(said.keys() | stands.keys()):
        before, after = said.get(number), stands.get(number)
        if before is not None and after is None and before.get(chapter.sail, event.pk) != event.pk:
            continue  # it belongs to another sail now, and its history says so
        change = Change(chapter.table, number, 0, event.created_at, before, after)
        if before is None or after is None:
            lines += chapter.describe(change, names)
        elif change.fields():
            lead = chapter.called[1](after, names) if chapter.called else str(after.get("text", ""))
            lines += plain(
                change, names, what=chapter.what, labels=chronicle_words.SAIL, lead=f"{lead}," if lead else ""
            )
    return lines


def _shown(told: Iterable[Entry], *, what: str, office: bool) -> Iterable[Entry]:
    """The entries that have something to say to this reader, of the kind asked for."""
    for entry in told:
        lines = [line for line in entry.lines if what in {"", line.what} and (office or not line.office)]
        if lines:
            yield entry._replace(lines=lines)


def _days(told: Iterable[Entry], at: datetime) -> Iterable[Day]:
    """The entries under the house's days."""
    today = at.astimezone(settings.HOUSE_ZONE).date()
    for on, group in groupby(told, key=lambda entry: entry.at.astimezone(settings.HOUSE_ZONE).date()):
        near = wording.near_day(on, today)
        day = wording.day(on) if on.year == today.year else f"{wording.day(on)} {on.year}"
        title = f"{near}, {day}" if near in {"Today", "Tomorrow", "Yesterday"} else day
        yield Day(title, [(wording.clock(one.at, settings.HOUSE_ZONE), one.at.isoformat(), one) for one in group])
