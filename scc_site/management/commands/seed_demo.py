"""manage.py seed_demo: the demo house."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from crew import demo
from reports import demo as books
from reports.demo import runs
from scc_site import clock
from scc_site.refusals import Refusal
from waivers import demo as lists
from waivers import demo_past


class Command(BaseCommand):
    """Load JADA, her people, a season, a year's books and eight reports; a second run changes nothing.

    office@example.com is the admin, ana@example.com a captain, ben@example.com crew, vera@example.com an executive
    who reads every report, noor@example.com one who reads marketing alone.
    """

    help = "Loads the demo house around today: boats, 15 people at example.com, sails, a year's books. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when it stands, 1 in a database with sails of its own."""
        at = clock.now()
        try:
            with transaction.atomic():
                house = demo.load(at=at, boards=demo_past.board)
                if house.is_new:
                    lists.load(at=at)
                    books.load(at=at)
            built = runs.build(at=at)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        word = "is loaded" if house.is_new else "stood already; nothing was changed"
        self.stderr.write(f"The demo house {word}: {house.people} people, {house.sails} sails.")
        if built:
            self.stderr.write(f"{built} reports are built.")
