"""The entry for the reader's own calendar that a letter brings or takes back (RFC 6047).

A letter's row keeps plain facts (scc_site.ical.facts_of); the text is made when the letter is written, so that facts
can be put right while it waits. The house is the organizer and has the reader's answer already.
"""

from __future__ import annotations

from django.conf import settings

from scc_site import ical
from scc_site.mail.messages import CalendarPart
from scc_site.models import OutgoingMail

CALENDAR = "calendar"  # in a row's context


def part_of(mail: OutgoingMail) -> CalendarPart | None:
    """The calendar part of a row's letter, if it has one; `mail.person`, where there still is one, must be loaded."""
    facts = mail.context.get(CALENDAR)
    if not facts:
        return None
    house = ical.Mailbox(settings.HOUSE_NAME, settings.DEFAULT_FROM_ADDRESS)
    reader = ical.Mailbox(mail.person.name if mail.person else "", mail.to)
    entry = ical.entry_of(facts, organizer=house, attendee=reader)
    method = facts["method"]
    return CalendarPart(method=method, text=ical.write([entry], zone=settings.HOUSE_ZONE, method=method))
