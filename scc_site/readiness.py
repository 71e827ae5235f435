"""Is all well? The one answer behind /readyz and `manage.py status`: a handful of readings, in a few fixed queries."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, InterfaceError, ProgrammingError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Min

from scc_site import canary, tick
from scc_site.mail import pace
from scc_site.models import Heartbeat, OutgoingMail

TICK_LATE = timedelta(minutes=3)
OUTBOX_LATE = timedelta(minutes=10)


class Reading(NamedTuple):
    """One thing that was looked at."""

    name: str
    well: bool
    detail: str


def readings(*, at: datetime) -> list[Reading]:
    """Database, migrations, canary, tick, outbox, mail service at an instant; without a database just that."""
    try:
        beats = {beat.name: beat.at for beat in Heartbeat.objects.filter(name__in=[canary.NAME, tick.NAME])}
        return [
            Reading("database", True, "answers"),
            migrations(),
            _beat("canary", beats.get(canary.NAME), at, canary_late()),
            _beat("tick", beats.get(tick.NAME), at, TICK_LATE),
            _outbox(at),
            _mail_service(),
        ]
    except ProgrammingError:
        return [Reading("database", True, "answers"), Reading("migrations", False, "the tables are missing")]
    except (DatabaseError, InterfaceError) as fault:
        return [Reading("database", False, type(fault).__name__)]


def canary_late() -> timedelta:
    """How old the canary's last sign may be."""
    return timedelta(seconds=min(2 * settings.CANARY_SECONDS, settings.CANARY_DEAD_SECONDS))


def tick_is_late(*, at: datetime) -> bool:
    """Whether the minutely schedule has stopped; one query."""
    return not Heartbeat.objects.filter(name=tick.NAME, at__gt=at - TICK_LATE).exists()


def mail_by_state() -> dict[str, int]:
    """How many letters are in each state, states without letters left out."""
    counted = OutgoingMail.objects.order_by("state").values_list("state").annotate(Count("pk"))
    return dict(counted)


def _beat(name: str, last: datetime | None, at: datetime, late: timedelta) -> Reading:
    """How long ago a part of the machinery was alive."""
    if last is None:
        return Reading(name, False, "never seen")
    return Reading(name, at - last <= late, f"{max(0, round((at - last).total_seconds()))} s ago")


def migrations() -> Reading:
    """Whether the database has every table this code expects."""
    try:
        applied = set(MigrationRecorder.Migration.objects.values_list("app", "name"))
    except ProgrammingError:
        return Reading("migrations", False, "the tables are missing")
    missing = sorted(_known_migrations() - applied)
    if missing:
        return Reading("migrations", False, f"{len(missing)} not applied, first {'.'.join(missing[0])}")
    return Reading("migrations", True, "all applied")


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations in this code."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _outbox(at: datetime) -> Reading:
    """How long the oldest letter that should have left has been waiting."""
    due = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED, not_before__lte=at)
    oldest = due.aggregate(oldest=Min("not_before"))["oldest"]
    if oldest is None:
        return Reading("outbox", True, "nothing waits")
    return Reading("outbox", at - oldest <= OUTBOX_LATE, f"oldest unsent {round((at - oldest).total_seconds())} s")


def _mail_service() -> Reading:
    """Whether letters leave: the breaker, shut by any worker on any host, and the day's quota."""
    trouble = pace.trouble()
    return Reading("mail service", not trouble, trouble or "takes letters")
