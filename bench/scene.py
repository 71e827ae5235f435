"""The stage of a benchmark: a built house, signed-in people, and the requests each system is asked."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import psutil
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench import client, house
from crew.models import Assignment
from events.models import SailEvent, Seat
from scc_site import clock
from scc_site.auth import sessions
from scc_site.models import User
from waivers import links
from waivers.models import Guest

CSRF = "b" * 32
CLAIMS = 160  # a round's, over as many sails
GUESTS = 12  # on each sail whose guest page is asked for
STRANGER = {"Host": "127.0.0.1", "Accept": "text/html"}


@dataclass
class Stage:
    """What a run needs to know: cookies by person, free seats, and the processes that serve."""

    house_cookies: dict[int, str]
    floor_cookies: dict[int, str]
    free: list[tuple[int, int, str, int]]  # seat, event, event_id, person
    month: str
    event_ids: list[str]
    guest_paths: list[str]  # of guests who have not signed yet, on the sails of the event page
    processes: dict[str, Any] = field(default_factory=dict)

    def headers(self, system: str, person: int) -> dict[str, str]:
        """What a browser of one person sends."""
        cookies = {"house": self.house_cookies, "floor": self.floor_cookies, "raw": {person: "a=b"}}[system][person]
        name = settings.CSRF_COOKIE_NAME if system == "house" else "csrf"
        return {"Host": "127.0.0.1", "Cookie": f"{cookies}; {name}={CSRF}", "Accept": "text/html"}

    def pages(self) -> dict[str, dict[str, tuple[str, list[bytes]]]]:
        """By page and by system: where to ask, and what."""
        person = next(iter(self.house_cookies))

        def ask(system: str, paths: list[str]) -> tuple[str, list[bytes]]:
            return system, [client.get(path, self.headers(system, person)) for path in paths]

        month = [f"/events/?month={self.month}"]
        details = [f"/events/{event_id}/" for event_id in self.event_ids]
        return {
            "month page": {
                "house": ask("house", month),
                "floor": ask("floor", month),
                "usual": ask("floor", [path.replace("/events/", "/usual/") for path in month]),
                "raw": ask("raw", month),
            },
            "event page": {name: ask(name, details) for name in ("house", "floor", "raw")},
            # a guest has no session; beside it stands what the event page costs the others
            "guest page": {
                "house": ("house", [client.get(path, STRANGER) for path in self.guest_paths]),
                "floor": ask("floor", details),
                "raw": ask("raw", details),
            },
        }

    def home(self) -> tuple[str, list[bytes]]:
        """Where the home of the crew is asked for, by twenty people in turn."""
        people = list(self.house_cookies)[:20]
        return "house", [client.get("/", self.headers("house", person)) for person in people]

    def claims(self, system: str) -> Iterator[bytes]:
        """A round of claims, each by another person on another sail."""
        for seat, event, event_id, person in self.free:
            fields = {"csrfmiddlewaretoken": CSRF, "seat": f"{seat}:{event}", "person": person}
            path = "/claim/"
            if system == "house":
                fields = {"csrfmiddlewaretoken": CSRF, "event_id": event_id, "role": "crew"}
                path = "/auth/claim/"
            yield client.post(path, self.headers(system, person), urlencode(fields).encode())

    def forget_claims(self) -> None:
        """Make the claimed seats free again."""
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM crew_assignment WHERE made_at > now() - interval '1 hour' AND made_by_id = person_id"
            )
            cursor.execute("UPDATE events_sailevent SET seats_filled = %s WHERE seats_filled <> %s", [house.HELD] * 2)
            cursor.execute("DELETE FROM scc_site_outgoingmail")

    def check_nothing_oversold(self) -> None:
        """As many claims as were asked for, no more; anything else ends the run."""
        made = Assignment.objects.active().count() - SailEvent.objects.count() * house.HELD
        if made != len(self.free):
            raise SystemExit(f"{len(self.free)} claims were answered 303, but {made} seats changed hands.")


@contextlib.contextmanager
def built(*, events: int, people: int) -> Iterator[Stage]:
    """An empty database, migrated and filled; refuses one with people in it."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if User.objects.exists():
        raise SystemExit("The database is not empty: the benchmark only fills one of its own.")
    house.build(events=events, people=people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    yield _stage(events)


def _stage(events: int) -> Stage:
    crew = list(User.objects.crew().order_by("pk"))
    middle = SailEvent.objects.all()[events // 2]
    later = list(SailEvent.objects.filter(departs_at__gt=middle.departs_at)[:CLAIMS])
    free = []
    for sail in later:
        seat = Seat.objects.filter(event=sail).exclude(assignments__isnull=False).order_by("number").first()
        # the holders of sail n are the ten people from 10 n on; half the crew further on nobody sails that week
        turn = int(sail.event_id.rsplit("-", 1)[1])
        person = crew[(turn * house.HELD + len(crew) // 2) % len(crew)]
        free.append((seat.pk, sail.pk, sail.event_id, person.pk))
    ids = [sail.event_id for sail in later[:40]]
    people = {person for *_, person in free}
    return Stage(
        house_cookies={pk: _house_cookie(User.objects.get(pk=pk)) for pk in people},
        floor_cookies=_floor_cookies(people),
        free=free,
        month=f"{middle.sails_on:%Y-%m}",
        event_ids=ids,
        guest_paths=_guest_paths(later[:40]),
    )


def _guest_paths(sails: list[SailEvent]) -> list[str]:
    """A page on each sail, among so many guests that wait for their signature."""
    Guest.objects.bulk_create(
        Guest(
            event=sail, name=f"Guest {number} Stone", source=Guest.Source.OFFICE, added_at=house.MADE_AT,
            hold_until=sail.departs_at - timedelta(hours=24),
        )
        for sail in sails
        for number in range(GUESTS)
    )  # fmt: skip
    first = Guest.objects.filter(name="Guest 0 Stone").order_by("pk")
    return [f"/guest/{links.guest_token(guest)}/" for guest in first]


def _house_cookie(person: User) -> str:
    browser = sessions.Browser(ip="127.0.0.1", agent="bench")
    session = sessions.open_for(person=person, scope="user", method="operator", browser=browser, at=clock.now())
    return f"{settings.SESSION_COOKIE}={sessions.token_of(session)}"


def _floor_cookies(people: set[int]) -> dict[int, str]:
    """Stock Django's sessions live in stock Django's process."""
    printed = subprocess.run(
        [sys.executable, "-m", "bench.floor_cookies", *map(str, people)],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "bench.floor_settings"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    return {int(pk): cookie for pk, cookie in json.loads(printed).items()}


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int) -> None:
    """Until a server accepts connections; ends the run after 30 s."""
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit(f"Nothing answers on port {port}.")


def memory_mb(pid: int) -> float:
    """The proportional set size of a process and its children, in MB."""
    parent = psutil.Process(pid)
    return sum(each.memory_full_info().pss for each in [parent, *parent.children(recursive=True)]) / 1e6
