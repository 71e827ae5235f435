"""manage.py tick: what the minutely schedule does."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scc_site import tick
from scc_site.management.instants import instant, this_instant


class Command(BaseCommand):
    """Plan and queue all that is due."""

    help = (
        "Does what the minutely schedule does, for now or for the instant given. Schedules that may run at any time, "
        "such as ptb_nudge, run in any case. Exit 1 names what failed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The instant."""
        parser.add_argument("--at", type=instant, help="ISO date and time; without a zone: house time")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run everything that is due, after any tick that is under way."""
        failed = tick.tick(at=this_instant(options["at"]), wait=True, by_hand=True)
        if failed:
            raise CommandError(f"Failed, see the log: {', '.join(failed)}.")
