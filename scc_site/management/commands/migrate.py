"""manage.py migrate: Django's own, for a house that is open: it waits for no lock longer than three seconds."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError

from scc_site.postgres.base import take_role

TRIES = 10
PAUSE_SECONDS = 2.0


class Command(migrate.Command):
    """Migrate; a table that is in use is tried again a little later, so that requests never queue behind us."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Migrate, in several tries where a lock cannot be had."""
        take_role("migrate")
        for left in reversed(range(TRIES)):
            try:
                return super().handle(*args, **options)
            except OperationalError as fault:
                if left == 0 or "lock timeout" not in str(fault):
                    raise
                self.stderr.write(f"A table is in use; trying again in {PAUSE_SECONDS:g} s.")
                time.sleep(PAUSE_SECONDS)
        return None
