"""What the page about one's calendar prints."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.utils.safestring import mark_safe

from crew.calendars import feeds
from crew.models import CalendarFeed
from events import wording
from scc_site.desk import Section, said

Context = dict[str, Any]
# Where a subscription is put in, in one sentence each.
WAYS = (
    ("iPhone, iPad, Mac", "Tap “Subscribe” above, then confirm."),
    (
        "Google Calendar, Android",
        "On a computer open calendar.google.com, then “Other calendars”, “+”, “From URL”, and paste the link; "
        "the phone follows by itself. Google looks for changes every 8 to 24 hours.",
    ),
    ("Outlook", "Open Calendar, then “Add calendar”, “Subscribe from web”, and paste the link."),
    ("Thunderbird", "File, “New”, “Calendar”, “On the network”, and paste the link."),
)


def calendar(feed: CalendarFeed, at: datetime) -> Context:
    """The context of crew/calendar.html."""
    path = feeds.link(feed)
    url = f"{settings.SITE_ORIGIN}{path}"
    app = f"webcal://{urlsplit(settings.SITE_ORIGIN).netloc}{path}"
    return {
        "url": url,
        "app": app,
        "qr": mark_safe(segno.make(app, micro=False, error="m").svg_inline(border=0, omitsize=True, svgclass=None)),
        "ways": WAYS,
        "was_read": _was_read(feed, at),
    }


def _was_read(feed: CalendarFeed, at: datetime) -> str:
    """When a program came last, to the hour."""
    if feed.read_at is None:
        return "No calendar has read this link yet."
    here = feed.read_at.astimezone(settings.HOUSE_ZONE)
    on = wording.near_day(here.date(), at.astimezone(settings.HOUSE_ZONE).date())
    return f"A calendar read this link last: {on}, in the hour of {wording.clock(feed.read_at, settings.HOUSE_ZONE)}."


def section(feed: CalendarFeed) -> Section:
    """With a person in the office: whether their link is used, and the way to reset it."""
    rows: list[tuple[str, ...]] = []
    if feed.reset_at:
        rows.append(("reset", said(feed.reset_at), str(feed.reset_by)))
    if feed.read_at:
        rows.append(("last read, to the hour", said(feed.read_at), "their calendar"))
    return Section(
        title="Calendar link",
        head=("what", "when", "by"),
        rows=rows,
        empty="No calendar has read their link yet.",
        more=(f"/calendar/of/{feed.person.sub}/reset/", "Reset their link"),
    )
