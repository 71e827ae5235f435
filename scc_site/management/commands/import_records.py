"""manage.py import_records: files of records into the books."""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.importing import telling
from reports.importing.engine import FileRefused, take
from reports.importing.kinds import ALL
from reports.importing.reading import BLOCK_BYTES
from reports.importing.shapes import Kind
from reports.models import Account, BusinessUnit
from scc_site import clock

MISUSE = 2
WORDS = {
    FileNotFoundError: "There is no file {}.",
    NotADirectoryError: "There is no file {}.",
    IsADirectoryError: "{} is a folder, not a file.",
    PermissionError: "{} may not be read by this user.",
}


class Command(BaseCommand):
    """Take in one file, whole or not at all."""

    help = (
        "Takes in a CSV or XLSX file of records. On any bad row nothing is stored, every bad row is named on stderr by "
        "line and column, and the exit is 1. One JSON object on stdout says what was done. --list prints every kind."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to take in, and where it belongs."""
        parser.add_argument("kind", nargs="?", metavar="KIND")
        parser.add_argument("file", nargs="?", metavar="FILE", help="- reads from standard input")
        parser.add_argument("--list", action="store_true", help="print every kind with its heads")
        parser.add_argument("--unit", metavar="SLUG", help="the unit of rows that name none")
        parser.add_argument("--account", metavar="CODE", help="the account that a bank's file is of")
        parser.add_argument("--dry-run", action="store_true", help="try everything, keep nothing")
        parser.add_argument("--dates", choices=("mdy", "dmy"), default="", help="how 03/04/2026 is meant")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when it is taken in, 1 when the file is refused, 2 on misuse."""
        if options["list"]:
            self.stdout.write("\n".join(telling.listed(ALL.values())))
            return
        kind = _kind(options)
        named = {"unit": _unit(options["unit"]), "account": _account(options["account"])}
        for name, is_wanted in telling.wanted(kind).items():
            if is_wanted and named[name] is None:
                raise CommandError(f"Files of {kind.name} want --{name}.", returncode=MISUSE)
        filename = Path(options["file"]).name if options["file"] != "-" else "standard input"
        with _opened(options["file"]) as source:
            self._take(kind, source, filename, options["dry_run"], {**named, "dates": options["dates"]})

    def _take(self, kind: Kind, source: BinaryIO, filename: str, is_trial: bool, said: dict[str, Any]) -> None:
        try:
            batch = take(kind=kind, content=source, filename=filename, at=clock.now(), is_trial=is_trial, **said)
        except FileRefused as refusal:
            for fault in refusal.found:
                self.stderr.write(fault.sentence())
            if refusal.more:
                self.stderr.write(f"and {refusal.more:,} more")
            self.stdout.write(json.dumps(telling.refused(kind.name, filename, refusal, is_trial=is_trial)))
            raise CommandError(refusal.sentence) from None
        for warning in batch.warnings:
            self.stderr.write(f"Note: {warning}")
        self.stdout.write(json.dumps(telling.taken(batch, is_trial=is_trial)))


def _kind(options: dict[str, Any]) -> Kind:
    if not options["kind"] or not options["file"]:
        raise CommandError("Say what to take in: import_records KIND FILE, or --list.", returncode=MISUSE)
    if options["kind"] not in ALL:
        there = ", ".join(ALL)
        raise CommandError(f"There is no kind {options['kind']!r}. There are: {there}.", returncode=MISUSE)
    return ALL[options["kind"]]


def _unit(slug: str | None) -> BusinessUnit | None:
    known = BusinessUnit.objects.known() if slug else {}
    if slug and slug not in known:
        raise CommandError(f"There is no unit {slug!r}. There are: {_names(known)}.", returncode=MISUSE)
    return known.get(slug or "")


def _account(code: str | None) -> Account | None:
    known = Account.objects.known() if code else {}
    if code and code not in known:
        raise CommandError(f"There is no account {code!r}. There are: {_names(known)}.", returncode=MISUSE)
    return known.get(code or "")


def _names(known: dict[str, Any]) -> str:
    return ", ".join(known) or "none yet"


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """The file, or what comes by standard input, kept on the disk while it is read: files are read more than once."""
    if name == "-":
        with tempfile.TemporaryFile() as spool:
            left = settings.LIMITS["IMPORT_MEGABYTES"] * 1024 * 1024 + 1
            while left > 0 and (block := sys.stdin.buffer.read(min(BLOCK_BYTES, left))):
                spool.write(block)
                left -= len(block)
            yield spool
        return
    with ExitStack() as held:
        try:
            source = held.enter_context(Path(name).open("rb"))
        except (OSError, ValueError) as fault:
            words = next((words for kind, words in WORDS.items() if isinstance(fault, kind)), "{} cannot be read.")
            raise CommandError(words.format(name), returncode=MISUSE) from None
        yield source
