"""Print a link that signs one person in, for an operator at the machine."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from events.models import SailEvent
from scc_site import clock
from scc_site.addresses import InvalidAddress
from scc_site.auth import people, sign_in
from scc_site.models import Scope, User

REFUSED, MISUSED = 1, 2
AFTER_RETURN = timedelta(hours=24)


class Command(BaseCommand):
    """`sign_in_link EMAIL [--scope user|admin|event] [--event EVENT_ID]`: the address alone on the last line."""

    help = "Print a one-time sign-in link; with --scope admin it makes the first admin when there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, how far, and for an event which."""
        parser.add_argument("email")
        parser.add_argument("--scope", choices=[scope.value for scope in Scope], default=Scope.USER.value)
        parser.add_argument("--event", default="", metavar="EVENT_ID")

    def handle(self, *, email: str, scope: str, event: str, **options: Any) -> None:
        """Exit 0 with the link, 1 when refused, 2 when misused."""
        if bool(event) != (scope == Scope.EVENT):
            _stop("--event goes with --scope event, and with nothing else.", MISUSED)
        sail = SailEvent.objects.filter(event_id=event).first() if event else None
        if event and sail is None:
            _stop(f"There is no event {event!r}.", REFUSED)
        url = sign_in.print_link(
            person=self._person(email, scope),
            scope=scope,
            event_id=event,
            session_until=sail.returns_at + AFTER_RETURN if sail else None,
            at=clock.now(),
        )
        self.stdout.write(url)

    def _person(self, email: str, scope: str) -> User:
        """Whom the link signs in; the first admin is made here."""
        try:
            person = User.objects.with_address(email).first()
            if scope == Scope.ADMIN and (first := people.first_admin(email=email, name=email.partition("@")[0])):
                self.stderr.write(f"{first.email} is now the first admin.")
                person = first
        except InvalidAddress as fault:
            _stop(f"{email!r} is not an email address: {fault}", MISUSED)
        if person is None or not person.has_a_role or (scope == Scope.ADMIN and not person.is_admin):
            _stop(f"Nobody with the address {email!r} may sign in that way.", REFUSED)
        return person


def _stop(sentence: str, code: int) -> NoReturn:
    """End with a sentence on stderr and an exit code."""
    raise CommandError(sentence, returncode=code)
