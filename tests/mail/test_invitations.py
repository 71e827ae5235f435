"""An entry in a letter: the third form of the same words, as mail programs want it (RFC 6047)."""

import email
import email.policy

import icalendar
import pytest
import vobject

from scc_site.mail import invitations, letters, messages
from scc_site.models import OutgoingMail
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import post
from tests.mail.samples import ENTRY, FACTS, GONE

pytestmark = pytest.mark.django_db


def message(context, name="Ana Silva", **fields):
    """A letter with an entry as its bytes are read at the other end."""
    mail = post(person=factories.person(name, **fields), context={"greeting": "Ahoy", "topic": "x", **context})
    letter = letters.compose(mail, secrets={}, at=NOW)
    return email.message_from_bytes(messages.mime(letter).as_bytes(), policy=email.policy.default)


@pytest.mark.parametrize(("context", "method"), [(ENTRY, "REQUEST"), (GONE, "CANCEL")])
def test_the_entry_is_the_third_alternative_and_says_its_method_twice(context, method):
    parts = list(message(context).iter_parts())

    entry = parts[2]
    text = entry.get_payload(decode=True).decode()
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert (entry.get_param("method"), entry.get_content_charset()) == (method, "utf-8")
    assert str(icalendar.Calendar.from_ical(text)["METHOD"]) == vobject.readOne(text).method.value == method


def test_the_text_arrives_with_its_own_line_ends_and_lengths():
    text = list(message(ENTRY).iter_parts())[2].get_payload(decode=True)

    lines = text.split(b"\r\n")
    assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in text.replace(b"\r\n", b"")


def test_the_house_asks_and_the_reader_has_answered():
    text = list(message(ENTRY, email="ana@example.com").iter_parts())[2].get_payload(decode=True).decode()

    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    assert (str(event["ORGANIZER"]), str(event["ATTENDEE"])) == ("mailto:dock@example.com", "mailto:ana@example.com")
    assert (event["ATTENDEE"].params["PARTSTAT"], event["ATTENDEE"].params["RSVP"]) == ("ACCEPTED", "FALSE")


def test_a_name_that_is_a_line_adds_none():
    text = list(message(ENTRY, 'Ana"\r\nSTATUS:CANCELLED;,:').iter_parts())[2].get_payload(decode=True).decode()

    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    assert (str(event["STATUS"]), event["ATTENDEE"].params["CN"]) == ("CONFIRMED", "Ana' STATUS:CANCELLED;,:")


def test_a_letter_without_an_entry_has_two_forms_and_one_whose_person_is_gone_no_name():
    assert len(list(message({}).iter_parts())) == 2

    part = invitations.part_of(OutgoingMail(to="x@example.com", context={"calendar": FACTS}))

    assert "RSVP=FALSE:mailto:x@example.com" in part.text.replace("\r\n ", "")
