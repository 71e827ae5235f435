"""What happened to a sail, told from the rows of its history: changes in, entries out. Pure.

A change is one row, before and after. What one hand did in one transaction is one entry. A change nobody is known for
was written directly in the database: of it every column is told, even those that the dock's own acts only carry along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from events import wording
from scc_site.history import by_whom

Row = Mapping[str, Any]
NOTHING = "nothing"
LONGEST = 120  # characters of a text that are told whole


class Change(NamedTuple):
    """One row of a table, before and after; a birth has no before, an end no after. `number` orders them."""

    table: str
    row: int
    number: int
    at: datetime
    before: Row | None
    after: Row | None
    context_id: UUID | None = None
    context: Mapping[str, Any] | None = None

    @property
    def is_known(self) -> bool:
        """Whether somebody, or something of the house, is known to have made it."""
        return self.context is not None

    @property
    def actor(self) -> int | None:
        """The person who made it, where one was signed in."""
        return (self.context or {}).get("user")

    @property
    def stands(self) -> Row:
        """The row as it is after the change; of a removed one, as it was."""
        return self.after or self.before or {}

    def fields(self) -> list[str]:
        """The columns that changed, in the table's order; every column of a birth or an end."""
        before, after = self.before or {}, self.after or {}
        return [name for name in self.stands if before.get(name) != after.get(name)]


class Names(NamedTuple):
    """What the numbers in rows stand for: people by number, other things by column and number; the house's zone."""

    zone: ZoneInfo
    people: Mapping[int, str]
    things: Mapping[str, Mapping[int, str]] = {}

    def person(self, number: int | None) -> str:
        """A person's name; `person 7` for one nobody knows."""
        return self.people.get(number, f"person {number}") if number else "nobody"

    def thing(self, column: str, number: int | None) -> str:
        """What a column refers to, by name; `seat 7` for one nobody knows."""
        if number is None:
            return NOTHING
        return self.things.get(column, {}).get(number) or f"{column.removesuffix('_id').replace('_', ' ')} {number}"


class Line(NamedTuple):
    """One thing that happened: `lead before → after · remark`; `lead` brings its own colon or comma.

    `behalf` names whose act another hand did. Lines of one `gist`, a lead and a text with {count} and {all}, are told
    as one. `office` lines are for the office alone.
    """

    what: str
    lead: str
    before: str = ""
    after: str = ""
    remark: str = ""
    behalf: str = ""
    gist: tuple[str, str] | None = None
    office: bool = False

    def __str__(self) -> str:
        arrow = " → ".join(filter(None, (self.before, self.after)))
        return " · ".join(filter(None, (f"{self.lead} {arrow}".strip(), self.remark)))


class Entry(NamedTuple):
    """What one hand did at one instant."""

    at: datetime
    who: str
    is_direct: bool
    lines: list[Line]


Describer = Callable[[Change, Names], list[Line]]


def changes(table: str, rows: Iterable[Row]) -> list[Change]:
    """A table's history as changes: each row beside the one before it of the same object. Rows come oldest first."""
    standing: dict[int, Row] = {}
    found = []
    for row in rows:
        values = {name: value for name, value in row.items() if not name.startswith("pgh_")}
        number, ended = row["pgh_obj_id"], row["pgh_label"] == "delete"
        before = standing.pop(number, values if ended else None)
        after = None if ended else values
        if after is not None:
            standing[number] = after
        made = row["pgh_id"], row["pgh_created_at"]
        found.append(Change(table, number, *made, before, after, row["pgh_context_id"], row["pgh_context__metadata"]))
    return found


def replayed(found: Iterable[Change]) -> dict[int, Row]:
    """The rows that must stand now, by number, if the history says all: the last of each that was not removed."""
    last = {change.row: change.after for change in found}
    return {row: after for row, after in last.items() if after is not None}


def entries(found: Iterable[Change], describers: Mapping[str, Describer], names: Names) -> Iterator[Entry]:
    """The changes as entries, newest first; changes that say nothing by themselves are left out.

    Words are found only as far as somebody reads on. Each table's changes come in the order they were made.
    """
    order = {table: place for place, table in enumerate(describers)}
    for act in _acts(found):
        act.sort(key=lambda each: (order[each.table], each.number))
        lines = [line for change in act for line in describers[change.table](change, names)]
        if lines:
            context = act[0].context
            yield Entry(act[0].at, who(context, lines, names), context is None, folded(lines) if context else lines)


def _acts(found: Iterable[Change]) -> list[list[Change]]:
    """Changes by transaction, newest first.

    A transaction bears the instant of its beginning. One that waited for another's lock ended after it, though it began
    before: the numbers of the rows know, so it is placed behind whatever it followed in any table.
    """
    acts: dict[tuple[datetime, UUID | None], list[Change]] = {}
    stands_since: dict[tuple[datetime, UUID | None], datetime] = {}
    latest: dict[str, datetime] = {}
    for change in found:
        key, before = (change.at, change.context_id), latest.get(change.table, change.at)
        since = change.at if change.at >= before else before + timedelta(microseconds=1)
        latest[change.table] = since
        stands_since[key] = max(stands_since.get(key, since), since)
        acts.setdefault(key, []).append(change)
    return [acts[key] for key in sorted(acts, key=lambda key: (stands_since[key], str(key[1])), reverse=True)]


def who(context: Mapping[str, Any] | None, lines: Iterable[Line], names: Names) -> str:
    """The hand: `Ana`, `Olga of the office, in the admin, for Ana`, `by itself`, `directly in the database`."""
    said = by_whom(context, names.people)
    if context is None:
        return said
    parts = [f"{said} of the office" if context.get("as") == "office" else said]
    if str(context.get("url", "")).startswith("/admin/"):
        parts.append("in the admin")
    behalf = sorted({line.behalf for line in lines if line.behalf})
    return ", ".join([*parts, *(f"for {name}" for name in behalf)])


def folded(lines: Iterable[Line]) -> list[Line]:
    """Lines of one gist as one line, where the first of them stood; a single one stays as it is."""
    kept: dict[Any, list[Line]] = {}
    for number, line in enumerate(lines):
        kept.setdefault(line.gist or number, []).append(line)
    return [_gist(group) if len(group) > 1 else group[0] for group in kept.values()]


def _gist(group: list[Line]) -> Line:
    lead, text = group[0].gist or ("", "")
    everyone = ", ".join(line.lead.rstrip(":,") for line in group)
    return Line(group[0].what, lead, after=text.format(count=len(group), all=everyone), office=group[0].office)


def plain(
    change: Change, names: Names, *, what: str, labels: Mapping[str, str], lead: str = "", skip: Iterable[str] = ()
) -> list[Line]:
    """A line for each changed column that is not skipped: `Departure 17:10 → 18:00`."""
    before, after = change.before or {}, change.after or {}
    lines = []
    for name in change.fields():
        if name not in skip:
            label = labels.get(name) or name.removesuffix("_id").replace("_", " ")
            pair = told(name, before.get(name), after.get(name), names)
            lines.append(Line(what, f"{lead} {label}".strip(), *pair))
    return lines


def told(column: str, before: Any, after: Any, names: Names) -> tuple[str, str]:
    """Two values of a column in words, as far as needed to tell them apart."""
    if isinstance(before, datetime) and isinstance(after, datetime):
        return moments(before, after, names.zone)
    if isinstance(before, str) and isinstance(after, str) and max(len(before), len(after)) > LONGEST:
        return difference(before, after)
    return value(column, before, names), value(column, after, names)


def value(column: str, found: Any, names: Names) -> str:
    """One value in words."""
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, datetime):
        return moment(found, names.zone, year=True)
    if isinstance(found, date):
        return f"{wording.short_day(found)} {found.year}"
    if column.endswith("_id") and not isinstance(found, str):
        is_person = column == "person_id" or column.endswith("_by_id")
        return names.person(found) if is_person else names.thing(column, found)
    if column.endswith("_cents") and found is not None:
        return wording.dollars(found)
    text = str("" if found is None else found) or NOTHING
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} …"


def moment(instant: datetime, zone: ZoneInfo, *, year: bool = False) -> str:
    """`Sat 5 Dec 17:10`, with its year where that is wanted."""
    on = instant.astimezone(zone).date()
    return f"{wording.short_day(on)}{f' {on.year}' if year else ''} {wording.clock(instant, zone)}"


def moments(before: datetime, after: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """Two instants: clocks within one day, days where they differ, years where those do, seconds if all else is one."""
    first, second = before.astimezone(zone), after.astimezone(zone)
    if first.date() == second.date():
        pair = wording.clock(before, zone), wording.clock(after, zone)
    else:
        year = first.year != second.year
        pair = moment(before, zone, year=year), moment(after, zone, year=year)
    return (
        pair if before == after or pair[0] != pair[1] else (f"{first:%H:%M:%S.%f}"[:-3], f"{second:%H:%M:%S.%f}"[:-3])
    )


def difference(before: str, after: str) -> tuple[str, str]:
    """Two long texts from where they part, cut at LONGEST characters."""
    same = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(before), len(after)) if same is None else same
    start = before.rfind(" ", 0, start) + 1 if start > LONGEST // 4 else 0

    def piece(text: str) -> str:
        end = "" if len(text) <= start + LONGEST else " …"
        return (f"{'… ' if start else ''}{text[start : start + LONGEST]}{end}") or NOTHING

    return piece(before), piece(after)
