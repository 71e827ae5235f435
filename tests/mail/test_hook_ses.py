"""The door of Amazon SNS: who is let in, who is not, and that nothing moves for those who are not."""

import json
from datetime import timedelta

import pytest

from scc_site import clock
from scc_site.mail import sealing
from scc_site.mail.hooks import certificates, fetching, subscribing, views
from scc_site.mail.hooks.refusals import Away
from scc_site.models import Alarm, MailEvent, OutgoingMail
from tests import factories
from tests.mail import hooked, ses_events, sns
from tests.mail.letters_for_tests import fresh, post

pytestmark = pytest.mark.django_db
State = OutgoingMail.State
Kind = MailEvent.Kind
FOREIGN = "arn:aws:sns:us-west-2:999999999999:theirs"
HOST = f"https://{sns.HOST}"
GOOD = sns.usual().path


@pytest.fixture
def booth(settings):
    """SNS's own host on this machine, its topic allowed, no key known yet."""
    certificates.ring.forget()
    settings.SNS_TOPIC_ARNS = [sns.TOPIC]
    with sns.open_booth() as booth:
        settings.SNS_TEST_ORIGIN = booth.origin
        yield booth
    certificates.ring.forget()


@pytest.fixture
def letter(booth):
    """A letter that left, and nobody knows what became of it."""
    mail = post(at=clock.now())
    OutgoingMail.objects.filter(pk=mail.pk).update(state=State.SENT, message_id="0101-ses-1")
    return fresh(mail)


def delivery(letter, **options):
    return sns.notification(
        ses_events.delivery(letter, at=clock.now()), **{"at": clock.now(), "version": "2"} | options
    )


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("older", [True, False])
def test_both_versions_of_the_signature_and_both_shapes_of_the_event_are_taken(letter, version, older):
    event = ses_events.delivery(letter, at=clock.now(), older=older, tagged=not older)

    assert hooked.tell(event, version=version) == 200

    assert fresh(letter).state == State.DELIVERED
    assert [kept.mail for kept in MailEvent.objects.all()] == [letter]


def forged(letter):
    return delivery(letter, signer=sns.certified())


def altered(letter):
    return delivery(letter) | {"Message": json.dumps(ses_events.complaint(letter, at=clock.now()))}


def of_another_version(letter):
    return delivery(letter, version="1") | {"SignatureVersion": "2"}


def of_another_type(letter):
    """A notification dressed up as a confirmation: the fields that are signed are others."""
    return {**sns.subscription(at=clock.now()), **delivery(letter), "Type": "UnsubscribeConfirmation"}


def showing(url):
    return lambda letter: delivery(letter, SigningCertURL=url)


def dated(**delta):
    return lambda letter: delivery(letter, at=clock.now() + timedelta(**delta))


def subscribing_at(url):
    return lambda letter: sns.subscription(at=clock.now(), SubscribeURL=url)


def without(field):
    return lambda letter: {name: value for name, value in delivery(letter).items() if name != field}


def with_field(field, value):
    return lambda letter: delivery(letter) | {field: value}


CONFIRM = f"Action=ConfirmSubscription&TopicArn={sns.TOPIC}&Token={'t' * 64}"
REFUSED = {
    "forged": (403, forged),
    "altered": (403, altered),
    "signature of another version": (403, of_another_version),
    "signature of another type": (403, of_another_type),
    "no signature": (403, with_field("Signature", "")),
    "no version known": (403, with_field("SignatureVersion", "3")),
    "old": (403, dated(minutes=-61)),
    "from the future": (403, dated(minutes=10)),
    "foreign topic": (403, lambda letter: delivery(letter, topic=FOREIGN)),
    "topic in other letters": (403, lambda letter: delivery(letter, topic=sns.TOPIC.upper())),
    "foreign subscription": (403, lambda letter: sns.subscription(at=clock.now(), topic=FOREIGN)),
    "other host": (403, showing(f"https://sns.example.com{GOOD}")),
    "host that begins like it": (403, showing(f"{HOST}.evil.example{GOOD}")),
    "host that ends like it": (403, showing(f"https://evil-{sns.HOST}{GOOD}")),
    "bucket host": (403, showing(f"https://s3.us-west-2.amazonaws.com/sns{GOOD}")),
    "no region": (403, showing(f"https://sns.amazonaws.com{GOOD}")),
    "not https": (403, showing(f"http://{sns.HOST}{GOOD}")),
    "another port": (403, showing(f"{HOST}:8443{GOOD}")),
    "userinfo": (403, showing(f"https://{sns.HOST}@evil.example{GOOD}")),
    "userinfo before": (403, showing(f"https://evil@{sns.HOST}{GOOD}")),
    "query": (403, showing(f"{HOST}{GOOD}?x=1")),
    "fragment": (403, showing(f"{HOST}/#{GOOD}")),
    "other path": (403, showing(f"{HOST}/mine.pem")),
    "path upwards": (403, showing(f"{HOST}/x/..{GOOD}")),
    "backslash": (403, showing(f"https://evil.example\\@{sns.HOST}{GOOD}")),
    "line break": (403, showing(f"{HOST}{GOOD}\n")),
    "no certificate there": (403, showing(f"{HOST}/SimpleNotificationService-none.pem")),
    "subscription elsewhere": (403, subscribing_at(f"https://evil.example/?{CONFIRM}")),
    "subscription to another topic": (403, subscribing_at(f"{HOST}/?{CONFIRM.replace('scc', 'xyz')}")),
    "subscription with another act": (403, subscribing_at(f"{HOST}/?{CONFIRM.replace('Confirm', 'Un')}")),
    "subscription with more": (403, subscribing_at(f"{HOST}/?{CONFIRM}&Endpoint=evil")),
    "subscription not https": (403, subscribing_at(f"http://{sns.HOST}/?{CONFIRM}")),
    "no id": (400, without("MessageId")),
    "no topic": (400, without("TopicArn")),
    "no text": (400, without("Message")),
    "no type": (400, without("Type")),
    "unknown type": (400, with_field("Type", "Nothing")),
    "type of another kind": (400, with_field("Type", ["Notification"])),
    "id too long": (400, with_field("MessageId", "x" * 101)),
    "id of strange letters": (400, with_field("MessageId", "é")),
    "number for a text": (400, with_field("Message", 7)),
    "NUL": (400, with_field("Subject", "a\0b")),
    "half a surrogate": (400, with_field("Message", "\ud83d")),
    "no base64": (400, with_field("Signature", "?")),
    "no time": (400, with_field("Timestamp", "yesterday")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_sns_to_us_now_is_refused_and_moves_nothing(name, letter, booth):
    status, make = REFUSED[name]
    message, before = make(letter), hooked.counts()

    assert hooked.post(message) == status

    assert hooked.counts() == before
    assert fresh(letter).state == State.SENT
    assert booth.confirmed == []


BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a text": b'"Notification"',
    "no UTF-8": b'{"Type": "\xff"}',
    "UTF-16": json.dumps({"Type": "Notification"}).encode("utf-16"),
    "NUL in the clear": b'{"Type": "Notification\x00"}',
    "deep brackets": b"[" * 200_000,
    "deep objects": b'{"a":' * 100_000,
    "a number of 5,000 digits": b'{"Type": ' + b"9" * 5000 + b"}",
    "a form": b"Type=Notification&Message=x",
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("kind", ["text/plain", "application/json", "application/x-www-form-urlencoded", ""])
def test_what_is_no_message_at_all_is_refused(name, kind, booth):
    before = hooked.counts()

    assert hooked.post(BODIES[name], content_type=kind) == 400

    assert hooked.counts() == before
    assert booth.asked == []


def test_a_message_longer_than_sns_sends_is_too_large(letter, settings):
    settings.LIMITS = settings.LIMITS | {"HOOK_KILOBYTES": 4}

    assert hooked.post(delivery(letter, Subject="x" * 5000)) == 413
    assert hooked.post(b"x" * 4097) == 413

    assert fresh(letter).state == State.SENT


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_post_is_answered(method, client, booth):
    answer = getattr(client, method)(hooked.DOOR, secure=True)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "", "multipart/form-data; boundary=x"])
def test_the_content_type_is_not_what_convinces(letter, kind):
    assert hooked.post(delivery(letter), content_type=kind) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"x-amz-sns-message-type": "SubscriptionConfirmation"},
        {"x-amz-sns-message-id": "00000000-0000-4000-8000-999999999999"},
        {"x-amz-sns-topic-arn": FOREIGN},
        {"x-amz-sns-rawdelivery": "true"},
    ],
)
def test_headers_that_do_not_fit_the_message_are_refused(letter, headers):
    before = hooked.counts()

    assert hooked.post(delivery(letter), **headers) == 403

    assert hooked.counts() == before


def test_without_topics_in_the_settings_nobody_is_heard(letter, settings, booth):
    settings.SNS_TOPIC_ARNS = []

    assert hooked.post(delivery(letter)) == 403
    assert hooked.post(sns.subscription(at=clock.now())) == 403

    assert booth.asked == []


def test_the_same_message_again_is_refused_and_moves_nothing(letter):
    message = delivery(letter)

    first, after_first, second = hooked.post(message), hooked.counts(), hooked.post(message)

    assert (first, second) == (200, 409)
    assert hooked.counts() == after_first


def test_a_signed_in_browser_without_a_token_is_answered_like_anybody(letter, client):
    assert hooked.post(delivery(letter), client=client) == 200


def test_a_certificate_blip_is_told_to_sns_and_heals_by_itself(letter, booth):
    message, before = delivery(letter), hooked.counts()
    booth.status = 503
    away = hooked.post(message)
    moved = hooked.counts() != before
    booth.status = 200

    healed = hooked.post(message)

    assert (away, moved, healed) == (503, False, 200)
    assert fresh(letter).state == State.DELIVERED


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"status": 500}, 503),
        ({"status": 429}, 503),
        ({"status": 403}, 403),
        ({"status": 302, "location": f"https://{sns.HOST}{GOOD}"}, 403),
        ({"instead": b"<html>"}, 503),
        ({"instead": b"x" * 70_000}, 503),
    ],
)
def test_a_host_that_shows_no_certificate_convinces_nobody(letter, booth, change, status):
    for name, value in change.items():
        setattr(booth, name, value)
    before = hooked.counts()

    assert hooked.post(delivery(letter)) == status

    assert hooked.counts() == before
    assert len(booth.asked) == 1


def test_a_host_that_is_not_there_is_a_blip_too(letter, settings):
    settings.SNS_TEST_ORIGIN = "http://127.0.0.1:1"

    assert hooked.post(delivery(letter)) == 503


def test_a_host_that_says_nothing_is_not_waited_for_long(letter, booth, monkeypatch):
    monkeypatch.setattr(fetching, "SILENCE_SECONDS", 0.1)
    booth.pause_seconds = 1

    assert hooked.post(delivery(letter)) == 503


def test_a_host_that_never_comes_to_an_end_is_left(booth, monkeypatch):
    monkeypatch.setattr(fetching, "WHOLE_SECONDS", -1)

    with pytest.raises(Away, match="end"):
        fetching.get(f"{HOST}{GOOD}")


def test_without_a_booth_the_address_itself_is_asked(settings):
    settings.SNS_TEST_ORIGIN = ""

    assert fetching.reached(f"{HOST}{GOOD}") == f"{HOST}{GOOD}"


@pytest.mark.parametrize(
    "options",
    [
        {"dies": clock.now() - timedelta(days=1), "born": clock.now() - timedelta(days=2)},
        {"born": clock.now() + timedelta(days=1), "dies": clock.now() + timedelta(days=2)},
        {"bits": 1024},
    ],
)
def test_a_certificate_out_of_its_time_or_too_weak_convinces_nobody(letter, booth, options):
    signer = sns.certified("other", **options)
    booth.signers.append(signer)

    assert hooked.post(delivery(letter, signer=signer)) == 403
    assert fresh(letter).state == State.SENT


def test_the_certificate_is_fetched_once_and_a_new_one_with_its_own_name(letter, booth):
    successor = sns.certified("successor")
    booth.signers.append(successor)

    answers = [hooked.post(delivery(letter, signer=signer)) for signer in [sns.usual()] * 3 + [successor] * 3]

    assert answers == [200] * 6
    assert booth.asked == [GOOD, successor.path]


def test_a_certificate_replaced_under_its_old_name_is_found_after_a_while(letter, booth, monkeypatch):
    assert hooked.post(delivery(letter)) == 200
    successor = sns.certified()
    booth.signers[:] = [successor]

    at_once = hooked.post(delivery(letter, signer=successor))
    monkeypatch.setattr(certificates, "ANEW_AFTER", timedelta(0))
    later = hooked.post(delivery(letter, signer=successor))

    assert (at_once, later) == (403, 200)


def test_forged_messages_do_not_make_us_ask_for_ever(letter, booth, monkeypatch):
    monkeypatch.setattr(certificates, "MOST_FETCHES", 3)
    assert hooked.post(delivery(letter)) == 200

    answers = [hooked.post(delivery(letter, SigningCertURL=f"{HOST}{GOOD[:-4]}{n}.pem")) for n in range(4)]

    assert answers == [403, 403, 503, 503]
    assert hooked.post(delivery(letter)) == 200


def test_few_certificates_are_kept(booth, monkeypatch):
    monkeypatch.setattr(certificates, "MOST", 2)
    signers = [sns.certified(f"no{number}") for number in range(3)]
    booth.signers.extend(signers)

    answers = [hooked.post(sns.notification("{}", at=clock.now(), signer=signer)) for signer in [*signers, signers[0]]]

    assert answers == [200] * 4
    assert booth.asked.count(signers[0].path) == 2


def test_a_subscription_is_kept_and_confirmed_by_the_job_once(booth):
    message = sns.subscription(at=clock.now(), token="s3cret-token")

    assert hooked.post(message) == 200
    in_the_request = list(booth.confirmed)
    offer = MailEvent.objects.get()
    told = [subscribing.confirm(offer.pk), subscribing.confirm(offer.pk)]

    assert in_the_request == []
    assert told == ["confirmed", "nothing to confirm"]
    assert booth.confirmed == ["s3cret-token"]
    assert [event.kind for event in MailEvent.objects.order_by("pk")] == [Kind.SUBSCRIPTION, Kind.SUBSCRIBED]
    assert "s3cret-token" not in json.dumps(offer.detail)
    assert hooked.post(message) == 409


def test_a_subscription_that_cannot_be_confirmed_now_is_tried_again(booth):
    assert hooked.post(sns.subscription(at=clock.now())) == 200
    offer = MailEvent.objects.get()
    booth.status = 503

    with pytest.raises(Away):
        subscribing.confirm(offer.pk)
    booth.status = 200

    assert subscribing.confirm(offer.pk) == "confirmed"


def test_a_subscription_that_sns_knows_nothing_of_is_left(booth):
    assert hooked.post(sns.subscription(at=clock.now())) == 200
    booth.status = 400

    assert subscribing.confirm(MailEvent.objects.get().pk) == "refused"
    assert MailEvent.objects.count() == 1


def test_a_topic_taken_out_of_the_settings_is_not_confirmed(booth, settings):
    assert hooked.post(sns.subscription(at=clock.now())) == 200
    settings.SNS_TOPIC_ARNS = []

    assert subscribing.confirm(MailEvent.objects.get().pk) == "nothing to confirm"
    assert booth.confirmed == []


def test_the_end_of_a_subscription_is_told_to_the_office(booth):
    factories.admin()

    assert hooked.post(sns.subscription(at=clock.now(), kind="UnsubscribeConfirmation")) == 200

    assert [event.kind for event in MailEvent.objects.all()] == [Kind.UNSUBSCRIBED]
    assert [alarm.kind for alarm in Alarm.objects.all()] == ["events_ended"]
    assert booth.confirmed == []


def test_an_offer_kept_under_another_key_opens_nothing(booth, settings):
    assert hooked.post(sns.subscription(at=clock.now())) == 200
    settings.RECORD_KEYS = {"r2": "k" * 40}

    with pytest.raises(sealing.Unsealable):
        subscribing.confirm(MailEvent.objects.get().pk)

    assert booth.confirmed == []


def test_what_a_message_costs_the_database_does_not_grow(letter, django_assert_num_queries):
    hooked.post(delivery(letter))

    with django_assert_num_queries(8):
        hooked.post(delivery(letter))
    with django_assert_num_queries(0):
        hooked.post(delivery(letter, topic=FOREIGN))


def test_a_message_that_breaks_off_is_no_message(booth, rf):
    class Broken:
        def read(self, *_):
            raise OSError("the line is gone")

        def close(self):
            """Closed with its request."""

    request = rf.post(hooked.DOOR, b"{}", content_type="text/plain")
    request._stream = Broken()

    assert views.ses(request).status_code == 400
