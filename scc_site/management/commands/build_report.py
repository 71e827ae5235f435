"""manage.py build_report: one run of one report, built now."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from reports import approving, building, following, perspectives, sending
from reports.building import Order
from reports.models import BusinessUnit, ReportRun
from scc_site import clock
from scc_site.mail import pump
from scc_site.management.commands.export import day
from scc_site.refusals import Refusal


class Command(BaseCommand):
    """Build one run; its path is the last line on stdout."""

    help = (
        "Builds one run of a report and prints its path, /reports/runs/<id>/, alone on the last line. As of a day it "
        "knows the records dated until then; its period is the last month complete at that day’s end."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which report, over what, as of when."""
        parser.add_argument("slug", choices=perspectives.SLUGS, metavar="SLUG", help=", ".join(perspectives.SLUGS))
        parser.add_argument("--unit", metavar="UNIT", help="one unit, by its slug; else the whole portfolio")
        parser.add_argument("--as-of", type=day, metavar="DATE", help="the last day it may know; else today")
        parser.add_argument("--variant", choices=("A", "B"), default="A")
        parser.add_argument("--send", action="store_true", help="the operator approves: it goes to its recipients")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when it stands, 1 when it could not be built."""
        at = clock.now()
        as_of: date = options["as_of"] or at.astimezone(settings.HOUSE_ZONE).date()
        unit = self._unit(options["unit"])
        order = Order(options["slug"], unit, as_of, f"command:{uuid.uuid4()}", options["variant"])
        try:
            run = building.build(order=order, builder=None, at=at)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        found = run.findings.count()
        self.stderr.write(f"{run.slug}, {run.period:%Y-%m}, as of {as_of}: {found} findings.")
        fault = self._send(run, at) if options["send"] else ""
        self.stdout.write(run.get_absolute_url())
        if fault:
            raise CommandError(fault)

    def _send(self, run: ReportRun, at: datetime) -> str:
        """The operator's approval, and the letters into the outbox; what kept them from it, in words."""
        try:
            approving.approve(run=run, by=None, at=at)
            done = sending.send(run=run, by=None, at=at)
        except Refusal as refusal:
            return refusal.sentence
        self.stderr.write(f"{str(done)[:1].upper()}{str(done)[1:]}")
        if done.queued and not connection.in_atomic_block:  # claims must be committed: never within a transaction
            told = pump.run(time=clock.now, budget=settings.MAIL_DRAIN_SECONDS)
            following.settle(at=clock.now())
            self.stderr.write(f"Mail: {told}. What is left leaves with the worker, or with manage.py send_mail.")
        return ""

    def _unit(self, slug: str | None) -> BusinessUnit | None:
        if slug is None:
            return None
        found = BusinessUnit.objects.in_scope([slug]).first()
        if found is None:
            known = ", ".join(BusinessUnit.objects.known()) or "none yet"
            raise CommandError(f"There is no unit {slug!r}; there are: {known}.")
        return found
