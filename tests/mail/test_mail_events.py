"""What mail services report is kept as they said it; who is written to no more, and how that came about."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from scc_site.models import MailEvent, Suppression
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import post

pytestmark = pytest.mark.django_db
Kind = MailEvent.Kind


def reported(**fields):
    """One event of a mail service."""
    defaults = {"source": "ses", "notice": "n-1", "kind": Kind.DELIVERY, "recipient": "ana@example.com"}
    return MailEvent.objects.create(**defaults | {"happened_at": NOW, "received_at": NOW} | fields)


def suppressed(**fields):
    """One standing suppression."""
    defaults = {"address": "ana@example.com", "cause": "bounce", "reason": "no such mailbox", "since": NOW}
    return Suppression.objects.create(**defaults | fields)


def refused(match):
    """The database refuses what the block does, and the test goes on."""
    return pytest.raises(IntegrityError, match=match)


@pytest.mark.parametrize("act", ["UPDATE scc_site_mailevent SET kind = 'send'", "DELETE FROM scc_site_mailevent"])
def test_what_was_reported_is_never_rewritten(act):
    reported()

    with refused("only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)

    assert [event.kind for event in MailEvent.objects.all()] == [Kind.DELIVERY]


def test_one_report_makes_one_row_for_each_recipient():
    reported()
    reported(recipient="ben@example.com")
    reported(source="mailgun")

    with refused("mailevent_reported_once"), transaction.atomic():
        reported(kind=Kind.BOUNCE)

    assert MailEvent.objects.count() == 3


def test_events_of_a_letter_come_in_the_order_in_which_they_happened():
    letter, other = post(), post()
    reported(mail=letter, notice="n-2", happened_at=NOW + timedelta(minutes=1))
    reported(mail=letter, notice="n-1", kind=Kind.SEND)
    reported(mail=other, notice="n-3")

    assert [event.kind for event in MailEvent.objects.of(letter)] == [Kind.SEND, Kind.DELIVERY]


def test_an_address_has_one_standing_suppression_at_most():
    admin = factories.admin()
    suppressed(lifted_at=NOW, lifted_by=admin, lifted_why="A new mailbox.")
    suppressed()

    with refused("suppression_one_standing"), transaction.atomic():
        suppressed()

    assert Suppression.objects.standing().count() == 1


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"lifted_at": NOW, "lifted_why": "Well."}, "suppression_lifted_pair"),
        ({"lifted_why": "Well."}, "suppression_lifted_with_a_reason"),
        ({"cause": "hand"}, "suppression_by_hand_is_somebodys"),
    ],
)
def test_a_suppression_half_told_is_refused(fields, rule):
    with refused(rule), transaction.atomic():
        suppressed(**fields)

    assert not Suppression.objects.exists()


def test_a_suppression_is_lifted_by_somebody_and_for_a_reason():
    with refused("suppression_lifted"), transaction.atomic():
        suppressed(lifted_at=NOW, lifted_by=factories.admin())

    assert not Suppression.objects.exists()


def test_every_change_of_a_suppression_is_kept():
    row = suppressed()
    row.cause = "complaint"
    row.save()

    history = Suppression.pgh_event_model.objects.filter(pgh_obj=row.pk).order_by("pgh_id")

    assert [(kept.pgh_label, kept.cause) for kept in history] == [("insert", "bounce"), ("update", "complaint")]
