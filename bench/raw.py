"""The raw end: one prepared psycopg query and f-strings behind the same web server, nothing else."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from html import escape
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import psycopg

from scc_site.settings import DATABASES

ZONE = ZoneInfo("America/Los_Angeles")
_local = threading.local()

MONTH = """
SELECT e.event_id, e.departs_at, v.name, t.name, e.seats_filled, e.seats_total, e.captain_state, e.sunset_at
  FROM events_sailevent e JOIN events_vessel v ON v.id = e.vessel_id JOIN events_eventtype t ON t.id = e.event_type_id
 WHERE e.sails_on BETWEEN %s AND %s ORDER BY e.departs_at"""
EVENT = """
SELECT e.event_id, e.departs_at, v.name, t.name, e.capacity,
       (SELECT json_agg(json_build_array(s.role, s.number, p.name, a.state) ORDER BY s.role, s.number)
          FROM events_seat s
          LEFT JOIN crew_assignment a ON a.seat_id = s.id AND a.state IN ('offered', 'claimed', 'confirmed', 'covering')
          LEFT JOIN scc_site_user p ON p.id = a.person_id WHERE s.event_id = e.id),
       (SELECT json_agg(json_build_array(to_char(i.due_at, 'HH24:MI'), i.text, i.role, p.name) ORDER BY i.due_at)
          FROM events_checklistitem i LEFT JOIN scc_site_user p ON p.id = i.done_by_id WHERE i.event_id = e.id)
  FROM events_sailevent e JOIN events_vessel v ON v.id = e.vessel_id JOIN events_eventtype t ON t.id = e.event_type_id
 WHERE e.event_id = %s"""
CLAIM = """
INSERT INTO crew_assignment (event_id, seat_id, person_id, state, made_at, made_by_id, confirmed_at, confirmed_by_id, reason)
VALUES (%s, %s, %s, 'confirmed', now(), %s, now(), %s, '') ON CONFLICT DO NOTHING RETURNING id"""
HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{0}</title></head><body><h1>{0}</h1>'


def connection() -> psycopg.Connection:
    """This thread's connection; every statement is prepared on first use."""
    if not hasattr(_local, "connection"):
        found = DATABASES["default"]
        _local.connection = psycopg.connect(
            host=found["HOST"] or None,
            port=found["PORT"] or None,
            user=found["USER"],
            password=found.get("PASSWORD") or None,
            dbname=found["NAME"],
            autocommit=True,
            prepare_threshold=0,
        )
    return _local.connection


def _month(query: str) -> str:
    first = datetime.strptime(parse_qs(query)["month"][0], "%Y-%m").date()  # noqa: DTZ007 - a calendar month has no zone
    last: date = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    parts = [HEAD.format(first)]
    for event_id, departs, vessel, kind, filled, total, captain, sunset in connection().execute(MONTH, (first, last)):
        parts.append(
            f'<li><a href="/events/{event_id}/">{departs.astimezone(ZONE):%a %d %b %H:%M} {escape(vessel)} · {escape(kind)}</a>'
            f" {filled} of {total} {captain} · sunset {sunset.astimezone(ZONE):%H:%M}</li>"
        )
    return "".join(parts)


def _event(event_id: str) -> str:
    row = connection().execute(EVENT, (event_id,)).fetchone()
    _, departs, vessel, kind, capacity, seats, items = row
    parts = [HEAD.format(escape(kind)), f"<p>{departs.astimezone(ZONE):%A %d %B %H:%M} {escape(vessel)} {capacity}</p>"]
    parts += [f"<li>{role} {number} {escape(name or '')} {state or 'open'}</li>" for role, number, name, state in seats]
    parts += [f"<li>{due} {escape(text)} {role} {escape(name or '')}</li>" for due, text, role, name in items]
    return "".join(parts)


def _claim(form: dict[str, list[str]]) -> bool:
    seat_id, event_pk = form["seat"][0].split(":")
    person = int(form["person"][0])
    return connection().execute(CLAIM, (int(event_pk), int(seat_id), person, person, person)).fetchone() is not None


def application(environ, start_response):
    """The WSGI entry point."""
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] == "POST":
        form = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
        taken = _claim(form)
        start_response(
            "303 See Other" if taken else "409 Conflict", [("Content-Length", "0"), ("Location", "/events/")]
        )
        return [b""]
    text = _month(environ["QUERY_STRING"]) if path == "/events/" else _event(path.split("/")[2])
    body = text.encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
