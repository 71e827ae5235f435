"""manage.py release_mail: what becomes of the letters of a restored backup."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from scc_site import clock
from scc_site.mail import frozen


class Command(BaseCommand):
    """Let frozen letters leave, or drop them."""

    help = "After a restore: lets the letters leave that waited when the backup was made; with --drop cancels them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Leave or drop."""
        parser.add_argument("--drop", action="store_true")

    def handle(self, *, drop: bool, **options: Any) -> None:
        """Do it."""
        count = frozen.drop(at=clock.now()) if drop else frozen.release(at=clock.now())
        self.stderr.write(f"{count} letters {'dropped' if drop else 'released'}.")
