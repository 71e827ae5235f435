"""manage.py run: from nothing to a house one can sign in to, on one's own machine. `make run` calls it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import setproctitle
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from crew.models import Assignment
from reports import grants
from scc_site import clock, collecting, readiness, supervisor
from scc_site.auth import sign_in
from scc_site.history import by_command
from scc_site.models import Scope, User
from scc_site.postgres.base import take_role
from waivers import links
from waivers.models import Guest


class Command(BaseCommand):
    """Migrate, load the demo house into an empty database, serve, and hand out links."""

    help = "Migrates, loads the demo house if the database is empty, serves web and worker, prints sign-in links."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: Any) -> None:
        """Get the house ready and serve it."""
        setproctitle.setproctitle("scc run")
        try:
            web = supervisor.listen("127.0.0.1", port)
            collecting.make_ready()
            self._furnish()
            supervisor.Supervisor(web=web, worker=True, on_ready=lambda: self._welcome(port)).run()
        except supervisor.CannotServe as fault:
            raise CommandError(str(fault)) from None

    def _furnish(self) -> None:
        """Bring the database up to date, and fill it when nobody is in it."""
        take_role("migrate")
        if not readiness.migrations().well:
            self.stderr.write("Laying out the database …")
            call_command("migrate", verbosity=0)
        if not User.objects.exists():
            self.stderr.write("Loading the demo house …")
            with by_command("seed_demo"):
                call_command("seed_demo", stdout=self.stderr)

    def _welcome(self, port: int) -> None:
        """Print a link for each kind of person there is."""
        at = clock.now()
        self.stdout.write(
            f"\nThe house is open on http://127.0.0.1:{port} (Ctrl-C closes it). Sign in, once each, as\n"
        )
        for role, person, scope in _people(at):
            url = sign_in.print_link(person=person, scope=scope, at=at)
            self.stdout.write(f"  {role:<10} {person.name:<24} {url}")
        if guest := Guest.objects.next_to_sign(at):
            self.stdout.write(f"  {'a guest':<10} {guest.name:<24} {links.guest_url(guest)}")
        self.stdout.write("")


def _people(at: datetime) -> Iterator[tuple[str, User, str]]:
    """Somebody of the office, the next sail's captain, somebody of the crew, and the executive who reads the most."""
    if office := User.objects.admins().first():
        yield "office", office, Scope.ADMIN
    coming = Assignment.objects.aboard().filter(event__departs_at__gt=at).order_by("event__departs_at", "pk")
    captain = coming.filter(seat__role="captain").select_related("person").first()
    if captain:
        yield "captain", captain.person, Scope.USER
    crew = (
        coming.filter(seat__role="crew")
        .exclude(person=captain.person if captain else None)
        .select_related("person")
        .first()
    )
    if crew:
        yield "crew", crew.person, Scope.USER
    readers = {person: len(grants.of(person).slugs) for person in User.objects.executives()}
    if readers:
        yield "executive", max(readers, key=lambda person: readers[person]), Scope.USER
