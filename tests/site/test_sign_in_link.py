"""The operator's command: one address, alone on the last line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from scc_site import clock
from scc_site.management.commands.sign_in_link import Command
from scc_site.models import AuthSession, LoginCode, User
from tests import factories, letters

pytestmark = pytest.mark.django_db


def last_line(capsys) -> str:
    out = capsys.readouterr().out
    return out.strip().splitlines()[-1]


def refused(*arguments: str) -> int:
    with pytest.raises(CommandError) as fault:
        call_command("sign_in_link", *arguments)
    return fault.value.returncode


def test_the_link_of_a_person_is_alone_on_stdout(capsys):
    factories.person("Ana", email="ana@example.com")

    call_command("sign_in_link", "ＡＮＡ@example.com")

    printed = capsys.readouterr()
    assert printed.out.startswith("https://crew.example.com/auth/link/")
    assert len(printed.out.splitlines()) == 1
    assert printed.err == ""


def test_an_event_scoped_link_opens_its_sail_until_a_day_after_it(capsys, client):
    ana, sail = factories.person("Ana"), factories.event(departs_at=_soon())

    call_command("sign_in_link", ana.email, "--scope", "event", "--event", sail.event_id)
    answer = client.post(letters.path_of(last_line(capsys)))

    row = AuthSession.objects.get()
    assert answer.headers["Location"] == f"/events/{sail.event_id}/"
    assert (row.scope, row.event_id, row.expires_at) == ("event", sail.event_id, sail.returns_at + timedelta(hours=24))


def _soon():
    return clock.now() + timedelta(days=2)


def test_the_first_admin_is_made_when_there_is_none(capsys, client):
    call_command("sign_in_link", "boss@example.com", "--scope", "admin")

    printed = capsys.readouterr()
    assert "first admin" in printed.err
    client.post(letters.path_of(printed.out.strip()))
    assert client.get("/admin/").status_code == 200
    assert User.objects.get().is_admin


def test_somebody_known_becomes_the_first_admin_when_there_is_none(capsys):
    ana = factories.person("Ana")

    call_command("sign_in_link", ana.email, "--scope", "admin")

    ana.refresh_from_db()
    assert (ana.is_admin, User.objects.count()) == (True, 1)


def test_an_admin_gets_an_admin_link(capsys):
    factories.admin(email="boss@example.com")

    call_command("sign_in_link", "boss@example.com", "--scope", "admin")

    assert LoginCode.objects.get().scope == "admin"
    assert capsys.readouterr().err == ""


def test_nobody_else_becomes_admin_once_there_is_one():
    factories.admin()
    ana = factories.person("Ana")

    assert refused(ana.email, "--scope", "admin") == 1
    assert refused("stranger@example.com", "--scope", "admin") == 1
    ana.refresh_from_db()
    assert (ana.is_admin, User.objects.count()) == (False, 2)


def test_who_may_not_sign_in_gets_no_link():
    gone, idle = factories.person(is_active=False), factories.person(is_crew=False)

    assert [refused(address) for address in (gone.email, idle.email, "stranger@example.com")] == [1, 1, 1]
    assert not LoginCode.objects.exists()


def test_an_event_that_is_not_there_is_refused():
    ana = factories.person("Ana")

    assert refused(ana.email, "--scope", "event", "--event", "no-such-sail") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["ana@example.com", "--scope", "event"],
        ["ana@example.com", "--event", "sail-1"],
        ["not an address"],
        ["a@b\r\nBcc: c@d"],
    ],
)
def test_misuse_is_told_apart_from_refusal(arguments):
    assert refused(*arguments) == 2


@pytest.mark.parametrize("arguments", [["ana@example.com", "--scope", "root"], []])
def test_arguments_that_are_none_are_misuse_for_the_shell(arguments):
    with pytest.raises(SystemExit) as ended:
        Command().run_from_argv(["manage.py", "sign_in_link", *arguments])

    assert ended.value.code == 2
