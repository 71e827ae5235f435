"""What runs by itself, as data: name, dotted path, when, why."""

from __future__ import annotations

from typing import NamedTuple


class Schedule(NamedTuple):
    """One thing the house does by itself: the function at `path`, called as `function(at=instant)`."""

    name: str
    path: str
    every_minutes: int
    why: str


SCHEDULES: tuple[Schedule, ...] = (
    Schedule("alarms", "scc_site.mail.alerts.gather", 1, "What went wrong within a quiet hour is told together."),
    Schedule("mail", "scc_site.mail.pump.wake", 1, "Letters leave; what a dead pump left behind is put right."),
    Schedule("answered forms", "scc_site.idempotency.forget", 1440, "Answers kept against double taps are dropped."),
    Schedule("letter copies", "scc_site.mail.copies.drop_old", 1440, "Words of old letters need not be kept for ever."),
    Schedule("sign-in", "scc_site.auth.tasks.purge", 1440, "Old codes, sessions and counters need not be remembered."),
    Schedule("offers", "crew.tasks.expire_offers", 1, "An offer nobody answered must not keep a seat from others."),
)
