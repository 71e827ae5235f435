"""The floor: the least honest Django doing the same work on the same rows.

Django's own sessions, authentication and CSRF, the ORM, one template; no history, no letters, no rules. `usual` prints
dates and links in the template, `lean` makes them in Python.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path
from django.utils import timezone
from django.utils.dates import MONTHS

from crew.models import Assignment
from events.models import ChecklistItem, SailEvent, Seat

HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<link rel="stylesheet" href="/static/css/site.css"></head><body><header><a href="/">Ship Captain Crew</a>
<nav><a href="/events/">Month</a></nav> {{ request.user.name }}</header><main><h1>{{ title }}</h1>"""
USUAL = (
    HEAD
    + """<ul>{% for event in events %}<li><a href="{% url 'detail' event.event_id %}">
<time datetime="{{ event.departs_at|date:'c' }}">{{ event.departs_at|date:'D j M H:i' }}</time>
{{ event.vessel.name }} · {{ event.event_type.name }}</a> {{ event.seats_filled }} of {{ event.seats_total }}
{{ event.get_captain_state_display }} · sunset {{ event.sunset_at|date:'H:i' }}</li>{% endfor %}</ul></main></body></html>"""
)
LEAN = (
    HEAD
    + """<ul>{% for row in rows %}<li><a href="{{ row.0 }}"><time datetime="{{ row.1 }}">{{ row.2 }}</time>
{{ row.3 }} · {{ row.4 }}</a> {{ row.5 }} of {{ row.6 }} {{ row.7 }} · sunset {{ row.8 }}</li>{% endfor %}</ul>
</main></body></html>"""
)
DETAIL = (
    HEAD
    + """<p>{{ event.departs_at|date:'l j F H:i' }} · {{ event.vessel.name }} · {{ event.capacity }} guests</p>
<h2>Crew</h2><ul>{% for seat in seats %}<li>{{ seat.role }} {{ seat.number }}
{% for held in seat.held %}{{ held.person.name }} {{ held.state }}{% empty %}<form method="post" action="{% url 'claim' %}">
{% csrf_token %}<input type="hidden" name="seat" value="{{ seat.pk }}"><button>Take this seat</button></form>{% endfor %}
</li>{% endfor %}</ul><h2>Checklist</h2><ul>{% for item in items %}<li>{{ item.due_at|date:'H:i' }} {{ item.text }}
{{ item.role }} {% if item.done_at %}{{ item.done_by.name }} {{ item.done_at|date:'H:i' }}{% endif %}</li>{% endfor %}</ul>
</main></body></html>"""
)


def _page(source: str, request: HttpRequest, **context: object) -> HttpResponse:
    template = _page.cache.get(source) or _page.cache.setdefault(source, engines["django"].from_string(source))
    return HttpResponse(template.render(context, request))


_page.cache = {}


def _month(request: HttpRequest):
    year, month = map(int, request.GET["month"].split("-"))
    first = date(year, month, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    events = SailEvent.objects.filter(sails_on__range=(first, last)).order_by("departs_at")
    return f"{MONTHS[month]} {year}", events


@login_required
def usual(request: HttpRequest) -> HttpResponse:
    """The month with dates and links made by the template."""
    title, events = _month(request)
    return _page(USUAL, request, title=title, events=events.select_related("vessel", "event_type"))


@login_required
def lean(request: HttpRequest) -> HttpResponse:
    """The month with dates and links made in Python."""
    title, events = _month(request)
    names = [
        "event_id",
        "departs_at",
        "vessel__name",
        "event_type__name",
        "seats_filled",
        "seats_total",
        "captain_state",
        "sunset_at",
    ]
    rows = []
    for event_id, departs_at, vessel, kind, filled, total, captain, sunset_at in events.values_list(*names):
        local = timezone.localtime(departs_at)
        sunset = timezone.localtime(sunset_at)
        rows.append(
            (
                f"/events/{event_id}/",
                local.isoformat(),
                f"{local:%a %d %b %H:%M}",
                vessel,
                kind,
                filled,
                total,
                captain,
                f"{sunset:%H:%M}",
            )
        )
    return _page(LEAN, request, title=title, rows=rows)


@login_required
def detail(request: HttpRequest, event_id: str) -> HttpResponse:
    """One sail with its seats, their holders and its checklist."""
    event = SailEvent.objects.select_related("vessel", "event_type").get(event_id=event_id)
    seats = list(Seat.objects.filter(event=event).order_by("role", "number"))
    held: dict[int, list[Assignment]] = {}
    for assignment in Assignment.objects.active().filter(event=event).select_related("person"):
        held.setdefault(assignment.seat_id, []).append(assignment)
    for seat in seats:
        seat.held = held.get(seat.pk, [])
    items = ChecklistItem.objects.filter(event=event).select_related("done_by").order_by("due_at")
    return _page(DETAIL, request, title=event.event_type.name, event=event, seats=seats, items=items)


@login_required
def claim(request: HttpRequest) -> HttpResponse:
    """One INSERT into a free seat."""
    seat_id, event_pk = request.POST["seat"].split(":")
    now = timezone.now()
    try:
        with transaction.atomic():
            Assignment.objects.create(
                event_id=int(event_pk),
                seat_id=int(seat_id),
                person=request.user,
                state="confirmed",
                made_at=now,
                made_by=request.user,
                confirmed_at=now,
                confirmed_by=request.user,
            )
    except IntegrityError:
        return HttpResponse("taken", status=409)
    return HttpResponseRedirect("/events/")


urlpatterns = [
    path("events/", lean),
    path("usual/", usual),
    path("events/<slug:event_id>/", detail, name="detail"),
    path("claim/", claim, name="claim"),
]
