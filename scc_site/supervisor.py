"""The parent of web server and worker: keeps them running, and proves that the worker works.

It owns the embedded database where that is used: joins it first, leaves it last, brings it back when it was killed.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from scc_site import canary, clock, stillness
from scc_site.children import DEATHS, Child
from scc_site.embedded import postmaster, server
from scc_site.embedded.places import Unusable
from scc_site.postgres.base import take_role
from scc_site.watches import QueueWatch, WebWatch

LOOK_SECONDS = 0.25
DATABASE_LOOK_SECONDS = 1.0
GRACE_SECONDS = 30.0
log = logging.getLogger(__name__)


class CannotServe(Exception):
    """The house cannot open, or has to close; the message says why."""


def listen(host: str, port: int) -> socket.socket:
    """The socket that the web server will answer on; raises CannotServe when the port is taken, or is none."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        found = socket.create_server((host, port), family=family, backlog=512)
    except OSError as fault:
        raise CannotServe(
            f"Cannot listen on {host}:{port}: {os.strerror(fault.errno) if fault.errno else fault}."
        ) from None
    except OverflowError:
        raise CannotServe(f"Cannot listen on {host}:{port}: ports end at 65535.") from None
    return found


class Supervisor:
    """Runs the children until told to stop, or until one of them cannot be kept alive."""

    def __init__(self, *, web: socket.socket | None, worker: bool, on_ready: Callable[[], None] | None = None) -> None:
        """Serve the web on a bound socket, or not at all; with or without a worker. `on_ready` runs once all is up."""
        self.stopping = False
        self.children: list[Child] = []
        self.on_ready = on_ready
        self.embedded = settings.DATABASES["default"].get("EMBEDDED")
        self.postgres = Child("postgres", [])
        self.looked_at_database = 0.0
        self.watch = QueueWatch(every=settings.CANARY_SECONDS, dead_after=settings.CANARY_DEAD_SECONDS)
        self.worker = _worker(self.watch.file) if worker else None
        self.web = _web(web) if web else None
        self.web_watch = WebWatch(web.getsockname()) if web else None
        if self.web:
            self.children.append(self.web)
        if self.worker:
            self.children.append(self.worker)

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT; raises CannotServe when that has become impossible."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop_soon)
        take_role("supervisor")
        try:
            self._wait_for_database()
            for child in self.children if not self.stopping else ():
                child.start()
            while not self.stopping:
                self._look()
                time.sleep(LOOK_SECONDS)
        finally:
            self._stop()

    def _stop_soon(self, number: int, frame: object) -> None:
        """What a signal does: the loop ends at its next turn."""
        self.stopping = True

    def _wait_for_database(self) -> None:
        """Wait until the database takes a connection, recovering or not yet there, at most three minutes."""
        deadline = time.monotonic() + server.PATIENCE_SECONDS
        while not self.stopping:
            try:
                connection.ensure_connection()
            except (DatabaseError, InterfaceError) as fault:
                if time.monotonic() > deadline:
                    raise CannotServe(f"The database cannot be reached: {fault}") from None
                log.warning("Waiting for the database: %s", str(fault).splitlines()[0])
                time.sleep(1)
            else:
                return

    def _look(self) -> None:
        """One turn: the database, each child, the canary."""
        self._look_at_database()
        for child in self.children:
            if (code := child.exit_code) is not None:
                log.error("%s ended with %s; starting it again.", child.name, code)
                self._start_again(child, died=True)
        if self.worker and self.watch.look():
            log.error("No job came through in time; replacing the worker.")
            silent = self.watch.silent_seconds
            self._start_again(self.worker, died=False)
            stillness.tell(seconds=silent, at=clock.now())
        if self.web and self.web_watch and self.web_watch.look():
            log.error("The web server does not answer; starting it again.")
            self._start_again(self.web, died=True)
        if self.on_ready and self._is_ready():
            self.on_ready()
            self.on_ready = None

    def _start_again(self, child: Child, *, died: bool) -> None:
        """Clear away what is left of a child and start it anew; raises CannotServe after too many deaths."""
        child.kill()
        if died and child.note_death():
            raise CannotServe(f"{child.name} died {DEATHS} times within a minute: giving up.")
        if child is self.worker:
            self.watch.begin()
        elif self.web_watch:
            self.web_watch.begin()
        child.start()

    def _look_at_database(self) -> None:
        """Bring the embedded server back when it is gone; raises CannotServe after too many deaths."""
        now = time.monotonic()
        if not self.embedded or now - self.looked_at_database < DATABASE_LOOK_SECONDS:
            return
        self.looked_at_database = now
        places = self.embedded["places"]
        if postmaster.pid_alive(places) is not None:
            return
        log.error("The embedded database is gone; starting it again.")
        if self.postgres.note_death():
            raise CannotServe(f"postgres died {DEATHS} times within a minute: giving up. See {places.log}.")
        try:
            server.join(places, durable=self.embedded["durable"], patience=10)
        except Unusable as fault:
            log.error("%s", fault)

    def _is_ready(self) -> bool:
        """Whether the worker, if there is one, has done its first job; the web takes connections from the start."""
        return self.worker is None or self.watch.asked_since is None

    def _stop(self) -> None:
        """Ask all children to end, wait for the grace, then end what is left; leave the database last."""
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE_SECONDS
        while any(child.process and child.exit_code is None for child in self.children):
            if time.monotonic() > deadline:
                log.error("Some processes did not end within %s s; killing them.", GRACE_SECONDS)
                break
            time.sleep(0.05)
        for child in self.children:
            child.kill()
        self.watch.end()
        connection.close()
        if self.embedded:
            server.leave(self.embedded["places"])


def _web(listener: socket.socket) -> Child:
    """The web server, on a socket that stays open while it is replaced: nobody is turned away meanwhile."""
    command = [sys.executable, "-m", "gunicorn", "-c", "python:scc_site.web_server"]
    command += ["--bind", f"fd://{listener.fileno()}", "scc_site.wsgi"]
    return Child("web", command, pass_fds=(listener.fileno(),))


def _worker(sign: Path) -> Child:
    """The cluster of django-q2."""
    return Child(
        "worker", [sys.executable, str(settings.BASE_DIR / "manage.py"), "work"], {canary.FILE_VARIABLE: str(sign)}
    )
