"""Whom a letter is handed over for at the last moment: nobody who must not be written to."""

import pytest

from scc_site.mail import envelope, suppression
from scc_site.models import OutgoingMail, Suppression
from tests import factories
from tests.factories import NOW
from tests.mail.letters_for_tests import fresh, post, pump_at

State = OutgoingMail.State


def suppress(address):
    """Written to no more since its letters came back."""
    return suppression.suppress(
        address=address, cause=Suppression.Cause.BOUNCE, reason="the mailbox does not exist", since=NOW, letter=None
    )


@pytest.mark.django_db(transaction=True)
def test_a_letter_to_a_suppressed_address_ends_without_a_request(office):
    ana = factories.person(email="Ana.Silva@Example.com")
    held, sent = post(person=ana), post()
    suppress("ana.silva@example.com")

    first, second = pump_at(NOW), pump_at(NOW)

    assert (fresh(held).state, fresh(held).fault) == (State.SUPPRESSED, envelope.SUPPRESSED)
    assert list(office.ids()) == [str(sent.pk)]
    assert (first.counts["suppressed"], second.counts["suppressed"]) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_sign_in_letter_is_no_exception(office):
    ana = factories.person()
    mail = post(person=ana, lane=OutgoingMail.Lane.LOGIN)
    suppress(ana.email_canonical)

    pump_at(NOW)

    assert fresh(mail).state == State.SUPPRESSED
    assert office.ids() == {}


@pytest.mark.django_db(transaction=True)
def test_an_archive_that_is_suppressed_gets_no_copy_and_the_reader_their_letter(office):
    mail = post(bcc=["Old@Archive.example", "archive@example.org"])
    suppress("old@archive.example")

    pump_at(NOW)

    assert office.mailboxes == [mail.to, "archive@example.org"]
    assert fresh(mail).state == State.SENT
    assert fresh(mail).bcc == ["Old@Archive.example", "archive@example.org"]


@pytest.mark.django_db(transaction=True)
def test_a_copy_that_the_server_refuses_does_not_keep_the_letter_back(office):
    office.fail("rcpt", "", "550 no such archive")
    mail = post(bcc=["gone@example.org", "ärchiv@example.org", "archive@example.org"])

    pump_at(NOW)

    assert office.mailboxes == [mail.to, "archive@example.org"]
    assert fresh(mail).state == State.SENT


@pytest.mark.django_db(transaction=True)
def test_a_lifted_address_is_written_to_again(office):
    mail = post()
    row = suppress(mail.person.email_canonical)
    suppression.lift(suppression_id=row.pk, why="A new mailbox.", by=factories.admin(), at=NOW)

    pump_at(NOW)

    assert fresh(mail).state == State.SENT


@pytest.mark.django_db
def test_the_question_costs_one_query_whatever_the_envelope_holds(django_assert_num_queries):
    mail = post(bcc=[f"copy{number}@example.com" for number in range(20)])

    with django_assert_num_queries(1):
        assert envelope.objection(mail) == ""


@pytest.mark.django_db
def test_what_developers_may_not_mail_gets_no_copy_either(settings):
    mail = post(bcc=["archive@example.org"])
    settings.DEBUG, settings.MAIL_ALLOW = True, [mail.to]

    allowed = envelope.objection(mail)
    settings.MAIL_ALLOW = ["somebody@else.example"]

    assert (allowed, mail.bcc, envelope.objection(mail)) == ("", [], envelope.NOT_ALLOWED)


@pytest.mark.django_db
def test_an_address_that_is_none_is_left_to_the_letters_own_judges():
    mail = post()
    mail.to = "not an address"

    assert envelope.objection(mail) == ""
