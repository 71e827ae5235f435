"""iCalendar, written (RFC 5545, 5546 for METHOD, 7986 for names and colours). Pure: facts in, text out.

Lines end with CRLF and are folded at 75 octets, never within a sign. What people typed can neither end a line nor begin
a property. Nothing here asks what time it is: the same facts give the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scc_site import ical_zone

PRODUCT = "-//Ship Captain Crew//The dock//EN"
TYPE = "text/calendar; charset=utf-8"
OCTETS = 75  # in a line, without its end (RFC 5545 3.1)
TOP_BITS, GOES_ON = 0xC0, 0x80  # UTF-8: an octet within a sign of several
HOUR = 60
REQUEST, CANCEL = "REQUEST", "CANCEL"
TENTATIVE, CONFIRMED, CANCELLED = "TENTATIVE", "CONFIRMED", "CANCELLED"
INSTANTS = ("changed_at", "starts_at", "ends_at")
BETWEEN = ("organizer", "attendee")
# what TEXT may not hold: controls but for the tab, halves of pairs; and the lines that only some readers see
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address, as organizer or attendee."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a calendar. Instants are aware; `alarms` are whole minutes before the start.

    `sequence` never falls for a `uid`. `is_busy`: whether the time counts as taken.
    An organizer and an attendee are named in invitations alone, with a METHOD (RFC 5546).
    """

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    status: str = CONFIRMED
    location: str = ""
    description: str = ""
    url: str = ""
    is_busy: bool = True
    alarms: Sequence[int] = ()
    organizer: Mailbox | None = None
    attendee: Mailbox | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a subscribed calendar is called, how painted (a CSS name, and `#rrggbb`), and how often it is read again."""

    name: str
    about: str
    colour: str
    paint: str
    refresh: timedelta


def write(entries: Sequence[Entry], *, zone: ZoneInfo, method: str = "", look: Look | None = None) -> str:
    """A whole calendar, its times on the zone's clock, with the zone's rules for the years of these entries.

    Without entries it holds the zone alone: a calendar must hold something.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    if method:
        lines.append(f"METHOD:{method}")
    if look:
        lines += _look(look, zone)
    years = [at.astimezone(zone).year for entry in entries for at in (entry.starts_at, entry.ends_at)]
    lines += ical_zone.lines(zone, min(years, default=ical_zone.ANY_YEAR), max(years, default=ical_zone.ANY_YEAR))
    for entry in entries:
        lines += _entry(entry, zone)
    return "".join(f"{folded}\r\n" for folded in map(fold, [*lines, "END:VCALENDAR"]))


def facts_of(entry: Entry, *, method: str) -> dict[str, Any]:
    """An entry as plain JSON, for a letter that waits: without those it is between, whom the letter knows."""
    facts = {name: value for name, value in asdict(entry).items() if name not in BETWEEN}
    instants = {name: facts[name].isoformat() for name in INSTANTS}
    return facts | instants | {"alarms": list(entry.alarms), "method": method}


def entry_of(facts: Mapping[str, Any], *, organizer: Mailbox, attendee: Mailbox) -> Entry:
    """The entry that such facts stand for, between these two."""
    known = {name: value for name, value in facts.items() if name != "method"}
    instants = {name: datetime.fromisoformat(known[name]) for name in INSTANTS}
    return Entry(**known | instants, organizer=organizer, attendee=attendee)


def fold(line: str) -> str:
    """A content line cut into lines of at most 75 octets; those that go on begin with a blank."""
    raw = line.encode()
    if len(raw) <= OCTETS:
        return line
    pieces, start, room = [], 0, OCTETS
    while len(raw) - start > room:
        end = start + room
        while raw[end] & TOP_BITS == GOES_ON:
            end -= 1
        pieces.append(raw[start:end])
        start, room = end, OCTETS - 1
    return b"\r\n ".join([*pieces, raw[start:]]).decode()


def text(value: str) -> str:
    """A TEXT value: `;`, `,` and the backslash escaped, line ends as `\\n`, no other control sign."""
    plain = UNFIT.sub("", ENDS.sub("\n", value))
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, escaped)
    return plain


def line_of(value: str) -> str:
    """Words on one line: every run of blanks, ends of lines too, is one blank."""
    return " ".join(UNFIT.sub("", ENDS.sub(" ", value)).split())


def utc(at: datetime) -> str:
    """`20261205T231000Z`."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S}Z"


def duration(minutes: int) -> str:
    """A length of whole minutes: `PT3H`, `PT30M`."""
    return f"PT{minutes // HOUR}H" if minutes % HOUR == 0 else f"PT{minutes}M"


def _look(look: Look, zone: ZoneInfo) -> Iterator[str]:
    """Names and colours twice: as RFC 7986 has them, and as programs read them that are older."""
    name, about = text(line_of(look.name)), text(line_of(look.about))
    refresh = duration(int(look.refresh.total_seconds()) // 60)
    yield from (f"NAME:{name}", f"X-WR-CALNAME:{name}", f"DESCRIPTION:{about}", f"X-WR-CALDESC:{about}")
    yield from (f"X-WR-TIMEZONE:{zone.key}", f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}", f"X-PUBLISHED-TTL:{refresh}")
    yield from (f"COLOR:{look.colour}", f"X-APPLE-CALENDAR-COLOR:{look.paint}")


def _entry(entry: Entry, zone: ZoneInfo) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{text(line_of(entry.uid))}", f"SEQUENCE:{entry.sequence}")
    yield from (f"DTSTAMP:{utc(entry.changed_at)}", f"LAST-MODIFIED:{utc(entry.changed_at)}")
    yield from _times(entry, zone)
    yield f"SUMMARY:{text(line_of(entry.summary))}"
    if entry.location:
        yield f"LOCATION:{text(line_of(entry.location))}"
    if entry.description:
        yield f"DESCRIPTION:{text(entry.description)}"
    if entry.url:
        yield f"URL:{line_of(entry.url)}"
    yield from (f"STATUS:{entry.status}", f"TRANSP:{'OPAQUE' if entry.is_busy else 'TRANSPARENT'}")
    if entry.organizer:
        yield f"ORGANIZER{_mailbox(entry.organizer)}"
    if entry.attendee:
        # the house has the answer: a Yes in the mail program answers nothing
        answered = "CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE"
        yield f"ATTENDEE;{answered}{_mailbox(entry.attendee)}"
    for minutes in entry.alarms:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-{duration(minutes)}")
        yield from (f"DESCRIPTION:{text(line_of(entry.summary))}", "END:VALARM")
    yield "END:VEVENT"


def _times(entry: Entry, zone: ZoneInfo) -> Iterator[str]:
    """On the zone's clock; in UTC where the clock shows a time for the second time: by itself it means the first."""
    local = {"DTSTART": entry.starts_at.astimezone(zone), "DTEND": entry.ends_at.astimezone(zone)}
    is_second = any(at.fold for at in local.values())
    for name, at in local.items():
        yield f"{name}:{utc(at)}" if is_second else f"{name};TZID={zone.key}:{at:%Y%m%dT%H%M%S}"


def _mailbox(mailbox: Mailbox) -> str:
    """The name as a quoted parameter, which knows no escape for the quote itself, and the address."""
    name = line_of(mailbox.name).replace('"', "'")
    named = f';CN="{name}"' if name else ""
    return f"{named}:mailto:{line_of(mailbox.address)}"
