"""The doors of other mail services: one of them is open, with its secret, and feeds the same verbs."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.test import Client

from scc_site import clock
from scc_site.mail import suppression
from scc_site.mail.hooks import anymail as from_anymail
from scc_site.mail.reported import Kind
from scc_site.models import MailEvent, OutgoingMail
from tests.factories import NOW
from tests.mail import hooked
from tests.mail.letters_for_tests import fresh, post

pytestmark = pytest.mark.django_db
State = OutgoingMail.State
DOOR = "/hooks/anymail/postmark/tracking/"
SECRET = "scc:a-long-secret"


@pytest.fixture(autouse=True)
def postmark(settings):
    """Letters leave through Postmark, which knows the secret."""
    settings.EMAIL_PROVIDER, settings.ANYMAIL_BACKEND = "anymail", "postmark"
    settings.ANYMAIL = {"API_KEY": "x", "WEBHOOK_SECRET": SECRET}


@pytest.fixture
def letter():
    mail = post(at=clock.now())
    OutgoingMail.objects.filter(pk=mail.pk).update(state=State.UNCERTAIN)
    return fresh(mail)


def send(client, payload, path=DOOR, secret=SECRET):
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    proof = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}
    return client.post(path, body, content_type="application/json", secure=True, headers=proof).status_code


def delivered(letter, **fields):
    return {
        "RecordType": "Delivery",
        "MessageID": "pm-1",
        "Recipient": letter.to,
        "DeliveredAt": "2026-11-05T16:33:54.9070259Z",
        "Details": "250 ok",
        "Metadata": {"X-SCC-Outbox-Id": str(letter.pk)},
    } | fields


def bounced(letter, kind="HardBounce", **fields):
    return {
        "RecordType": "Bounce",
        "Type": kind,
        "ID": 4323372036854775807,
        "MessageID": "pm-1",
        "Email": letter.to,
        "BouncedAt": "2026-11-05T16:33:54.9070259Z",
        "Description": "smtp;550 5.1.1 unknown user",
        "Metadata": {"x-scc-outbox-id": str(letter.pk)},
    } | fields


@pytest.mark.parametrize("path", [DOOR, "/hooks/anymail/postmark/"])
def test_a_delivery_reported_by_another_service_lands_like_one_of_ses(client, letter, path):
    assert send(client, delivered(letter), path) == 200

    assert fresh(letter).state == State.DELIVERED
    (event,) = MailEvent.objects.of(letter)
    assert (event.source, event.kind, event.recipient, event.message_id) == ("postmark", "delivery", letter.to, "pm-1")


def test_a_letter_that_comes_back_for_good_stops_the_next_ones(client, letter):
    assert send(client, bounced(letter)) == 200

    assert fresh(letter).state == State.BOUNCED
    assert suppression.among([letter.to]) == {letter.to}
    assert fresh(letter).fault.startswith("The letter came back: the mailbox does not exist")


def test_a_letter_that_comes_back_for_now_stops_none(client, letter):
    assert send(client, bounced(letter, kind="SoftBounce")) == 200

    assert fresh(letter).state == State.BOUNCED
    assert suppression.among([letter.to]) == frozenset()


def test_the_same_report_again_is_taken_and_changes_nothing(client, letter):
    first = send(client, bounced(letter))
    before = hooked.counts()

    again = send(client, bounced(letter))

    assert (first, again) == (200, 200)
    assert hooked.counts() == before


def test_a_report_without_an_id_counts_once_too(client, letter):
    answers = [send(client, delivered(letter)) for _ in range(2)]

    assert answers == [200, 200]
    assert MailEvent.objects.count() == 1


def test_opens_and_inbound_letters_are_none_of_our_business(client, letter):
    opened = {"RecordType": "Open", "MessageID": "pm-1", "Recipient": letter.to, "ReceivedAt": "2026-11-05T16:33:54Z"}
    before = hooked.counts()

    assert send(client, opened) == 200

    assert hooked.counts() == before


@pytest.mark.parametrize("secret", ["", "scc:wrong", "scc", ":"])
def test_without_the_secret_nothing_is_believed(client, letter, secret):
    before = hooked.counts()

    assert send(client, delivered(letter), secret=secret) == 403

    assert hooked.counts() == before
    assert fresh(letter).state == State.UNCERTAIN


@pytest.mark.parametrize(
    ("changes", "path", "status"),
    [
        ({"ANYMAIL": {"API_KEY": "x"}}, DOOR, 403),
        ({"EMAIL_PROVIDER": "ses"}, DOOR, 404),
        ({}, "/hooks/anymail/mailgun/tracking/", 404),
        ({}, "/hooks/anymail/amazon_ses/tracking/", 404),
        ({"ANYMAIL_BACKEND": "amazon_ses"}, "/hooks/anymail/amazon_ses/tracking/", 404),
        ({"ANYMAIL_BACKEND": "scaleway"}, "/hooks/anymail/scaleway/tracking/", 404),
        ({"ANYMAIL_BACKEND": "anymail.backends.postmark.EmailBackend"}, DOOR, 200),
    ],
)
def test_only_the_service_of_the_settings_has_a_door(letter, settings, changes, path, status):
    for name, value in changes.items():
        setattr(settings, name, value)

    assert send(Client(), delivered(letter), path) == status


def test_a_service_tries_the_door_by_asking_for_its_head(client):
    assert client.head(DOOR, secure=True).status_code == 200
    assert client.get(DOOR, secure=True).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"\xff",
        b"[" * 200_000,
        b'{"RecordType": []}',
        b'{"RecordType": "Delivery", "DeliveredAt": 7}',
    ],
)
def test_what_is_no_report_is_refused(client, body):
    before = hooked.counts()

    assert send(client, body) == 400

    assert hooked.counts() == before


def test_strange_texts_in_a_report_do_no_harm(client, letter):
    strange = bounced(letter, MessageID="a\0b", Description="\ud83d\0", Email="a\0b@example.com", Tag="\ud83d")

    assert send(client, strange) == 200

    (event,) = MailEvent.objects.all()
    assert (event.message_id, event.recipient, event.mail) == ("a b", "", None)


@pytest.mark.parametrize("configured", [True, False])
def test_mandrill_has_one_door_that_wants_its_signature_too(client, settings, configured):
    settings.ANYMAIL_BACKEND = "mandrill"
    settings.ANYMAIL = settings.ANYMAIL | ({"MANDRILL_WEBHOOK_KEY": "k"} if configured else {})

    assert send(client, {}, "/hooks/anymail/mandrill/") == 403


def told(kind, **fields):
    return AnymailTrackingEvent(**{"event_type": kind, "timestamp": NOW, "recipient": "Ana@Example.com"} | fields)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (told(EventType.QUEUED), Kind.SEND),
        (told(EventType.SENT), Kind.SEND),
        (told(EventType.DEFERRED), Kind.DELAY),
        (told(EventType.COMPLAINED), Kind.COMPLAINT),
        (told(EventType.FAILED), Kind.REJECT),
        (told(EventType.REJECTED, reject_reason=RejectReason.BLOCKED), Kind.REJECT),
        (told(EventType.REJECTED, reject_reason=RejectReason.INVALID), Kind.BOUNCE),
        (told(EventType.BOUNCED, reject_reason=RejectReason.BOUNCED), Kind.BOUNCE),
        (told(EventType.BOUNCED, reject_reason=RejectReason.TIMED_OUT), Kind.SOFT_BOUNCE),
        (told(EventType.BOUNCED, reject_reason=RejectReason.BOUNCED, mta_response="452 4.2.2 full"), Kind.SOFT_BOUNCE),
        (told(EventType.BOUNCED, reject_reason="bounced", esp_event={"severity": "temporary"}), Kind.SOFT_BOUNCE),
        (told(EventType.BOUNCED, reject_reason="bounced", esp_event={"severity": "permanent"}), Kind.BOUNCE),
    ],
)
def test_each_service_word_has_one_meaning_here(event, kind):
    report = from_anymail.report_of(event, service="postmark", at=NOW)

    assert (report.kind, report.recipients, report.happened_at) == (kind, ("ana@example.com",), NOW)


@pytest.mark.parametrize(
    "stamp",
    [None, datetime(2026, 5, 1), datetime(1970, 1, 1, tzinfo=UTC), NOW + timedelta(days=9)],  # noqa: DTZ001 - a fault
)
def test_a_time_that_cannot_be_is_the_time_of_the_report(stamp):
    report = from_anymail.report_of(told(EventType.SENT, timestamp=stamp), service="postmark", at=NOW)

    assert report.happened_at == NOW


@pytest.mark.parametrize(
    ("marks", "number"),
    [
        ({"X-SCC-Outbox-Id": "7"}, 7),
        ({"o:x_scc_outbox_id": 7}, 7),
        ({"X-SCC-Outbox-Id": "seven", "other": "8"}, None),
        (None, None),
    ],
)
def test_our_number_is_found_however_a_service_spells_its_name(marks, number):
    report = from_anymail.report_of(told(EventType.SENT, metadata=marks), service="postmark", at=NOW)

    assert report.outbox_id == number
