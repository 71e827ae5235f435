"""manage.py check_mail: can letters leave, and as they should?"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from scc_site.mail import fitness
from scc_site.mail.fitness.findings import Grade

HEADINGS = {
    Grade.STOPS: "No letter leaves",
    Grade.AWAY: "The mail service is away",
    Grade.WARNS: "Letters leave, but",
    Grade.NOTES: "To know",
}


class Command(BaseCommand):
    """Tell all that is wrong with mail, in one list."""

    help = "Settings, mail service, sender, quota, DNS. Exit 1 when something keeps letters from leaving."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The form of the answer."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every finding."""
        found = fitness.whole()
        fit = not any(finding.grade in {Grade.STOPS, Grade.AWAY} for finding in found)
        if options["json"]:
            lines = [{"grade": one.grade, "finding": one.sentence, "remedy": one.remedy} for one in found]
            self.stdout.write(json.dumps({"fit": fit, "provider": settings.EMAIL_PROVIDER, "findings": lines}))
        else:
            for finding in found:
                self.stdout.write(f"{HEADINGS[finding.grade]}: {finding}")
            if not found:
                self.stdout.write(f"Letters can leave (EMAIL_PROVIDER={settings.EMAIL_PROVIDER}); nothing to remark.")
        if not fit:
            sys.exit(1)
