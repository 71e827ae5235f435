"""manage.py export: the house's own data as JSON lines."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from scc_site.management import exports


def day(text: str) -> date:
    """An ISO date; for argparse, which exits with 2."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not an ISO date such as 2026-06-01") from None


class PlainEncoder(DjangoJSONEncoder):
    """Instants as ISO 8601 in UTC; whatever JSON has no word for (a range) as text."""

    def default(self, o: Any) -> Any:
        """One value."""
        try:
            return super().default(o)
        except TypeError:
            return str(o)


class Command(BaseCommand):
    """Print every row of a kind."""

    help = "Prints the house's own data as JSON lines: one row a line, nothing else on stdout."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What, of which sail, since when."""
        parser.add_argument("kind", choices=sorted(exports.KINDS))
        parser.add_argument("--event", metavar="EVENT_ID", help="only what belongs to this sail")
        parser.add_argument("--since", type=day, metavar="DATE", help="only what is of this day, house time, or later")

    def handle(self, *args: Any, **options: Any) -> None:
        """Stream the rows of one snapshot."""
        sail = exports.sail_named(options["event"]) if options["event"] else None
        if options["event"] and sail is None:
            raise CommandError(f"There is no sail {options['event']!r}.")
        try:
            with transaction.atomic():
                for row in exports.KINDS[options["kind"]](sail, options["since"]):
                    self.stdout.write(json.dumps(row, cls=PlainEncoder, ensure_ascii=False))
            self.stdout.flush()
        except BrokenPipeError:  # `export … | head`: the reader has had enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
