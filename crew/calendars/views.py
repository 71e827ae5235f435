"""The feed that calendars read, the page where it is subscribed to, and its reset."""

from __future__ import annotations

from datetime import UTC
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from crew.calendars import feeds, pages, tokens
from crew.models import CalendarFeed
from crew.views import person_of
from scc_site import clock, ical
from scc_site.auth.access import admin_only, crew_only
from scc_site.idempotency import answered_once
from scc_site.models import Scope, User

DEAD = "This calendar link was replaced by a newer one. Subscribe again with the link on your calendar page.\n"
MOST_DIGITS = 9


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """One person's sails for a calendar program: 404 for a token nobody made, 410 for one that was reset."""
    known = tokens.read(token, settings.RECORD_KEYS)
    found = CalendarFeed.objects.of_sub(known[0]) if known else None
    if known is None or found is None:
        raise Http404
    if known[1] != found.number:
        return HttpResponse(
            DEAD, status=410, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
        )
    reading = feeds.read(feed=found, at=clock.now())
    etag, changed = f'"{reading.digest}"', int(reading.changed_at.astimezone(UTC).timestamp())
    headers = {
        "ETag": etag,
        "Last-Modified": http_date(changed),
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="sails.ics"',
        "X-Robots-Tag": "noindex",
    }
    response = HttpResponse(reading.text, content_type=ical.TYPE, headers=headers)
    return get_conditional_response(request, etag=etag, last_modified=changed, response=response) or response


@crew_only
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """How to have one's sails in one's own calendar."""
    found = CalendarFeed.objects.of(_crew(request))
    return render(request, "crew/calendar.html", pages.calendar(found, clock.now()))


@crew_only
@answered_once
def reset(request: HttpRequest) -> HttpResponse:
    """Ask first, then make one's own link anew."""
    return _reset(request, _crew(request), done="/calendar/", words="Your link is a new one. Subscribe again with it.")


@admin_only
@answered_once
def reset_of(request: HttpRequest, sub: UUID) -> HttpResponse:
    """The same for somebody, by the office."""
    found = CalendarFeed.objects.of_sub(sub)
    if found is None:
        raise Http404
    person = found.person
    words = f"{person.name}’s calendar link is a new one. They find it on their calendar page."
    return _reset(request, person, done=f"/admin/scc_site/user/{person.pk}/change/", words=words)


def _reset(request: HttpRequest, person: User, *, done: str, words: str) -> HttpResponse:
    if request.method != "POST":
        found = CalendarFeed.objects.of(person)
        context = {"whose": person, "number": found.number, "back": done, "is_own": person.pk == person_of(request).pk}
        return render(request, "crew/calendar_reset.html", context)
    seen = request.POST.get("number", "")
    number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) <= MOST_DIGITS else None
    feeds.reset(person=person, by=person_of(request), at=clock.now(), number=number)
    messages.success(request, words)
    return HttpResponse(status=303, headers={"Location": done})


def _crew(request: HttpRequest) -> User:
    """Whoever may hold seats on any sail: a link to one sail alone opens no calendar of all."""
    person = person_of(request)
    if not person.is_crew or (person.auth_session and person.auth_session.scope == Scope.EVENT):
        raise Http404
    return person
