"""manage.py nudge: the `ptb_nudge` job alone."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from crew.nudges import sending
from scc_site.management.instants import instant, this_instant


class Command(BaseCommand):
    """Remind everybody who has something due."""

    help = "Plans and queues the reminders that are due, one letter a person, for now or for the instant given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The instant."""
        parser.add_argument("--at", type=instant, help="ISO date and time; without a zone: house time")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the job; how many letters it queued goes to stderr."""
        sent = sending.run(at=this_instant(options["at"]))
        self.stderr.write(f"{sent} reminded.")
