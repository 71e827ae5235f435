"""manage.py serve: web, worker and the embedded database under one supervisor."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

import setproctitle
from django.core.management.base import BaseCommand, CommandError

from scc_site import collecting, supervisor


class Command(BaseCommand):
    """Serve the house until told to stop."""

    help = "Serves the web and runs the worker; with no DATABASE_URL also the embedded database. SIGTERM stops all."
    requires_system_checks = ("start",)  # what would leave the house without mail or seals; the rest is `check`

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and what to leave out."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-worker", action="store_true", help="serve the web alone")
        parser.add_argument("--no-web", action="store_true", help="run the worker alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        setproctitle.setproctitle("scc serve")
        try:
            web = None if options["no_web"] else supervisor.listen(options["host"], options["port"])
            if web:
                collecting.make_ready()
                self.stderr.write(f"Serving on http://{options['host']}:{options['port']}")
            supervisor.Supervisor(web=web, worker=not options["no_worker"]).run()
        except supervisor.CannotServe as fault:
            raise CommandError(str(fault)) from None
