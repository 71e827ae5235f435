"""manage.py work: one cluster of django-q2, as the supervisor runs it."""

from __future__ import annotations

import signal
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, connections
from django_q.cluster import Cluster

from scc_site import canary, clock, jobs, readiness, stopping
from scc_site.embedded.signals import forks_die_with_us
from scc_site.postgres.base import take_role

WAIT_SECONDS = 2


class Workers(Cluster):
    """A cluster whose long jobs hear that it was asked to stop."""

    def stop(self) -> bool:
        """Tell the jobs first, then end as ever."""
        stopping.ask()
        return bool(super().stop())


class Command(BaseCommand):
    """Run jobs until told to stop."""

    help = "Runs queued jobs and the minutely tick. `serve` starts it, watches over it, and replaces it when it hangs."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the cluster; all its processes end with their parents."""
        take_role("worker")
        self._wait_for_tables()
        jobs.keep_schedule(at=clock.now())
        jobs.enqueue(jobs.TICK)  # what waited while no worker ran leaves now
        canary.listen()
        connections.close_all()
        forks_die_with_us(signal.SIGKILL)
        cluster = Workers()
        cluster.start()
        cluster.sentinel.join()

    def _wait_for_tables(self) -> None:
        """Wait until the database is there and migrated: on a new house, or while a new version is rolled out."""
        while True:
            try:
                reading = readiness.migrations()
            except (DatabaseError, InterfaceError) as fault:
                reading = readiness.Reading("database", False, str(fault).splitlines()[0])
            if reading.well:
                return
            self.stderr.write(f"The worker waits: {reading.name}, {reading.detail}.")
            time.sleep(WAIT_SECONDS)
