"""The operator's command for guests' links: one address, alone on the last line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from scc_site import clock
from scc_site.management.commands.guest_link import Command
from tests import factories
from tests.waivers import aboard
from waivers import links
from waivers.models import Guest

pytestmark = pytest.mark.django_db


@pytest.fixture
def sail():
    return factories.event(event_id="one-sail", departs_at=clock.now() + timedelta(hours=30))


def printed(capsys, *arguments):
    call_command("guest_link", "one-sail", *arguments)
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


def refused(*arguments):
    with pytest.raises(CommandError) as fault:
        call_command("guest_link", *arguments)
    return fault.value.returncode, str(fault.value)


def test_without_a_guest_it_is_the_docks_link(capsys, client, sail):
    url = printed(capsys)

    assert url == links.dock_url(sail) + "\n"
    assert client.get(url.strip().removeprefix("https://crew.example.com")).status_code == 200


@pytest.mark.parametrize("name", ["Mia Torres", "torres MIA", "mía torres", "mia"])
def test_a_guest_is_found_by_the_name_however_it_is_written(capsys, sail, name):
    mia = aboard.guest(sail, "Mia Torres")
    aboard.guest(sail, "Leo Park")

    assert printed(capsys, "--guest", name) == links.guest_url(mia) + "\n"


def test_nobody_two_and_no_sail_are_refused_in_words(sail):
    aboard.guest(sail, "Mia Torres")
    aboard.guest(sail, "Mia Stone")

    assert refused("no-sail") == (1, "There is no event 'no-sail'.")
    assert refused("one-sail", "--guest", "Eve") == (1, "Nobody called 'Eve' is on the list of one-sail.")
    assert refused("one-sail", "--guest", "") == (1, "Nobody called '' is on the list of one-sail.")
    assert refused("one-sail", "--guest", "Mia")[0] == 1


@pytest.mark.parametrize("arguments", [[], ["one-sail", "--guest"], ["one-sail", "two", "--what"]])
def test_misuse_is_told_apart(arguments):
    with pytest.raises(SystemExit) as end:
        Command().run_from_argv(["manage.py", "guest_link", *arguments])

    assert end.value.code == 2


def test_the_first_link_to_show_is_of_somebody_whose_signature_is_wanted_soonest(sail):
    now = clock.now()
    soon = factories.event(departs_at=now + timedelta(hours=5))
    aboard.cleared(soon, "Done", signed_at=now)
    aboard.guest(soon, "Late", hold_until=now - timedelta(hours=1))
    mia = aboard.guest(soon, "Mia", hold_until=now + timedelta(hours=1))
    aboard.guest(sail, "Leo", hold_until=now + timedelta(hours=1))

    assert Guest.objects.next_to_sign(now) == mia
