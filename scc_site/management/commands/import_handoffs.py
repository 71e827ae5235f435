"""manage.py import_handoffs: a folder's hand-offs, read and compared with what they said before."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.handoffs import folders, taking
from reports.handoffs.folders import File, NoFolder
from reports.handoffs.taking import NotAHandoff, Taken
from scc_site import clock

COUNTED = ("added", "closed", "reworded", "not_understood", "remarks", "secrets")


class Command(BaseCommand):
    """Read every Markdown file of a folder."""

    help = (
        "Reads the Markdown hand-offs of a folder, one JSON line each on stdout. A file that cannot be read is named "
        "and the others are kept; exit 1 then."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which folder."""
        parser.add_argument("folder", metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take in each file, tell each."""
        try:
            folder = folders.opened(options["folder"], settings.HANDOFF_DIR)
            found = list(folders.files(folder))
        except NoFolder as refusal:
            raise CommandError(refusal.sentence) from refusal
        if not found:
            raise CommandError(f"{options['folder']!r} holds no Markdown files (.md).")
        if any([not self._taken(file) for file in found]):  # noqa: C419 - every file is taken, not up to the first fault
            sys.exit(1)

    def _taken(self, file: File) -> bool:
        try:
            taken = taking.take(path=file.name, content=file.content(), at=clock.now())
        except (NotAHandoff, OSError) as fault:
            words = fault.sentence if isinstance(fault, NotAHandoff) else fault.strerror or "cannot be read"
            self.stderr.write(f"{file.name}: {words}")
            return False
        self.stdout.write(json.dumps(_line(taken), ensure_ascii=False))
        for words in _remarks(taken):
            self.stderr.write(words)
        return True


def _line(taken: Taken) -> dict[str, Any]:
    document = taken.document
    unit = document.unit.slug if document.unit else None
    counts = {name: len(getattr(taken, name)) for name in COUNTED}
    return {"path": document.path, "project": document.project, "unit": unit, "state": taken.state} | counts


def _remarks(taken: Taken) -> Iterable[str]:
    yield from (f"{place}: looks like a secret; it was masked" for place in taken.secrets)
    yield from (f"{place}: this heading is not understood" for place in taken.not_understood)
    yield from taken.remarks
