"""Calendars as text: folded, escaped, on the zone's clock; judged by two parsers that others wrote."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from scc_site import ical, ical_zone

HOUSE = ZoneInfo("America/Los_Angeles")
START = datetime(2026, 12, 6, 0, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
LOOK = ical.Look(name="Queen, of San Diego", about="Sails; of Ana", colour="steelblue", paint="#0a5a78", refresh=HOUR)
DOCK = ical.Mailbox("Queen", "dock@example.com")
TYPED = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)


def entry(**fields):
    defaults = {
        "uid": "jada-1.6f7c@crew.example.com",
        "sequence": 3,
        "changed_at": START - 9 * HOUR,
        "starts_at": START,
        "ends_at": START + 3 * HOUR,
        "summary": "JADA · Sunset charter · crew",
    }
    return ical.Entry(**defaults | fields)


def text_of(*entries, zone=HOUSE, **more):
    return ical.write(list(entries), zone=zone, **more)


def by_icalendar(text):
    """What one parser makes of a calendar's first event."""
    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    return {
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "start": event["DTSTART"].dt.astimezone(UTC),
        "end": event["DTEND"].dt.astimezone(UTC),
        "stamp": event["DTSTAMP"].dt,
        "status": str(event["STATUS"]),
        "summary": str(event["SUMMARY"]),
        "location": str(event.get("LOCATION", "")),
        "description": str(event.get("DESCRIPTION", "")),
        "alarms": [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")],
    }


def by_vobject(text):
    """What the other makes of it."""
    event = vobject.readOne(text).vevent
    return {
        "uid": event.uid.value,
        "sequence": int(event.sequence.value),
        "start": event.dtstart.value.astimezone(UTC),
        "end": event.dtend.value.astimezone(UTC),
        "stamp": event.dtstamp.value.astimezone(UTC),
        "status": event.status.value,
        "summary": event.summary.value,
        "location": event.location.value if hasattr(event, "location") else "",
        "description": event.description.value if hasattr(event, "description") else "",
        "alarms": [alarm.trigger.value for alarm in event.contents.get("valarm", [])],
    }


def assert_lines_fit(text):
    assert text.endswith("END:VCALENDAR\r\n")
    assert [line for line in text.split("\r\n") if len(line.encode()) > 75 or "\n" in line or "\r" in line] == []


# --- one entry, two readers ---


def test_two_parsers_read_the_same_that_was_written():
    full = entry(
        location="Dock C", description="Call: 16:10\nReturn; back, 19:40 \\", alarms=(180, 30), url="https://x/"
    )

    text = text_of(full, look=LOOK)

    assert by_icalendar(text) == by_vobject(text)
    assert by_icalendar(text) == {
        "uid": "jada-1.6f7c@crew.example.com",
        "sequence": 3,
        "start": START,
        "end": START + 3 * HOUR,
        "stamp": START - 9 * HOUR,
        "status": "CONFIRMED",
        "summary": "JADA · Sunset charter · crew",
        "location": "Dock C",
        "description": "Call: 16:10\nReturn; back, 19:40 \\",
        "alarms": [-3 * HOUR, -HOUR / 2],
    }
    assert_lines_fit(text)


def test_a_subscription_says_what_it_is_called_and_how_often_it_is_read():
    lines = text_of(look=LOOK).split("\r\n")

    wanted = [
        "NAME:Queen\\, of San Diego", "X-WR-CALNAME:Queen\\, of San Diego", "X-WR-CALDESC:Sails\\; of Ana",
        "X-WR-TIMEZONE:America/Los_Angeles", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
        "COLOR:steelblue", "X-APPLE-CALENDAR-COLOR:#0a5a78",
    ]  # fmt: skip
    assert [line for line in wanted if line not in lines] == []


def test_a_calendar_without_entries_is_still_one():
    read = icalendar.Calendar.from_ical(text_of())

    assert [part.name for part in read.subcomponents] == ["VTIMEZONE"]


def test_an_invitation_names_who_asks_and_that_nothing_is_to_be_answered():
    text = text_of(
        entry(
            organizer=ical.Mailbox("Queen", "dock@example.com"), attendee=ical.Mailbox('Ana "Bo;at"', "ana@example.com")
        ),
        method=ical.REQUEST,
    )

    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    who = event["ATTENDEE"]
    assert (str(event["ORGANIZER"]), event["ORGANIZER"].params["CN"]) == ("mailto:dock@example.com", "Queen")
    assert (str(who), who.params["CN"], who.params["PARTSTAT"], who.params["RSVP"]) == (
        "mailto:ana@example.com", "Ana 'Bo;at'", "ACCEPTED", "FALSE",
    )  # fmt: skip
    assert vobject.readOne(text).method.value == "REQUEST"


def test_somebody_without_a_name_is_an_address_alone():
    assert "\r\nORGANIZER:mailto:dock@example.com\r\n" in text_of(
        entry(organizer=ical.Mailbox("\r\n", "dock@example.com"))
    )


def test_time_that_is_not_taken_is_free():
    assert "\r\nTRANSP:TRANSPARENT\r\n" in text_of(entry(is_busy=False))


def test_facts_for_a_letter_come_back_as_the_entry_they_were():
    house, ana = DOCK, ical.Mailbox("Ana", "ana@example.com")
    whole = entry(alarms=[180, 30], organizer=house, attendee=ana)

    facts = ical.facts_of(whole, method=ical.CANCEL)

    assert ical.entry_of(facts, organizer=house, attendee=ana) == whole
    assert facts["method"] == "CANCEL"


# --- what people type ---


@given(TYPED, TYPED, TYPED)
def test_whatever_is_typed_no_line_is_too_long_and_no_property_is_added(summary, location, name):
    honest = text_of(entry(summary="x", location="x", organizer=ical.Mailbox("x", "a@example.com")))
    typed = text_of(
        entry(summary=summary, location=location + "x", organizer=ical.Mailbox(name + "x", "a@example.com"))
    )

    assert_lines_fit(typed)
    assert properties(typed) == properties(honest)


def properties(text):
    """The names of all properties in order, unfolded as RFC 5545 has it."""
    return [line.split(":")[0].split(";")[0] for line in text.replace("\r\n ", "").split("\r\n")]


@pytest.mark.parametrize(
    "typed",
    [
        "Ana\r\nATTENDEE:mailto:evil@example.com", "a\nb", "a\rb", "x\x0bSTATUS:CANCELLED", "a\u2028b", "a\x85b",
        "Fête; dinner, \\n two", "🛥️ Ahoy 👩‍✈️" * 30, "\ud800 half", "\x00\x07", '"quoted"',
    ],
)  # fmt: skip
def test_both_parsers_read_one_summary_whatever_it_holds(typed):
    text = text_of(entry(summary=typed, description=typed))

    assert by_icalendar(text) == by_vobject(text)
    assert by_icalendar(text)["summary"] == ical.line_of(typed)
    assert_lines_fit(text)


def test_a_description_keeps_its_lines():
    assert by_vobject(text_of(entry(description="one\r\ntwo\rthree\nfour")))["description"] == "one\ntwo\nthree\nfour"


@pytest.mark.parametrize("length", [74, 75, 76, 149, 150, 223, 224])
def test_folding_keeps_every_sign_at_every_length(length):
    line = "é" * (length // 2) + "x" * (length % 2)

    folded = ical.fold(line)

    assert folded.replace("\r\n ", "") == line
    assert max(len(part.encode()) for part in folded.split("\r\n")) <= 75


# --- the zone ---

ZONES = [
    "America/Los_Angeles", "Europe/Berlin", "Europe/Dublin", "Australia/Lord_Howe", "America/Phoenix", "UTC",
    "Asia/Jerusalem", "Africa/Casablanca", "Asia/Kathmandu",
]  # fmt: skip


def zone_as_read(zone, first, last, tmp_path):
    """The zone as dateutil reads our rules."""
    path = tmp_path / "zone.ics"
    path.write_bytes(("\r\n".join(["BEGIN:VCALENDAR", *ical_zone.lines(zone, first, last), "END:VCALENDAR"])).encode())
    return tzical(str(path)).get()


@pytest.mark.parametrize("name", ZONES)
def test_our_rules_give_the_zones_own_offset_every_hour_of_three_years(name, tmp_path):
    zone = ZoneInfo(name)

    read = zone_as_read(zone, 2026, 2028, tmp_path)

    first = datetime(2026, 1, 1, tzinfo=UTC)
    hours = [first + number * HOUR for number in range(3 * 365 * 24)]
    wrong = [at for at in hours if local(at, zone).replace(tzinfo=read).utcoffset() != at.astimezone(zone).utcoffset()]
    assert [at for at in wrong if not is_doubled(at, zone)] == []


def local(at, zone):
    return at.astimezone(zone).replace(fold=0)


def is_doubled(at, zone):
    here = at.astimezone(zone)
    return here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()


def test_where_one_rule_holds_it_is_written_once_for_good():
    lines = ical_zone.lines(HOUSE, 2026, 2026)

    assert [line for line in lines if line.startswith("RRULE")] == [
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    ]


def test_the_last_sunday_of_a_month_is_named_as_the_last():
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU" in ical_zone.lines(ZoneInfo("Europe/Berlin"), 2026, 2026)


def test_an_offset_with_seconds_keeps_them():
    lines = ical_zone.lines(ZoneInfo("Africa/Monrovia"), 1971, 1972)

    assert "TZOFFSETFROM:-004430" in lines


@pytest.mark.parametrize(
    ("wall", "offset"),
    [((2026, 3, 8, 1, 59), -8), ((2026, 3, 8, 3, 0), -7), ((2026, 11, 1, 0, 59), -7), ((2026, 11, 1, 2, 0), -8)],
)
def test_sails_on_both_days_on_which_the_clocks_change_keep_their_instant(wall, offset):
    shown = datetime(*wall, tzinfo=UTC)
    at = shown - offset * HOUR

    text = text_of(entry(starts_at=at, ends_at=at + HOUR))

    assert f"DTSTART;TZID=America/Los_Angeles:{shown:%Y%m%dT%H%M%S}" in text
    assert [by_icalendar(text)["start"], by_vobject(text)["start"]] == [at, at]


def test_a_time_that_the_clock_shows_for_the_second_time_is_written_in_utc():
    second = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)  # 01:30 PST, an hour after 01:30 PDT

    text = text_of(entry(starts_at=second, ends_at=second + HOUR))

    assert "DTSTART:20261101T093000Z\r\n" in text
    assert [by_icalendar(text)["start"], by_vobject(text)["start"]] == [second, second]


def test_a_sail_over_the_change_is_as_long_as_it_is():
    start = datetime(2026, 3, 8, 7, 0, tzinfo=UTC)  # 23:00 PST; back at 04:00 PDT

    text = text_of(entry(starts_at=start, ends_at=start + 4 * HOUR))

    assert by_vobject(text)["end"] - by_vobject(text)["start"] == 4 * HOUR
