"""manage.py verify_records: is every signed waiver as it was given?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from waivers import certificates, proving


class Command(BaseCommand):
    """Walk the chain."""

    help = (
        "Checks every signed waiver, its chain, text, PDF and paper, and the lists that went ashore. Exit 1: altered."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line for each thing that was altered, as it is found."""
        walk, found = proving.Walk(), 0
        try:
            for fault in proving.faults(walk):
                found += 1
                self.stdout.write(fault)
                self.stdout.flush()
        except certificates.Unusable as fault:
            raise CommandError(f"SEAL_CERTIFICATE cannot be used: {fault}.", returncode=2) from fault
        told = f"{walk.number} signed waivers, {walk.sealed} PDFs, {walk.erased} erased, {walk.lists} frozen lists"
        if found:
            raise CommandError(f"{told}: {found} found altered.", returncode=1)
        self.stderr.write(f"{told}: all as they were.")
