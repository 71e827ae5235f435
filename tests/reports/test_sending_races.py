"""Several hands send one report at once, and one of them is killed: each reader has one letter."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from reports import approving, sending
from reports.models import ReportDelivery, ReportRun
from scc_site.mail import pump
from scc_site.models import OutgoingMail
from tests.reports import runs

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
THREE = ["ann@example.org", "bob@example.org", "cid@example.org"]


@pytest.fixture(autouse=True)
def operators(settings):
    settings.REPORT_RECIPIENTS, settings.REPORT_BCC = list(THREE), "vault@example.org"


def at_once(acts):
    def one(act):
        try:
            return act()
        except IntegrityError as fault:
            return fault
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def three_runs():
    return [approving.approve(run=runs.built(), by=None, at=AT) for _ in range(3)]


def test_three_runs_of_a_period_sent_at_once_write_to_each_reader_once():
    made = three_runs()

    done = at_once([lambda run=run: sending.send(run=run, by=None, at=AT) for run in made])

    assert sorted(one.queued for one in done) == [0, 0, 3]
    assert OutgoingMail.objects.filter(kind="report").count() == 3


def test_control_without_the_line_the_second_stumbles(monkeypatch):
    made = three_runs()
    monkeypatch.setattr(sending, "_in_line", lambda run: ReportRun.objects.select_related("unit").get(pk=run.pk))

    done = at_once([lambda run=run: sending.send(run=run, by=None, at=AT) for run in made])

    assert any(isinstance(one, IntegrityError) for one in done)


def test_whoever_dies_while_sending_leaves_nothing_and_the_next_sends_all(monkeypatch, amazon):
    first, second, _ = three_runs()
    kept = sending.queue_letter

    def dying(**given):
        kept(**given)
        if OutgoingMail.objects.filter(kind="report").count() == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(sending, "queue_letter", dying)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        sending.send(run=first, by=None, at=AT)
    monkeypatch.setattr(sending, "queue_letter", kept)
    left = (ReportDelivery.objects.count(), OutgoingMail.objects.count())

    done = sending.send(run=second, by=None, at=AT)
    pump.run(time=lambda: AT + timedelta(seconds=1))
    pump.run(time=lambda: AT + timedelta(seconds=2))

    assert (left, done.queued) == ((0, 0), 3)
    assert [taken.recipients for taken in amazon.taken] == [(one, "vault@example.org") for one in THREE]
