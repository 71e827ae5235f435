"""manage.py schedule: what the house will do by itself, or should have done, between two days."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scc_site import clock
from scc_site.occurrences import looks, planning, rules


def day(text: str) -> date:
    """An ISO date of the centuries that have schedules; for argparse, which exits with 2."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not an ISO date such as 2026-06-01") from None
    if not rules.FIRST_DAY <= found <= rules.LAST_DAY:
        raise ArgumentTypeError(f"{text!r} is not between {rules.FIRST_DAY} and {rules.LAST_DAY}")
    return found


class Command(BaseCommand):
    """Print every occurrence of every schedule that is switched on."""

    help = (
        "Prints every occurrence of every schedule that is switched on, from the beginning of one day to the end of "
        "another, house time: local and UTC, and what became of it where it has come. --json: one row a line."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The window, and the form of the answer."""
        parser.add_argument("--from", dest="first", type=day, required=True, metavar="DATE")
        parser.add_argument("--to", dest="last", type=day, required=True, metavar="DATE", help="this day included")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Stream the rows in order of time."""
        if options["last"] < options["first"]:
            raise CommandError("--to lies before --from.", returncode=2)
        planning.keep(at=clock.now())
        try:
            for line in looks.window(options["first"], options["last"]):
                self.stdout.write(json.dumps(line.row(), ensure_ascii=False) if options["json"] else _said(line))
            self.stdout.flush()
        except BrokenPipeError:  # `schedule … | head`: the reader has had enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _said(line: looks.Line) -> str:
    """One line for people: `Sun 2027-03-14 03:00 PDT   2027-03-14 10:00 UTC   sign_in_purge   done`."""
    slot = line.slot
    words = f"{slot.local:%a %Y-%m-%d %H:%M %Z}   {slot.utc:%Y-%m-%d %H:%M} UTC   {line.schedule:<24}{line.status:<9}"
    return f"{words}{slot.remark}".rstrip()
