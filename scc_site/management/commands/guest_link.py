"""Print the address of a guest's page, or of a sail's dock link, for an operator at the machine."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from events.models import SailEvent
from waivers import links
from waivers.models import Guest
from waivers.names import same_person

REFUSED = 1


class Command(BaseCommand):
    """`guest_link EVENT_ID [--guest NAME]`: the address alone on the last line."""

    help = "Print the link of a guest's page; without --guest, the one that the QR code at the dock carries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which sail, and whose page."""
        parser.add_argument("event", metavar="EVENT_ID")
        parser.add_argument("--guest", default=None, metavar="NAME")

    def handle(self, *, event: str, guest: str | None, **options: Any) -> None:
        """Exit 0 with the link, 1 when there is no such sail or guest, or more than one of the name."""
        sail = SailEvent.objects.named(event) if event.isprintable() else None
        if sail is None:
            _stop(f"There is no event {event!r}.")
        self.stdout.write(links.dock_url(sail) if guest is None else links.guest_url(_one(sail, guest)))


def _one(sail: SailEvent, name: str) -> Guest:
    """The one guest on the sail's list who is called that: whole, or by a part of the name where that is enough."""
    listed = list(Guest.objects.standing_on(sail))
    found = [guest for guest in listed if same_person(name, guest.name)]
    part = name.strip().casefold()
    if not found and part:
        found = [guest for guest in listed if part in guest.name.casefold()]
    if not found:
        _stop(f"Nobody called {name!r} is on the list of {sail.event_id}.")
    if len(found) > 1:
        names = ", ".join(guest.name for guest in found)
        _stop(f"{len(found)} guests on the list of {sail.event_id} are called that: {names}. Give the whole name.")
    return found[0]


def _stop(sentence: str) -> NoReturn:
    """End with a sentence on stderr: refused."""
    raise CommandError(sentence, returncode=REFUSED)
