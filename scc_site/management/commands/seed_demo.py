"""manage.py seed_demo: the demo house."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crew import demo
from scc_site import clock
from scc_site.refusals import Refusal


class Command(BaseCommand):
    """Load JADA, her people and a season around today; a second run changes nothing.

    office@example.com is the admin, ana@example.com a captain, ben@example.com crew, vera@example.com an executive.
    """

    help = "Loads the demo house around today: boats, 14 people at example.com, a season of sails. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when it stands, 1 in a database with sails of its own."""
        try:
            house = demo.load(at=clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        word = "is loaded" if house.is_new else "stood already; nothing was changed"
        self.stderr.write(f"The demo house {word}: {house.people} people, {house.sails} sails.")
