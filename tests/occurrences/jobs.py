"""Jobs for tests, and schedules that run them."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, time
from pathlib import Path
from time import sleep

from django.db import DatabaseError

from scc_site import schedules
from scc_site.models import Heartbeat, Schedule
from scc_site.occurrences import planning, rules
from scc_site.schedules import Chore, Shipped

AT = datetime(2027, 3, 10, 17, 0, tzinfo=UTC)  # a Wednesday, 09:00 in Los Angeles
ran: list[tuple[str, datetime]] = []


def good(*, at):
    ran.append(("good", at))


def told_slot(*, at, slot):
    ran.append(("slot", slot))


def bad(*, at):
    raise RuntimeError("the sea is rough")


def writes_then_fails(*, at):
    Heartbeat.objects.create(name="half", at=at)
    raise RuntimeError("half way")


def fails_first(*, at):
    ran.append(("first", at))
    if len(ran) == 1:
        raise RuntimeError("not yet")


def swallows(*, at):
    """Breaks its transaction and says nothing."""
    with suppress(DatabaseError):
        Heartbeat.objects.create(name="x" * 50, at=at)


def writes(*, at, slot):
    """Leaves a row per run: a second run of the same slot adds a second."""
    Heartbeat.objects.create(name=f"{slot:%m-%dT%H:%M} {Heartbeat.objects.count()}", at=at)


def waits_to_be_killed(*, at, slot):
    """Leaves its row, says so in a file, and takes long; the second time it does not."""
    writes(at=at, slot=slot)
    if sign := os.environ.get("SIGN"):
        Path(sign).touch()
        sleep(60)


def chore(name):
    return Chore(name, f"{__name__}.{name}", "a test")


def shipped(name, rule=None, path="", **more):
    """An entry whose job is the function of its name, daily at 07:00 unless said otherwise."""
    return Shipped(name, f"{__name__}.{path or name}", rule or rules.daily(time(7)), "a test", **more)


@contextmanager
def the_house_does(monkeypatch, *entries, chores=()):
    """These schedules alone are shipped, and no chore unless named."""
    with monkeypatch.context() as patch:
        patch.setattr(schedules, "SCHEDULES", entries)
        patch.setattr(schedules, "CHORES", tuple(chores))
        patch.setattr(schedules, "AFTERWARDS", ())
        ran.clear()
        yield


def kept(at=AT, **changes):
    """The one shipped schedule's row, made at an instant and changed."""
    planning.keep(at=at)
    Schedule.objects.update(**changes) if changes else None
    return Schedule.objects.get()
