"""Several pumps at once, and pumps that are killed: nothing lost, nothing twice that does not say so."""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from urllib.parse import quote

import pytest
from django.conf import settings as house
from django.db import connection, connections

from scc_site import clock
from scc_site.mail import outbox, pump
from scc_site.models import MailAttempt, OutgoingMail
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import pump_at
from tests.mail.samples import SAMPLES

pytestmark = pytest.mark.django_db(transaction=True)
State = OutgoingMail.State


def post_many(count, at=NOW):
    """Letters that a pump with the house's own templates can write."""
    ana = factories.person()
    context, secrets = SAMPLES["offer"][0]
    for number in range(count):
        outbox.queue(letter="offer", person=ana, dedupe_key=f"o:{number}", at=at, context=context, secrets=secrets)


def at_once(count, act):
    """What `count` threads get, each with its own connection."""

    def one(number):
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_two_pumps_send_two_hundred_letters_once_each(office):
    post_many(200)

    rounds = at_once(2, lambda _: pump_at(NOW))

    assert sorted(office.ids().values()) == [1] * 200
    assert OutgoingMail.objects.filter(state=State.SENT, attempts=1, possible_duplicate=False).count() == 200
    assert min(done.counts["accepted"] for done in rounds) > 0


def test_no_two_pumps_claim_the_same_letter():
    post_many(40)

    claimed = at_once(8, lambda _: [pump.claim(at=NOW).pk for _ in range(5)])

    assert len({pk for pks in claimed for pk in pks}) == 40


def test_control_without_the_lock_they_do():
    post_many(40)
    together = Barrier(8)

    def naive(_):
        mail = OutgoingMail.objects.due(NOW).first()
        together.wait()
        OutgoingMail.objects.filter(pk=mail.pk).update(state=State.SENDING)
        return mail.pk

    assert len(set(at_once(8, naive))) < 8


def test_a_claim_within_a_transaction_is_refused():
    from django.db import transaction

    post_many(1)

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        pump.claim(at=NOW)

    assert OutgoingMail.objects.get().state == State.QUEUED


def environment(port):
    """The environment of a pump of its own that works on this test's database."""
    database = connection.settings_dict
    host = quote(str(database["HOST"]), safe="")
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "scc_site.settings",
        "DATABASE_URL": f"postgresql://{database['USER']}@{host}:{database['PORT']}/{database['NAME']}",
        "SMTP_URL": f"smtp://127.0.0.1:{port}",
        "RECORD_KEYS": ",".join(f"{kid}:{key}" for kid, key in house.RECORD_KEYS.items()),
        "MAIL_LEASE_SECONDS": "1",
        "MAIL_GRACE_SECONDS": "1",
        "MAIL_LOGIN_GRACE_SECONDS": "0",
        "MAIL_BACKOFF_SECONDS": "0",
        "MAIL_MOST_ATTEMPTS": "50",
    }


def a_pump(port):
    """`manage.py send_mail` as a process."""
    command = [sys.executable, str(house.BASE_DIR / "manage.py"), "send_mail"]
    return subprocess.Popen(command, env=environment(port), stderr=subprocess.DEVNULL)


def wait_until(condition, seconds=20):
    """Wait for what must come; fails when it does not."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.005)


@pytest.mark.fault
def test_killed_pumps_lose_nothing_and_flag_every_extra(office, port):
    post_many(60, at=clock.now() - timedelta(minutes=1))
    office.pause, kills, dice, abandoned = 0.02, 6, random.Random(7), 0

    for _ in range(kills):
        seen, process = len(office.taken), a_pump(port)
        wait_until(lambda seen=seen: len(office.taken) >= seen + 3)
        time.sleep(dice.uniform(0, 0.04))
        process.send_signal(signal.SIGKILL)
        process.wait()
        abandoned += OutgoingMail.objects.filter(state=State.SENDING).count()
    while OutgoingMail.objects.exclude(state=State.SENT).exists():
        assert a_pump(port).wait(timeout=60) == 0
        time.sleep(0.5)

    flagged = {str(mail.pk) for mail in OutgoingMail.objects.filter(possible_duplicate=True)}
    extras = {outbox_id for outbox_id, count in office.ids().items() if count > 1}
    assert len(office.ids()) == 60
    assert abandoned >= 1
    assert extras <= flagged
    assert len(flagged) <= kills
    assert MailAttempt.objects.filter(outcome="accepted").count() == 60
