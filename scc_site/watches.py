"""What the supervisor looks at to know that a process that runs also works."""

from __future__ import annotations

import http.client
import logging
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections

from scc_site import canary, clock, readiness

ASK_AGAIN_PARTS = 30  # a canary that another host's cluster caught is sent again soon
QUEUE_START_SECONDS = 30.0
WEB_EVERY_SECONDS = 10.0
WEB_PATIENCE_SECONDS = 5.0
WEB_MISSES = 6
WEB_START_SECONDS = 60.0
log = logging.getLogger(__name__)


class QueueWatch:
    """Whether the canary comes through this very cluster."""

    def __init__(self, *, every: float, dead_after: float) -> None:
        """Start with a silent cluster; times in seconds."""
        self.every, self.dead_after = every, dead_after
        handle, name = tempfile.mkstemp(prefix="scc-canary-")
        os.close(handle)
        self.file = Path(name)
        self.begin()

    def begin(self) -> None:
        """A new cluster starts: nothing is owed yet."""
        self.seen = self.file.stat().st_mtime_ns
        self.asked_since: float | None = None
        self.ask_at = 0.0
        self.began = time.monotonic()
        self.tick_is_late = False
        self.answered = False

    def look(self) -> bool:
        """Send a canary when it is time, note the one that came; says whether the cluster has been silent too long."""
        now, seen = time.monotonic(), self.file.stat().st_mtime_ns
        if seen != self.seen:
            self.seen, self.asked_since, self.ask_at, self.answered = seen, None, now + self.every, True
        if now >= self.ask_at:
            self._ask(now)
        allowed = self.dead_after - self.every + (0 if self.answered else QUEUE_START_SECONDS)
        if self.asked_since is not None and now - self.asked_since > allowed:
            return True
        # The process that plans the tick may hang alone, while jobs go on.
        return self.tick_is_late and now - self.began > readiness.TICK_LATE.total_seconds()

    @property
    def silent_seconds(self) -> float:
        """How long no job has come through: since the canary that is still owed, else since this cluster began."""
        return time.monotonic() - (self.asked_since or self.began)

    def _ask(self, now: float) -> None:
        """Send one canary; while the database is away the cluster owes us nothing."""
        self.ask_at = now + max(0.5, self.every / ASK_AGAIN_PARTS)
        try:
            close_old_connections()
            canary.send()
            self.tick_is_late = readiness.tick_is_late(at=clock.now())
        except (DatabaseError, InterfaceError) as fault:
            log.warning("The canary cannot be sent: %s", fault)
            self.asked_since = None
        else:
            self.asked_since = self.asked_since or now

    def end(self) -> None:
        """Remove the file."""
        self.file.unlink(missing_ok=True)


class WebWatch:
    """Whether the web server answers /healthz; its threads may all be stuck while its processes live."""

    def __init__(self, address: tuple[Any, ...]) -> None:
        """Watch a bound address."""
        self.host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104 - where it listens
        self.port = address[1]
        self.begin()

    def begin(self) -> None:
        """A new server starts: it has some time to come up."""
        self.misses = 0
        self.look_at = time.monotonic() + WEB_START_SECONDS

    def look(self) -> bool:
        """Ask when it is time; says whether it has been silent several times in a row."""
        if time.monotonic() < self.look_at:
            return False
        self.misses = 0 if self._answers() else self.misses + 1
        self.look_at = time.monotonic() + WEB_EVERY_SECONDS
        return self.misses >= WEB_MISSES

    def _answers(self) -> bool:
        """One question."""
        asked = http.client.HTTPConnection(self.host, self.port, timeout=WEB_PATIENCE_SECONDS)
        try:
            asked.request("GET", "/healthz")
            return asked.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()
