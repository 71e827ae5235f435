"""manage.py check_reports_env: can reports be sent, and as they should?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reports import fitness
from scc_site import clock
from scc_site.mail.fitness.findings import Grade
from scc_site.management.commands.check_mail import HEADINGS


class Command(BaseCommand):
    """Tell all that is wrong with sending reports, in one list."""

    help = (
        "Region, sender, DKIM, SPF, DMARC, configuration set, topics, quota, sandbox, links, archive and recipients. "
        "Exit 1 when something keeps reports from being sent."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The form of the answer."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every finding."""
        found = fitness.whole(at=clock.now())
        fit = not any(finding.grade in {Grade.STOPS, Grade.AWAY} for finding in found)
        if options["json"]:
            lines = [{"grade": one.grade, "finding": one.sentence, "remedy": one.remedy} for one in found]
            self.stdout.write(json.dumps({"fit": fit, "findings": lines}))
        else:
            for finding in found:
                self.stdout.write(f"{HEADINGS[finding.grade]}: {finding}")
            if not found:
                self.stdout.write("Reports can be sent; nothing to remark.")
        if not fit:
            sys.exit(1)
