"""manage.py restore FILE: bring back a backup."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scc_site import backups, readiness
from scc_site.models import OutgoingMail


class Command(BaseCommand):
    """Restore a backup, whole or not at all."""

    help = "Restores a backup into an empty database, or with --replace instead of what is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What from, and whether to give up what is there."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="give up what the database holds now")

    def handle(self, *, file: Path, replace: bool, **options: Any) -> None:
        """Restore it."""
        try:
            backups.restore(file, replace=replace)
        except backups.BackupRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stderr.write(f"{file} is restored.")
        if not (reading := readiness.migrations()).well:
            self.stderr.write(f"It is older than this code ({reading.detail}): run `manage.py migrate`.")
        if frozen := readiness.mail_by_state().get(OutgoingMail.State.FROZEN, 0):
            self.stderr.write(
                f"{frozen} letters wait, frozen: `manage.py release_mail` lets them leave, or drops them."
            )
