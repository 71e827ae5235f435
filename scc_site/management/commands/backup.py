"""manage.py backup FILE: the whole house in one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scc_site import backups


class Command(BaseCommand):
    """Write a backup."""

    help = "Writes the whole database to one file, which proves by itself that it is whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        """Write it."""
        try:
            size = backups.make(file)
        except backups.BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stderr.write(f"{file}: {size:,} bytes. It counts once it has been restored somewhere.")
