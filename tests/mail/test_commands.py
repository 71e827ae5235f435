"""manage.py send_mail, and what the tick and the queue call."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django_q.models import OrmQ

from scc_site import clock
from scc_site.mail import shifts
from scc_site.models import OutgoingMail
from tests.mail.letters_for_tests import fresh, post

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


def send_mail(*arguments):
    said = StringIO()
    call_command("send_mail", *arguments, stderr=said)
    return said.getvalue()


def test_send_mail_drains_once_and_says_so_beside_stdout(office, capsys):
    for _ in range(3):
        post()

    first, second = send_mail(), send_mail()

    assert (first, second) == ("Mail: 3 accepted.\n", "Mail: nothing due.\n")
    assert (len(office.taken), capsys.readouterr().out) == (3, "")


def test_an_instant_in_the_past_sends_what_was_due_then(office):
    now = clock.now()
    early, late = post(at=now - timedelta(days=2)), post(at=now - timedelta(hours=1))

    send_mail("--at", (now - timedelta(days=1)).isoformat())

    assert (fresh(early).state, fresh(late).state) == (State.SENT, State.QUEUED)


def test_a_future_instant_is_refused_in_production_and_allowed_in_debug(office, settings):
    later = clock.now() + timedelta(days=2)
    mail = post(at=clock.now(), not_before=later - timedelta(minutes=1))

    with pytest.raises(CommandError, match="future"):
        send_mail("--at", later.isoformat())
    settings.DEBUG = True
    send_mail("--at", later.isoformat())

    assert fresh(mail).state == State.SENT


def test_a_service_that_is_away_is_told_by_the_exit(settings, port):
    settings.SMTP_URL = f"smtp://127.0.0.1:{port}"
    post()

    with pytest.raises(CommandError, match="stay in the outbox"):
        send_mail()


def test_the_tick_has_the_outbox_drained(office):
    mail = post()

    shifts.wake(at=clock.now())
    shifts.wake(at=clock.now())
    said = [task.func() for task in OrmQ.objects.all()]
    done = [shifts.drain(), shifts.drain()]

    assert said == ["scc_site.mail.shifts.drain"] * 2
    assert done == ["1 accepted", "nothing due"]
    assert (fresh(mail).state, len(office.taken)) == (State.SENT, 1)


def test_a_round_cut_short_enqueues_the_next(office, settings):
    settings.MAIL_DRAIN_SECONDS = 0
    post()
    post()

    first = shifts.drain()
    queued = OrmQ.objects.count()
    second = shifts.drain()

    assert (first, second, queued, OrmQ.objects.count()) == ("1 accepted", "1 accepted", 1, 1)
