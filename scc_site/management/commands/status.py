"""manage.py status: is all well?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from scc_site import clock, readiness


class Command(BaseCommand):
    """Tell how the house is."""

    help = "Database, migrations, worker canary, last tick, outbox, mail service. Exit 1 when something is not well."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The form of the answer."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every reading."""
        found = readiness.readings(at=clock.now())
        well = all(reading.well for reading in found)
        states = readiness.mail_by_state() if all(reading.well for reading in found[:2]) else {}
        if options["json"]:
            lines = {reading.name: {"well": reading.well, "detail": reading.detail} for reading in found}
            self.stdout.write(json.dumps({"well": well, "readings": lines, "mail": states}))
        else:
            for reading in found:
                self.stdout.write(f"{reading.name:<14}{'ok' if reading.well else 'NOT WELL':<10}{reading.detail}")
            self.stdout.write(
                "mail          " + (", ".join(f"{count} {state}" for state, count in states.items()) or "none")
            )
        if not well:
            sys.exit(1)
