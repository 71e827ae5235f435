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
    Schedule("mail", "scc_site.mail.pump.wake", 1, "Letters leave; what a dead pump left behind is put right."),
    Schedule("answered forms", "scc_site.idempotency.forget", 1440, "Answers kept against double taps are dropped."),
    Schedule("sign-in", "scc_site.auth.tasks.purge", 1440, "Old codes, sessions and counters need not be remembered."),
    Schedule("offers", "crew.tasks.expire_offers", 1, "An offer nobody answered must not keep a seat from others."),
)
