"""manage.py send_mail: drain the outbox once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports import following
from scc_site import clock
from scc_site.mail import pump
from scc_site.management.instants import instant, this_instant


class Command(BaseCommand):
    """Send what is due, then stop."""

    help = "Sends every letter that is due, for now or for the instant given, and exits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The instant."""
        parser.add_argument("--at", type=instant, help="ISO date and time; without a zone: house time")

    def handle(self, *args: Any, **options: Any) -> None:
        """One round without limit; from the instant given the clock goes on at its usual pace."""
        started = clock.now()
        at = this_instant(options["at"])
        done = pump.run(time=lambda: at + (clock.now() - started))
        following.settle(at=at)
        self.stderr.write(f"Mail: {done}.")
        if done.halted:
            raise CommandError("The mail service did not take the letters: they stay in the outbox.")
